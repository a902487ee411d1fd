#include "gateway/base/backoff.h"

#include <date/date.h>

#include <algorithm>
#include <charconv>
#include <sstream>

namespace inburgering::gateway {

std::chrono::milliseconds backoff(int attempts, std::chrono::milliseconds first,
                                  std::chrono::milliseconds longest, double chance) {
  auto pause = first;
  for (int i = 1; i < attempts && pause < longest; ++i) pause *= 2;
  pause = std::min(pause, longest);
  return std::chrono::milliseconds(
      static_cast<long>(static_cast<double>(pause.count()) * (0.5 + chance / 2)));
}

std::optional<schemas::Moment> http_date(std::string_view header) {
  std::istringstream text{std::string(header)};
  date::sys_seconds moment;
  text >> date::parse("%a, %d %b %Y %T GMT", moment);
  if (text.fail()) return std::nullopt;
  return schemas::Moment(moment);
}

std::optional<std::chrono::milliseconds> retry_after(std::string_view header, schemas::Moment now,
                                                     std::chrono::milliseconds most) {
  if (header.empty()) return std::nullopt;
  long seconds = 0;
  const auto [end, error] = std::from_chars(header.data(), header.data() + header.size(), seconds);
  if (error == std::errc{} && end == header.data() + header.size()) {
    if (seconds < 0) return std::nullopt;
    return seconds > most / std::chrono::seconds(1) ? most : std::chrono::seconds(seconds);
  }
  const auto moment = http_date(header);
  if (!moment || moment->time() <= now.time()) return std::nullopt;
  return std::min(most, std::chrono::duration_cast<std::chrono::milliseconds>(moment->time() - now.time()));
}

std::chrono::milliseconds pause_after(int attempts, std::chrono::milliseconds first,
                                      std::chrono::milliseconds longest, double chance,
                                      std::string_view retry_after_header, schemas::Moment now,
                                      std::chrono::milliseconds most) {
  const auto pause = backoff(attempts, first, longest, chance);
  return std::max(pause, retry_after(retry_after_header, now, most).value_or(pause));
}

}  // namespace inburgering::gateway
