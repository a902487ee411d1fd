#pragma once
// Kerncijfers of a gemeente, from the dossiers in the store: for the page, the API and `cijfers`.
//
// All dossiers are read for them, in a thread of their own and one gemeente at a time, when somebody asks and
// what was reckoned last is older than an hour. What is told is counted so that nobody can be recognised in
// it (mapping/cijfers/afscherming.h); it is no look at personal data and is not logged as one.
#include <atomic>
#include <boost/json/object.hpp>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>

#include "gateway/base/wake_loop.h"
#include "gateway/exchange/pipeline.h"
#include "gateway/store/dossiers.h"
#include "mapping/cijfers/afscherming.h"

namespace inburgering::gateway::operation {

/// Months to count, both included. No more than `meeste_maanden`.
struct Maanden {
  mapping::cijfers::Maand van, tot;
};
inline constexpr int meeste_maanden = 60;
/// "2026-11"
std::optional<mapping::cijfers::Maand> maand_of(std::string_view text);
/// The last months until now, this one included.
Maanden laatste_maanden(schemas::Moment now, int count);

struct Geteld {
  mapping::cijfers::Telling telling;
  std::vector<std::string> onleesbaar;  ///< dossiers of which something could not be read: it does not count
};
/// Reads all dossiers of a gemeente at one moment of the store, some at a time. `progress` hears how many
/// were read of how many, and answers whether to go on; nothing is answered when not.
std::optional<Geteld> tel_kerncijfers(
    store::Session& sql, const store::Sealing& sealing, const config::Tenant& tenant, Maanden months,
    const std::function<bool(std::int64_t done, std::int64_t of)>& progress);

/// What is told of a gemeente, with the names of schools as the configuration has them.
boost::json::object kerncijfers_to_json(const config::Config& config, const config::Tenant& tenant,
                                        const std::vector<mapping::cijfers::Getal>& told, Maanden months);
std::string kerncijfers_csv_header();
std::string kerncijfers_to_csv(const config::Config& config, const config::Tenant& tenant,
                               const std::vector<mapping::cijfers::Getal>& told, Maanden months);

/// Reckons what was asked for, and keeps it for an hour.
class Kerncijfers {
 public:
  Kerncijfers(const exchange::Pipeline& pipeline, const store::Database& database)
      : pipeline_(pipeline), database_(database) {}
  void start() { loop_.start(); }
  void stop() {
    stopping_ = true;
    loop_.stop();
  }

  struct Stand {
    std::vector<mapping::cijfers::Getal> told;
    Maanden months;
    schemas::Moment moment;
    std::int64_t onleesbaar = 0;  ///< dossiers that could not be read whole
  };
  struct Answer {
    std::shared_ptr<const Stand> stand;  ///< null while it was never reckoned
    bool busy = false;                   ///< a newer one is being reckoned
  };
  /// What is known of a gemeente; has it reckoned when that is old.
  Answer ask(const std::string& tenant);

 private:
  std::chrono::milliseconds step();

  const exchange::Pipeline& pipeline_;
  const store::Database& database_;
  std::atomic<bool> stopping_ = false;
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<const Stand>> known_;  ///< by OIN
  std::set<std::string> wanted_;
  std::string at_work_;  ///< empty = nothing is reckoned
  WakeLoop loop_{"kerncijfers", [this] { return step(); }};
};

}  // namespace inburgering::gateway::operation
