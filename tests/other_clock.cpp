// A program that is started with this before its libraries (LD_PRELOAD) has a clock that is OTHER_CLOCK
// seconds ahead, or behind; or the one that the file OTHER_CLOCK_FILE tells at each moment
// (tests/other_clock.py). Time that only passes (CLOCK_MONOTONIC) is left alone.
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <ctime>

namespace {

struct Told {
  std::int64_t ahead;      ///< seconds
  std::int64_t stands_at;  ///< nanoseconds since 1970; 0 = it goes
};

/// Null without such a file.
const Told* told() {
  static const Told* const found = []() -> const Told* {
    const char* name = std::getenv("OTHER_CLOCK_FILE");
    if (name == nullptr) return nullptr;
    const auto file = static_cast<int>(syscall(SYS_openat, AT_FDCWD, name, O_RDONLY | O_CLOEXEC, 0));
    if (file < 0) return nullptr;
    void* mapped = ::mmap(nullptr, sizeof(Told), PROT_READ, MAP_SHARED, file, 0);
    syscall(SYS_close, file);
    return mapped == MAP_FAILED ? nullptr : static_cast<const Told*>(mapped);
  }();
  return found;
}

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
  if (result == 0 && (id == CLOCK_REALTIME || id == CLOCK_REALTIME_COARSE)) {
    constexpr std::int64_t nanoseconds_a_second = 1'000'000'000;
    const auto* const now = told();
    const auto stands_at = now == nullptr ? 0 : __atomic_load_n(&now->stands_at, __ATOMIC_RELAXED);
    if (stands_at != 0)
      *at = {stands_at / nanoseconds_a_second, stands_at % nanoseconds_a_second};
    else
      at->tv_sec += now == nullptr ? ahead() : __atomic_load_n(&now->ahead, __ATOMIC_RELAXED);
  }
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
