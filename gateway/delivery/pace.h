#pragma once
#include <algorithm>
#include <limits>
#include <optional>

#include "gateway/base/milliseconds.h"

namespace inburgering::gateway::delivery {

/// How many requests the limit of a sink leaves at a moment. Not for several threads at once.
class Pace {
 public:
  /// `per_second` may change at any time; none: as many as you like.
  int left(std::optional<double> per_second, Milliseconds now) {
    constexpr double a_second = 1000;
    if (!per_second) return std::numeric_limits<int>::max();
    // What was not used is kept for a second, and one request may always be begun in time.
    const double most = std::max(1.0, *per_second);
    const auto since = static_cast<double>(now - filled_.value_or(now));
    tokens_ = std::min(most, filled_ ? tokens_ + *per_second * since / a_second : most);
    filled_ = now;
    return static_cast<int>(tokens_);
  }
  void take() { tokens_ -= 1; }

 private:
  double tokens_ = 0;
  std::optional<Milliseconds> filled_;
};

}  // namespace inburgering::gateway::delivery
