#pragma once
// The rows that decisions are about, by the questions that are asked of them. A decision sees no more of the
// store than this: whether they come from a session, from what a decision before it wrote, or from a test.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/store/deliveries.h"
#include "gateway/store/klokken.h"
#include "gateway/store/meldingen.h"
#include "gateway/store/opened.h"
#include "gateway/store/questions.h"
#include "gateway/store/schoolrijen.h"
#include "gateway/store/subscriptions.h"
#include "gateway/store/sync.h"

namespace inburgering::gateway::store {

struct DossierRow {
  std::string tenant;
  std::string id;
  std::string sealed_subject;
  std::int64_t last_sequence = 0;
  std::string closed{};
  std::int64_t version = 0;  ///< rises with each change of the dossier or of anything in it; 0 = it is new
  std::int64_t key = 0;      ///< the number of its own key (dossier_keys.h); 0 = it has none yet
  /// When its clocks are looked at again (klokken.h). Written by `put_klokken` alone.
  std::string klok_op = std::string(klok_unseen);
};

struct ObjectRow {
  std::string type;
  std::string key_hash;
  std::string feed;
  std::string sealed;
};

/// What was accepted before under a reference.
struct ReceivedRow {
  std::string tenant;
  std::string sender_hash;
  std::string digest;
  int http_status = 0;
  std::string sealed_answer;
  std::string message_id;
};

class Rows {
 public:
  Rows() = default;
  Rows(const Rows&) = delete;
  Rows& operator=(const Rows&) = delete;
  virtual ~Rows() = default;

  /// What was opened of them already, where that is remembered.
  virtual Opened* opened() { return nullptr; }

  virtual std::optional<std::string> dossier_of(std::string_view tenant, std::string_view number_hash) = 0;
  virtual void put_number(std::string_view tenant, std::string_view number_hash,
                          std::string_view dossier) = 0;
  /// The same for a number that a feed gives as it likes: it leads to whom it was given last.
  virtual void remember_number(std::string_view tenant, std::string_view number_hash,
                               std::string_view dossier) = 0;
  /// All numbers of one dossier lead to another from now on.
  virtual void move_numbers(std::string_view tenant, std::string_view from, std::string_view to) = 0;

  virtual std::optional<DossierRow> dossier(std::string_view tenant, std::string_view id) = 0;
  virtual void put_dossier(const DossierRow& row) = 0;

  virtual std::optional<ObjectRow> object(std::string_view tenant, std::string_view dossier,
                                          std::string_view type, std::string_view key_hash) = 0;
  /// All of a dossier, ordered by type and key.
  virtual std::vector<ObjectRow> objects(std::string_view tenant, std::string_view dossier) = 0;
  virtual void put_object(std::string_view tenant, std::string_view dossier, const ObjectRow& row) = 0;
  virtual void remove_object(std::string_view tenant, std::string_view dossier, std::string_view type,
                             std::string_view key_hash) = 0;
  /// The dossiers of a tenant that hold an object with this type and key.
  virtual std::vector<std::string> dossiers_with(std::string_view tenant, std::string_view type,
                                                 std::string_view key_hash) = 0;

  /// What was said when of an object, sealed.
  virtual std::optional<std::string> statements(std::string_view tenant, std::string_view dossier,
                                                std::string_view type, std::string_view key_hash) = 0;
  virtual void put_statements(std::string_view tenant, std::string_view dossier, std::string_view type,
                              std::string_view key_hash, std::string_view sealed) = 0;

  virtual std::vector<KlokRow> klokken(std::string_view tenant, std::string_view dossier) = 0;
  virtual void put_klokken(std::string_view tenant, std::string_view dossier, std::vector<KlokRow> rows,
                           std::string_view due) = 0;

  virtual void add_event(const StoredEvent& event) = 0;
  virtual void add_delivery(const Destination& to, const StoredEvent& event, std::string_view mark,
                            Milliseconds now) = 0;
  virtual bool has_person(std::string_view subscription, std::string_view number_hash) = 0;
  virtual std::optional<Job> present_job(std::string_view subscription) = 0;

  virtual void add_question(const Question& question) = 0;
  virtual std::optional<Asked> last_asked(std::string_view tenant, std::string_view dossier,
                                          std::string_view resource) = 0;
  /// Of whom no dossier is kept nothing can be missed.
  virtual void forget_asked(std::string_view tenant, std::string_view dossier) = 0;
  virtual bool is_followed(std::string_view tenant, std::string_view dossier) = 0;

  /// Who is followed, by id behind `cursor`.
  virtual std::vector<std::string> followed_after(std::string_view tenant, std::string_view cursor,
                                                  int count) = 0;

  virtual std::optional<ReceivedRow> received(std::string_view tenant, std::string_view sender_hash) = 0;
  virtual void add_received(const ReceivedRow& row) = 0;
  virtual void keep_body(std::string_view tenant, std::string_view message_id, std::string_view sealed) = 0;

  virtual std::optional<Schoolrij> schoolrij(std::string_view tenant, std::string_view school,
                                             std::string_view resource, std::string_view kenmerk) = 0;
  virtual void put_schoolrij(const Schoolrij& rij) = 0;
  /// All that schools told of a dossier, whatever became of it.
  virtual std::vector<Schoolrij> schoolrijen_of(std::string_view tenant, std::string_view dossier) = 0;
  virtual bool has_deelname(std::string_view tenant, std::string_view school, std::string_view dossier,
                            std::string_view kenmerk) = 0;

  virtual void add_melding(const StoredMelding& melding) = 0;
  virtual std::optional<StoredMelding> melding(std::string_view tenant, std::string_view id) = 0;
  virtual std::optional<StoredMelding> last_melding(std::string_view tenant, std::string_view dossier,
                                                    std::string_view operatie) = 0;
  /// False when it is not in the state any more in which it was read: somebody else decided meanwhile.
  virtual bool move_melding(const StoredMelding& melding, std::string_view read_in_state) = 0;
};

}  // namespace inburgering::gateway::store
