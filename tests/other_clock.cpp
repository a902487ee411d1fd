// A program that is started with this before its libraries (LD_PRELOAD) has a clock that is OTHER_CLOCK
// seconds ahead, or behind. Time that only passes (CLOCK_MONOTONIC) is left alone.
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

#include <cstdlib>
#include <ctime>

namespace {

time_t ahead() {
  static const time_t seconds = [] {
    const char* text = std::getenv("OTHER_CLOCK");
    return text == nullptr ? 0 : static_cast<time_t>(std::atoll(text));
  }();
  return seconds;
}

}  // namespace

extern "C" {

int clock_gettime(clockid_t id, struct timespec* at) noexcept {
  const auto result = syscall(SYS_clock_gettime, id, at);
  if (result == 0 && (id == CLOCK_REALTIME || id == CLOCK_REALTIME_COARSE)) at->tv_sec += ahead();
  return static_cast<int>(result);
}

int gettimeofday(struct timeval* at, void*) noexcept {
  timespec now{};
  if (clock_gettime(CLOCK_REALTIME, &now) != 0) return -1;
  constexpr long nanoseconds_a_microsecond = 1000;
  *at = {now.tv_sec, now.tv_nsec / nanoseconds_a_microsecond};
  return 0;
}

time_t time(time_t* at) noexcept {
  timespec now{};
  clock_gettime(CLOCK_REALTIME, &now);
  if (at != nullptr) *at = now.tv_sec;
  return now.tv_sec;
}
}
