#pragma once
// Rows that wait for one another, so that those of a whole group are few statements: to begin and to end one
// takes longer than to add a row.
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gateway/store/engine/postgres_run.h"

namespace inburgering::gateway::store::postgres {

/// Rows that one insertion adds, and that were not sent yet.
struct Waiting {
  const Prepared* of = nullptr;
  std::string name;
  std::size_t rows = 0;
  std::size_t size = 0;  ///< of the values, in bytes
  std::vector<std::optional<std::string>> values{};
  std::vector<int> formats{};
};

/// They are sent before anything else that could see them, or that they could see, and at the latest at the
/// commit.
class WaitingRows {
 public:
  /// Whether a statement is one that can wait. It must be one that is kept ready.
  static bool can_wait(const ValuesAndRows& run) { return run.prepared().insertion.has_value(); }
  /// What it meets was sent before. Answers what has become enough to send.
  std::optional<Waiting> add(const ValuesAndRows& run);
  /// What is to be sent before this.
  std::vector<Waiting> met_by(const ValuesAndRows& run);
  std::vector<Waiting> all() { return std::exchange(waiting_, {}); }
  void forget() { waiting_.clear(); }

 private:
  static bool meets(const Waiting& waiting, const ValuesAndRows& run);

  std::vector<Waiting> waiting_;
};

}  // namespace inburgering::gateway::store::postgres
