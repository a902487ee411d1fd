#include "gateway/cli/progress.h"

#include <unistd.h>

#include <algorithm>
#include <iostream>

namespace inburgering::gateway::cli {
namespace {

constexpr std::chrono::milliseconds redraw{100};
constexpr std::chrono::seconds patience{10};

std::string bar(double part) {
  constexpr int width = 30;
  const int full = static_cast<int>(part * width);
  std::string text;
  for (int i = 0; i < width; ++i) text += i < full ? "█" : "░";
  return text;
}

}  // namespace

Progress::Progress() : terminal_(isatty(STDERR_FILENO) == 1), told_(std::chrono::steady_clock::now()) {}

bool Progress::tell(double part, const std::string& text, bool last) {
  const auto now = std::chrono::steady_clock::now();
  if (!last && now - told_ < (terminal_ ? redraw : patience)) return false;
  step(part, text, last);
  return true;
}

void Progress::step(double part, const std::string& text, bool last) {
  told_ = std::chrono::steady_clock::now();
  std::cerr << (terminal_ ? "\r\033[K" + bar(std::clamp(part, 0.0, 1.0)) + " " : "") << text
            << (terminal_ && !last ? "" : "\n") << std::flush;
}

store::Migrating tell_migration() {
  return [progress = Progress()](std::size_t step, std::size_t of) mutable {
    progress.step(
        static_cast<double>(step) / static_cast<double>(of),
        "opslag bijwerken voor deze versie: stap " + std::to_string(step) + " van " + std::to_string(of),
        step == of);
  };
}

std::string duration(double seconds) {
  const auto whole = static_cast<long>(seconds);
  if (whole < 60) return std::to_string(whole) + " s";
  if (whole < 3600) return std::to_string(whole / 60) + " min";
  return std::to_string(whole / 3600) + " u " + std::to_string(whole % 3600 / 60) + " min";
}

}  // namespace inburgering::gateway::cli
