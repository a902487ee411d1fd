#pragma once
#include <chrono>
#include <string>

#include "gateway/store/engine/database.h"

namespace inburgering::gateway::cli {

/// How far long work is, on standard error: a bar drawn over itself on a terminal, a line every ten seconds
/// elsewhere.
class Progress {
 public:
  Progress();
  /// `part` is 0 to 1; `text` stands behind the bar. The last is always told. Answers whether it was told.
  bool tell(double part, const std::string& text, bool last = false);
  /// The same, told at once: for steps that each may take long.
  void step(double part, const std::string& text, bool last = false);

 private:
  bool terminal_;
  std::chrono::steady_clock::time_point told_;
};

/// Tells of a store that is brought to the present version, which takes minutes when it is large.
store::Migrating tell_migration();

/// "40 s", "3 min", "2 u 10 min"
std::string duration(double seconds);

}  // namespace inburgering::gateway::cli
