#pragma once
#include "gateway/store/rows.h"

namespace inburgering::gateway::store {

/// The rows as a session sees them; what is put is written at once, in the caller's transaction.
class StoredRows : public Rows {
 public:
  explicit StoredRows(Session& sql) : sql_(sql) {}

  std::optional<std::string> dossier_of(std::string_view tenant, std::string_view number_hash) override;
  void put_number(std::string_view tenant, std::string_view number_hash, std::string_view dossier) override;
  void remember_number(std::string_view tenant, std::string_view number_hash,
                       std::string_view dossier) override;
  void move_numbers(std::string_view tenant, std::string_view from, std::string_view to) override;
  std::optional<DossierRow> dossier(std::string_view tenant, std::string_view id) override;
  void put_dossier(const DossierRow& row) override;
  std::optional<ObjectRow> object(std::string_view tenant, std::string_view dossier, std::string_view type,
                                  std::string_view key_hash) override;
  std::vector<ObjectRow> objects(std::string_view tenant, std::string_view dossier) override;
  void put_object(std::string_view tenant, std::string_view dossier, const ObjectRow& row) override;
  void remove_object(std::string_view tenant, std::string_view dossier, std::string_view type,
                     std::string_view key_hash) override;
  std::vector<std::string> dossiers_with(std::string_view tenant, std::string_view type,
                                         std::string_view key_hash) override;
  std::optional<std::string> statements(std::string_view tenant, std::string_view dossier,
                                        std::string_view type, std::string_view key_hash) override;
  void put_statements(std::string_view tenant, std::string_view dossier, std::string_view type,
                      std::string_view key_hash, std::string_view sealed) override;
  std::vector<KlokRow> klokken(std::string_view tenant, std::string_view dossier) override {
    return store::klokken_of(sql_, tenant, dossier);
  }
  void put_klokken(std::string_view tenant, std::string_view dossier, std::vector<KlokRow> rows,
                   std::string_view due) override {
    store::put_klokken(sql_, tenant, dossier, rows, due);
  }
  void add_event(const StoredEvent& event) override { store::add_event(sql_, event); }
  void add_delivery(const Destination& to, const StoredEvent& event, std::string_view mark,
                    Milliseconds now) override {
    store::add_delivery(sql_, to, event, mark, now);
  }
  bool has_person(std::string_view subscription, std::string_view number_hash) override {
    return store::has_person(sql_, subscription, number_hash);
  }
  std::optional<Job> present_job(std::string_view subscription) override {
    return store::present_job(sql_, subscription);
  }
  void add_question(const Question& question) override { store::add_question(sql_, question); }
  std::optional<Asked> last_asked(std::string_view tenant, std::string_view dossier,
                                  std::string_view resource) override {
    return store::last_asked(sql_, tenant, dossier, resource);
  }
  void forget_asked(std::string_view tenant, std::string_view dossier) override;
  bool is_followed(std::string_view tenant, std::string_view dossier) override;
  std::vector<std::string> followed_after(std::string_view tenant, std::string_view cursor,
                                          int count) override;
  std::optional<ReceivedRow> received(std::string_view tenant, std::string_view sender_hash) override;
  void add_received(const ReceivedRow& row) override;
  void keep_body(std::string_view tenant, std::string_view message_id, std::string_view sealed) override;
  std::optional<Schoolrij> schoolrij(std::string_view tenant, std::string_view school,
                                     std::string_view resource, std::string_view kenmerk) override {
    return store::find_schoolrij(sql_, tenant, school, resource, kenmerk);
  }
  void put_schoolrij(const Schoolrij& rij) override { store::put_schoolrij(sql_, rij); }
  std::vector<Schoolrij> schoolrijen_of(std::string_view tenant, std::string_view dossier) override {
    return store::schoolrijen_of(sql_, tenant, dossier);
  }
  bool has_deelname(std::string_view tenant, std::string_view school, std::string_view dossier,
                    std::string_view kenmerk) override {
    return store::has_deelname(sql_, tenant, school, dossier, kenmerk);
  }
  void add_melding(const StoredMelding& melding) override { store::add_melding(sql_, melding); }
  std::optional<StoredMelding> last_melding(std::string_view tenant, std::string_view dossier,
                                            std::string_view operatie) override {
    return store::last_melding(sql_, tenant, dossier, operatie);
  }
  std::optional<StoredMelding> melding(std::string_view tenant, std::string_view id) override {
    return store::find_melding(sql_, tenant, id);
  }
  bool move_melding(const StoredMelding& melding, std::string_view read_in_state) override {
    return store::move_melding(sql_, melding, read_in_state);
  }

 private:
  Session& sql_;
};

/// 0 when there is no such dossier.
std::int64_t version_of_dossier(Session& sql, std::string_view tenant, std::string_view id);
/// Something of the dossier changed that its own row does not hold.
void raise_version(Session& sql, std::string_view tenant, std::string_view id);

}  // namespace inburgering::gateway::store
