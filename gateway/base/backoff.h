#pragma once
#include <chrono>
#include <optional>
#include <string_view>

#include "schemas/value/moment.h"

namespace inburgering::gateway {

/// The pause before the next attempt after `attempts` failures: `first`, doubled with each failure, at most
/// `longest`, of which a random part between a half and the whole is taken (`chance` in [0, 1)), so that many
/// who failed together do not come back together.
std::chrono::milliseconds backoff(int attempts, std::chrono::milliseconds first,
                                  std::chrono::milliseconds longest, double chance);

/// A moment as headers tell it (RFC 9110 §5.6.7, the preferred form); nothing for other text.
std::optional<schemas::Moment> http_date(std::string_view header);

/// Retry-After (RFC 9110 §10.2.3) in seconds or as a date; nonsense is none. At most `most` is honoured.
std::optional<std::chrono::milliseconds> retry_after(std::string_view header, schemas::Moment now,
                                                     std::chrono::milliseconds most);

/// The pause that an answer leaves: the backoff, or longer where its Retry-After asks so.
std::chrono::milliseconds pause_after(int attempts, std::chrono::milliseconds first,
                                      std::chrono::milliseconds longest, double chance,
                                      std::string_view retry_after_header, schemas::Moment now,
                                      std::chrono::milliseconds most = std::chrono::hours(1));

}  // namespace inburgering::gateway
