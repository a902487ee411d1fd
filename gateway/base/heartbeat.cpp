#include "gateway/base/heartbeat.h"

#include <pthread.h>

#include <algorithm>
#include <mutex>

namespace inburgering::gateway {
namespace {

std::mutex hearts_mutex;
std::vector<Heartbeat*> hearts;  // in the order in which they began

/// What the kernel keeps of a name.
constexpr std::size_t longest_thread_name = 15;

}  // namespace

Heartbeat::Heartbeat(std::string name, int patience) : name_(std::move(name)), patience_(patience) {
  ::pthread_setname_np(::pthread_self(), name_.substr(0, longest_thread_name).c_str());
  of_this_thread = this;
  const std::lock_guard lock(hearts_mutex);
  hearts.push_back(this);
}

Heartbeat::~Heartbeat() {
  of_this_thread = nullptr;
  const std::lock_guard lock(hearts_mutex);
  std::erase(hearts, this);
}

Heartbeat::Milliseconds Heartbeat::rest() {
  constexpr Milliseconds longest{5000};
  return std::min(longest, usual_.load() / 4);
}

void Heartbeat::listen(Milliseconds elapsed) {
  const std::lock_guard lock(hearts_mutex);
  for (auto* each : hearts) {
    const auto beats = each->beats_.load(std::memory_order_relaxed);
    each->silent_ = beats == each->heard_ ? each->silent_ + elapsed : Milliseconds(0);
    each->heard_ = beats;
  }
}

std::vector<std::string> Heartbeat::still() {
  std::vector<std::string> names;
  const std::lock_guard lock(hearts_mutex);
  for (const auto* each : hearts)
    if (each->silent_ > each->patience_ * usual_.load()) names.push_back(each->name_);
  return names;
}

}  // namespace inburgering::gateway
