#include "gateway/delivery/backoff.h"

#include <algorithm>
#include <charconv>

namespace inburgering::gateway::delivery {

std::chrono::milliseconds backoff(int attempts, std::chrono::milliseconds first,
                                  std::chrono::milliseconds longest, double chance) {
  auto pause = first;
  for (int i = 1; i < attempts && pause < longest; ++i) pause *= 2;
  pause = std::min(pause, longest);
  return std::chrono::milliseconds(
      static_cast<long>(static_cast<double>(pause.count()) * (0.5 + chance / 2)));
}

std::optional<std::chrono::milliseconds> retry_after(std::string_view header) {
  long seconds = 0;
  const auto [end, error] = std::from_chars(header.data(), header.data() + header.size(), seconds);
  if (header.empty() || error != std::errc{} || end != header.data() + header.size() || seconds < 0)
    return std::nullopt;
  return std::chrono::seconds(std::min(seconds, 3600L));
}

std::chrono::milliseconds pause_after(int attempts, std::chrono::milliseconds first,
                                      std::chrono::milliseconds longest, double chance,
                                      std::string_view retry_after_header) {
  const auto pause = backoff(attempts, first, longest, chance);
  return std::max(pause, retry_after(retry_after_header).value_or(pause));
}

}  // namespace inburgering::gateway::delivery
