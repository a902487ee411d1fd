#pragma once
// Load, decide, commit: a decision works on a draft. It reads the rows that stood when it began, writes what
// it wants into the draft alone, and has no session, thread or clock of its own; so it can be made anew, and
// be tried without a store. What it read is remembered, and it is written only while that still stands.
#include <functional>
#include <map>
#include <set>
#include <tuple>
#include <variant>
#include <vector>

#include "gateway/config/live.h"
#include "gateway/identity/registry.h"
#include "gateway/log/exchange_log.h"
#include "gateway/store/dossiers.h"
#include "gateway/store/rows.h"
#include "gateway/subscriptions/standing.h"

namespace inburgering::gateway::exchange {

/// What all decisions stand on.
struct Ground {
  config::Live live;
  const identity::Registry& registry;
  store::Sealing sealing;
  const config::Config& config() const { return live.now(); }
};

class Draft : public store::Rows {
 public:
  /// Over rows that may themselves be a draft; null: over nothing at all. The draft must not outlive them
  /// while it decides; to be committed it needs them no more.
  Draft(const Ground& ground, store::Rows* given, subscriptions::List present);
  /// Over what a session sees; all of it at one moment when the caller's transaction holds that moment.
  Draft(const Ground& ground, store::Session& sql);
  ~Draft() override;

  const Ground& ground() const { return ground_; }
  /// The same from first to last, also when another is taken up meanwhile.
  const config::Config& config() const { return config_; }
  const store::Sealing& sealing() const { return ground_.sealing; }
  /// When the decision is taken.
  schemas::Moment now() const { return now_; }
  /// The subscriptions as they stand.
  const subscriptions::List& present();
  /// The trace of a message before this one.
  std::string trace_of(const std::string& message_id);
  /// Gives an entry the trace of its cause, where it has none yet.
  void join_trace(log::Entry& entry);

  /// Asks the store ahead for what is going to be read (store::Session::ahead).
  void foresee(const std::function<void(store::Rows&)>& ask);

  /// Log entries, in their order.
  std::vector<log::Entry> entries;
  /// What is written with the rest and decides nothing.
  void also(std::function<void(store::Session&)> write) { also_.push_back(std::move(write)); }
  const std::vector<store::StoredEvent>& events() const { return events_; }
  /// That a subscription gets the event at an index.
  struct Delivery {
    store::Destination to;
    std::size_t event;
    std::string mark;
    Milliseconds now;
  };
  const std::vector<Delivery>& deliveries() const { return deliveries_; }
  const std::vector<store::Question>& questions() const { return questions_; }

  /// Whether what was read stands still; if not, someone else committed first, and it is to be decided anew.
  bool stands(store::Session& sql) const;
  /// Whether it stands only where nothing at all can come between: then it must be decided where it is
  /// written.
  bool is_exact() const { return exact_; }
  /// Writes everything, in the caller's transaction, and gives the numbers. Once.
  void write(store::Session& sql);

  // store::Rows
  store::Opened* opened() override;
  std::optional<std::string> dossier_of(std::string_view tenant, std::string_view number_hash) override;
  void put_number(std::string_view tenant, std::string_view number_hash, std::string_view dossier) override;
  void remember_number(std::string_view tenant, std::string_view number_hash,
                       std::string_view dossier) override;
  void move_numbers(std::string_view tenant, std::string_view from, std::string_view to) override;
  std::optional<store::DossierRow> dossier(std::string_view tenant, std::string_view id) override;
  void put_dossier(const store::DossierRow& row) override;
  std::optional<store::ObjectRow> object(std::string_view tenant, std::string_view dossier,
                                         std::string_view type, std::string_view key_hash) override;
  std::vector<store::ObjectRow> objects(std::string_view tenant, std::string_view dossier) override;
  void put_object(std::string_view tenant, std::string_view dossier, const store::ObjectRow& row) override;
  void remove_object(std::string_view tenant, std::string_view dossier, std::string_view type,
                     std::string_view key_hash) override;
  std::vector<std::string> dossiers_with(std::string_view tenant, std::string_view type,
                                         std::string_view key_hash) override;
  std::optional<std::string> statements(std::string_view tenant, std::string_view dossier,
                                        std::string_view type, std::string_view key_hash) override;
  void put_statements(std::string_view tenant, std::string_view dossier, std::string_view type,
                      std::string_view key_hash, std::string_view sealed) override;
  std::vector<store::KlokRow> klokken(std::string_view tenant, std::string_view dossier) override;
  void put_klokken(std::string_view tenant, std::string_view dossier, std::vector<store::KlokRow> rows,
                   std::string_view due) override;
  void add_event(const store::StoredEvent& event) override;
  void add_delivery(const store::Destination& to, const store::StoredEvent& event, std::string_view mark,
                    Milliseconds now) override;
  bool has_person(std::string_view subscription, std::string_view number_hash) override;
  std::optional<store::Job> present_job(std::string_view subscription) override;
  void add_question(const store::Question& question) override;
  std::optional<store::Asked> last_asked(std::string_view tenant, std::string_view dossier,
                                         std::string_view resource) override;
  void forget_asked(std::string_view tenant, std::string_view dossier) override;
  bool is_followed(std::string_view tenant, std::string_view dossier) override;
  std::vector<std::string> followed_after(std::string_view tenant, std::string_view cursor,
                                          int count) override;
  std::optional<store::ReceivedRow> received(std::string_view tenant, std::string_view sender_hash) override;
  void add_received(const store::ReceivedRow& row) override;
  void keep_body(std::string_view tenant, std::string_view message_id, std::string_view sealed) override;
  std::optional<store::Schoolrij> schoolrij(std::string_view tenant, std::string_view school,
                                            std::string_view resource, std::string_view kenmerk) override;
  void put_schoolrij(const store::Schoolrij& rij) override;
  std::vector<store::Schoolrij> schoolrijen_of(std::string_view tenant, std::string_view dossier) override;
  bool has_deelname(std::string_view tenant, std::string_view school, std::string_view dossier,
                    std::string_view kenmerk) override;
  void add_melding(const store::StoredMelding& melding) override;
  std::optional<store::StoredMelding> last_melding(std::string_view tenant, std::string_view dossier,
                                                   std::string_view operatie) override;
  std::optional<store::StoredMelding> melding(std::string_view tenant, std::string_view id) override;
  bool move_melding(const store::StoredMelding& melding, std::string_view read_in_state) override;

 private:
  using Place = std::pair<std::string, std::string>;  ///< tenant and dossier, or tenant and hash
  struct ObjectPlace {
    std::string tenant, dossier, type, key_hash;
    auto operator<=>(const ObjectPlace&) const = default;
  };
  using RijPlace = std::tuple<std::string, std::string, std::string, std::string>;
  struct Body {
    std::string tenant, message_id, sealed;
  };

  /// Remembers how a dossier stood before anything of it is changed.
  void touch(std::string_view tenant, std::string_view dossier);
  /// Reads below this draft, and remembers what was found: it must be found again. `Read` is called with
  /// rows.
  template <class Read>
  auto read_again(Read read) const;

  const Ground& ground_;
  const config::Config& config_ = ground_.config();
  std::unique_ptr<store::Rows> own_;  ///< over a session
  store::Rows* given_;
  store::Session* session_ = nullptr;
  schemas::Moment now_;
  std::optional<subscriptions::List> present_;
  std::optional<std::int64_t> subscriptions_version_{};  ///< of those, where they were read from the store
  bool exact_ = false;                                   ///< holds only when nothing at all comes between

  // What was read and must still stand.
  std::map<Place, std::optional<store::DossierRow>> dossiers_read_;
  std::map<Place, std::optional<std::string>> numbers_read_;
  store::Opened opened_;
  std::map<RijPlace, std::string> rijen_read_;  ///< message id; empty = there was none
  /// All else: whether the same is found. What is read of a dossier itself stands while its version does.
  mutable std::vector<std::function<bool(store::Rows&)>> found_again_;

  // What is written.
  std::map<Place, store::DossierRow> dossiers_;
  std::map<Place, std::string> numbers_;
  std::map<Place, std::string> remembered_;                         ///< numbers that nothing was decided from
  std::map<ObjectPlace, std::optional<store::ObjectRow>> objects_;  ///< nothing: it is removed
  std::map<ObjectPlace, std::string> statements_;
  std::map<Place, std::pair<std::vector<store::KlokRow>, std::string>> klokken_;  ///< with when they are due
  std::vector<store::StoredEvent> events_;
  std::vector<Delivery> deliveries_;
  std::vector<store::Question> questions_;
  std::set<Place> forgotten_;
  std::map<Place, store::ReceivedRow> received_;
  std::vector<Body> bodies_;
  std::map<RijPlace, store::Schoolrij> rijen_;
  std::vector<store::StoredMelding> meldingen_;
  std::vector<std::pair<store::StoredMelding, std::string>> moved_;  ///< with the state they were read in
  std::vector<std::function<void(store::Session&)>> also_;
};

}  // namespace inburgering::gateway::exchange
