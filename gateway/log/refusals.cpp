#include "gateway/log/refusals.h"

#include <utility>

namespace inburgering::gateway::log {
namespace {

std::string reason_of(const Entry& entry) {
  return entry.faults.empty() ? std::string()
                              : entry.faults.front().rule + ' ' + entry.faults.front().message;
}

}  // namespace

bool Refusals::is_first(const std::string& address, const Entry& entry) {
  const std::lock_guard lock(mutex_);
  Key key{address, entry.party, entry.kind, reason_of(entry)};
  if (sums_.size() >= most && !sums_.contains(key)) key = {"", "", entry.kind, reason_of(entry)};
  const auto found = sums_.find(key);
  // A clock that steps back begins a new window.
  if (found != sums_.end() && entry.moment.time() >= found->second.first.moment.time() &&
      entry.moment.time() - found->second.first.moment.time() < window) {
    ++found->second.more;
    found->second.latest = entry.moment;
    return false;
  }
  if (found != sums_.end() && found->second.more > 0) {  // its sum was not fetched yet: go on counting
    ++found->second.more;
    found->second.latest = entry.moment;
    return false;
  }
  sums_.insert_or_assign(std::move(key), Sum{entry, address, 0, entry.moment});
  return true;
}

std::vector<Entry> Refusals::ended(schemas::Moment now, bool last_time) {
  const std::lock_guard lock(mutex_);
  std::vector<Entry> told;
  for (auto each = sums_.begin(); each != sums_.end();) {
    const auto began = each->second.first.moment.time();
    if (!last_time && now.time() >= began && now.time() - began < window) {
      ++each;
      continue;
    }
    auto sum = std::move(each->second);
    const bool of_many_addresses = std::get<0>(each->first).empty();
    each = sums_.erase(each);
    if (sum.more == 0) continue;
    auto entry = std::move(sum.first);
    entry.cause_id = std::exchange(entry.message_id, {});
    entry.steps.clear();
    entry.size = 0;
    entry.duration_ms = 0;
    if (of_many_addresses) {
      entry.party.clear();
      entry.subject.clear();
    }
    entry.faults.push_back(
        {"toegang", "samengevat",
         "hierna nog " + std::to_string(sum.more) + " keer hetzelfde, " +
             (of_many_addresses ? "vanaf verschillende adressen" : "vanaf " + sum.address) + ", tot " +
             sum.latest.text()});
    entry.moment = now;
    told.push_back(std::move(entry));
  }
  return told;
}

}  // namespace inburgering::gateway::log
