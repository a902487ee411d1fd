#pragma once
// Fetching one list, over plain HTTP or from a file, and asking a responder about one certificate: bounded in
// time and size, to that address alone.
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

/// Why nothing came from a responder.
struct Unanswered {
  std::string why;            ///< Dutch
  bool nobody_there = false;  ///< it could not be reached at all, whatever was asked
};
/// What a responder answers to a question (status.h), at most `largest_answer`. By GET where that is short
/// enough (RFC 6960 A.1), else by POST; by POST too when GET is refused. Waits as `fetch` does.
std::expected<std::string, Unanswered> ask(const std::string& responder, const std::string& question,
                                           const std::atomic<bool>& stopping,
                                           const FetchLimits& limits = {
                                               .total = std::chrono::milliseconds(5000)});

}  // namespace inburgering::adapters::revocation
