#pragma once
// What must hold, kept apart from the program: sets of what was said, answered and received, and what a
// reader of the store's tables sees. It knows no header of the gateway.
#include <boost/json/object.hpp>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

struct sqlite3;

namespace inburgering::simulation {

/// The first thing that does not hold.
class Broken : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

class Model {
 public:
  Model() = default;
  Model(const Model&) = delete;
  Model& operator=(const Model&) = delete;
  ~Model();

  /// Where the store is, once there is one.
  void open(const std::string& file);

  // What partners saw.
  /// A message was let in: what it says must become one event of this mark, in this gemeente (see mark_of).
  void acknowledged(const std::string& gemeente, const std::string& mark);
  /// A message that carries a reference of its own was let in; the log must tell.
  void acknowledged_reference(const std::string& reference);
  /// An event came to a subscription; `answered`: 2xx, whatever the receiver did with it.
  void came(const std::string& subscription, const boost::json::object& event, bool answered);
  /// A receiver that fetches confirmed up to here.
  void fetched(const std::string& subscription, const boost::json::object& event);
  /// DUO took a report that it had taken before, and nobody had withdrawn.
  void reported(const std::string& what);
  /// What DUO or the BRP holds of a person now.
  void source_holds(const std::string& bsn, const std::string& resource, const std::string& value);
  /// Somebody was shown what is not theirs.
  void shown(const std::string& whom, const std::string& gemeente, int status);

  /// After each step. Throws Broken.
  void look();
  /// When all is calm and everything had time to arrive. Throws Broken.
  void look_at_the_end();

  /// Whether nothing waits in the store.
  bool is_quiet() const;
  /// Dossiers, with their gemeente, as events named them.
  const std::map<std::string, std::string>& dossiers() const { return dossiers_; }
  /// Whether anybody was told anything of a person.
  bool knows(const std::string& bsn) const { return persons_.contains(bsn); }
  std::map<std::string, std::int64_t> counts() const;

 private:
  struct Subscriber {
    std::map<std::string, std::int64_t> last;  ///< sequence by dossier, of what came first
    std::set<std::string> ids, answered;
    std::map<std::string, std::string> value;  ///< by "bsn resource": what it was told last
  };
  void rows(const std::string& query, const std::function<void(const std::vector<std::string>&)>& each) const;
  std::int64_t count(const std::string& query) const;
  void look_at_log();
  void look_at_events();

  sqlite3* store_ = nullptr;
  std::int64_t last_log_ = 0, last_event_ = 0, log_rows_ = 0, delivered_ = 0, repeats_ = 0;
  std::string last_hash_;
  std::map<std::string, int> references_;  ///< in the log, of what was taken up: how often
  std::set<std::string> acknowledged_references_;
  std::set<std::pair<std::string, std::string>> acknowledged_;          ///< gemeente, mark
  std::map<std::pair<std::string, std::string>, std::string> effects_;  ///< gemeente, mark → event
  std::map<std::string, std::pair<std::string, std::int64_t>>
      events_;                                                       ///< id → dossier, sequence: in the store
  std::map<std::string, std::pair<std::string, std::string>> told_;  ///< event → gemeente, type
  std::map<std::string, std::int64_t> last_sequence_;                ///< of each dossier, in the store
  std::map<std::string, Subscriber> subscribers_;
  std::map<std::pair<std::string, std::string>, int>
      delivered_log_;  ///< party, event: how often the log says so
  std::map<std::string, std::string> dossiers_, told_klok_;
  std::map<std::string, std::string> holds_;  ///< by "bsn resource"
  std::set<std::string> persons_;
};

/// What an event tells of the message behind it: kind, and what only that message says.
std::string mark_of(const boost::json::object& event);

}  // namespace inburgering::simulation
