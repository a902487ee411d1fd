#pragma once
#include <atomic>
#include <map>
#include <mutex>
#include <string>

#include "schemas/value/moment.h"

namespace inburgering::gateway {

/// A token bucket per name: `per_second` on average, a burst of as many at once.
class RateLimit {
 public:
  explicit RateLimit(int per_second) : per_second_(per_second) {}
  /// From now on.
  void set(int per_second) { per_second_ = per_second; }
  /// Takes one token; false when there is none left at this moment.
  bool take(const std::string& name, schemas::Moment now);

 private:
  struct Bucket {
    double tokens;
    schemas::Moment filled;
  };
  std::atomic<double> per_second_;
  std::mutex mutex_;
  std::map<std::string, Bucket> buckets_;
};

}  // namespace inburgering::gateway
