#pragma once
// Refusals of before anything was taken up: a stranger's requests, failed handshakes, too many requests,
// wrong codes. Each costs the one who tries next to nothing, and a row of the log is kept for months. So the
// first of a party, an address and a reason stands in the log in full; those that follow within a minute are
// counted, and one entry tells how many there were. What was accepted always has an entry of its own.
#include <chrono>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "gateway/log/exchange_log.h"

namespace inburgering::gateway::log {

class Refusals {
 public:
  static constexpr std::chrono::seconds window{60};
  /// Different refusals that are told apart at once; those beyond are summed by reason alone.
  static constexpr std::size_t most = 1000;

  /// Whether this refusal is to be written in full; otherwise it was counted. `address` as
  /// transport::door_address tells it.
  bool is_first(const std::string& address, const Entry& entry);
  /// What was counted in windows that ended before `now`; all windows when it is the last time. Entries
  /// without an id, caused by the first of their kind.
  std::vector<Entry> ended(schemas::Moment now, bool last_time = false);

 private:
  /// Address, party, direction and kind, reason.
  using Key = std::tuple<std::string, std::string, std::string, std::string>;
  struct Sum {
    Entry first;
    std::string address;
    std::int64_t more = 0;
    schemas::Moment latest;
  };

  std::mutex mutex_;
  std::map<Key, Sum> sums_;
};

}  // namespace inburgering::gateway::log
