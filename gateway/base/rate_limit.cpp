#include "gateway/base/rate_limit.h"

#include <algorithm>

namespace inburgering::gateway {

bool RateLimit::take(const std::string& name, schemas::Moment now) {
  const std::lock_guard lock(mutex_);
  auto& bucket = buckets_.try_emplace(name, Bucket{per_second_, now}).first->second;
  const double seconds = std::chrono::duration<double>(now.time() - bucket.filled.time()).count();
  // A clock that steps back gives nothing and takes nothing.
  bucket.tokens = std::min(per_second_.load(), bucket.tokens + std::max(0.0, seconds) * per_second_);
  bucket.filled = now;
  if (bucket.tokens < 1.0) return false;
  bucket.tokens -= 1.0;
  return true;
}

}  // namespace inburgering::gateway
