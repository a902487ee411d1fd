#pragma once
// Runs as people see them: started, paused and cancelled by hand, told with their progress, and what they
// make sure of. One place for the command line and for the operator listener.
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "gateway/base/surroundings.h"
#include "gateway/config/config.h"
#include "gateway/store/herstel.h"
#include "gateway/store/sync.h"

namespace inburgering::gateway::schedule {

/// A run that someone wants now.
struct ByHand {
  std::string tenant;  ///< OIN
  std::vector<std::string>
      resources;  ///< names as DUO's table of questions has them; empty = all about persons
  std::vector<std::string> dossiers;  ///< only these; empty = all
  std::string who;                    ///< as the log names operators
};
/// Opens a run, inside the caller's transaction; null when one that was started by hand is still open.
std::optional<store::SyncRun> start_by_hand(store::Session& sql, const ByHand& wish,
                                            const Surroundings& around);

enum class Change { pause, resume, cancel };
enum class Changed { done, unknown, ended };
/// Inside the caller's transaction.
Changed change_run(store::Session& sql, const std::string& id, Change change, schemas::Moment now);

/// All resources of a run together.
store::SyncCount sum_of(const std::vector<store::SyncCount>& counts);

/// A run with its progress: done of total, and while it is open the rate and the time left.
boost::json::object run_to_json(const config::Config& config, const store::SyncRun& run,
                                const std::vector<store::SyncCount>& counts, schemas::Moment now);

/// Each schedule of each gemeente that `shown` lets through, with when it is due.
boost::json::array schedules_to_json(store::Session& sql, const config::Config& config, schemas::Moment now,
                                     const std::function<bool(const config::Tenant&)>& shown);

/// "No event older than N hours can have been missed", for one tenant.
struct Assurance {
  std::optional<std::int64_t> hours;  ///< none: somebody was never asked about something, or there is nobody
  bool nobody = false;                ///< there are no dossiers yet
  std::vector<store::Completeness> resources;
  /// The store was put back and nobody saw to that yet: beside these hours, what came in between is missing.
  std::optional<store::Herstel> herstel{};
};
Assurance assurance_of(store::Session& sql, const std::string& tenant, schemas::Moment now);
boost::json::object assurance_to_json(const std::string& gemeentecode, const Assurance& assurance);

}  // namespace inburgering::gateway::schedule
