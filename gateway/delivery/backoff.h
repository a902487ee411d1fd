#pragma once
#include <chrono>
#include <optional>
#include <string_view>

namespace inburgering::gateway::delivery {

/// The pause before the next attempt after `attempts` failures: `first`, doubled with each failure, at most
/// `longest`, of which a random part between a half and the whole is taken (`chance` in [0, 1)), so that many
/// who failed together do not come back together.
std::chrono::milliseconds backoff(int attempts, std::chrono::milliseconds first,
                                  std::chrono::milliseconds longest, double chance);

/// Retry-After in seconds (RFC 9110 §10.2.3); a date, or nonsense, is none. At most an hour is honoured.
std::optional<std::chrono::milliseconds> retry_after(std::string_view header);

/// The pause that an answer leaves: the backoff, or longer where its Retry-After asks so.
std::chrono::milliseconds pause_after(int attempts, std::chrono::milliseconds first,
                                      std::chrono::milliseconds longest, double chance,
                                      std::string_view retry_after_header);

}  // namespace inburgering::gateway::delivery
