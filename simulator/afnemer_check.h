#pragma once
// What a careful afnemer checks of the events that it receives.
#include <boost/json/object.hpp>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "adapters/transport/http.h"

namespace inburgering::simulator {

/// The CloudEvents in a request, whatever its form (structured, binary, batched, canonical XML); empty when
/// there are none. `data` of an event in XML is a text.
std::vector<boost::json::object> events_in(const adapters::transport::Request& request);

/// Keeps count of what came: repeats by id, order and gaps by sequence, and whether the content is valid.
class AfnemerCheck {
 public:
  struct Counts {
    std::int64_t received = 0;    ///< different events
    std::int64_t repeated = 0;    ///< the same id again
    std::int64_t disordered = 0;  ///< a lower sequence after a higher one
    std::int64_t missed = 0;      ///< the one before it (previoussequence) did not come
    std::int64_t invalid = 0;  ///< no CloudEvent of ours, or an object that the canonical model does not know
    std::int64_t snapshots = 0;
    std::int64_t replays = 0;
  };
  void take(const boost::json::object& event);
  /// What an earlier run of this receiver took, from its journal.
  void remember(const std::string& dossier, std::int64_t sequence, const std::string& id);
  const Counts& counts() const { return counts_; }
  /// Whether an event with this id came before.
  bool knows(const std::string& id) const { return seen_.contains(id); }

 private:
  Counts counts_;
  std::set<std::string> seen_;
  std::map<std::string, std::int64_t> last_;  ///< of each dossier
};

}  // namespace inburgering::simulator
