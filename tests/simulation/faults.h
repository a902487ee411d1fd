#pragma once
// What goes wrong next. A step of a history arms it; who comes by there uses it up.
#include <cstdint>
#include <map>
#include <string>

namespace inburgering::simulation {

struct Faults {
  // Of the store, at one of the next commits.
  int fails_before_commit = 0;  ///< undone, and told
  int fails_after_commit = 0;   ///< done, and the answer was lost (UnclearCommit)
  int unclear_undone = 0;       ///< undone, and the answer was lost
  int fails_statement = 0;      ///< one within a transaction
  int slow = 0;                 ///< a commit that takes seconds
  // Of the network, one message each.
  int loses_request = 0, loses_answer = 0, doubles = 0, delays = 0;
  int loses_news = 0;  ///< between nodes

  std::map<std::string, std::int64_t> drawn{};  ///< how often each came to pass
  /// Uses one up.
  bool use(int& armed, const char* name) {
    if (armed <= 0) return false;
    --armed;
    ++drawn[name];
    return true;
  }
  /// Nothing goes wrong from here on.
  void calm() {
    auto kept = std::move(drawn);
    *this = {};
    drawn = std::move(kept);
  }
};
Faults& faults();

}  // namespace inburgering::simulation
