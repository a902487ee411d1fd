#pragma once
// Fetching one list, over plain HTTP or from a file: bounded in time and size, to that address alone.
#include <atomic>
#include <chrono>
#include <expected>
#include <string>

namespace inburgering::adapters::revocation {

struct FetchLimits final {
  std::chrono::milliseconds connect{2000};
  std::chrono::milliseconds total{30000};
  std::chrono::milliseconds slow{10000};  ///< this long below a kilobyte a second ends it
};

/// The bytes at an address (points.h), at most `largest_list`. Redirects are not followed, and no proxy is
/// asked. Waits; `stopping` ends it early. Dutch error.
std::expected<std::string, std::string> fetch(const std::string& address, const std::atomic<bool>& stopping,
                                              const FetchLimits& limits = {});

}  // namespace inburgering::adapters::revocation
