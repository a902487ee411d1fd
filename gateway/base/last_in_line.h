#pragma once
#include <sys/resource.h>
#include <unistd.h>

namespace inburgering::gateway {

/// From here on this thread, and the threads that it starts, get the processor when nobody else wants it: for
/// long work beside which others must be answered. Cannot be undone. Where it is not allowed all stays as it
/// is.
inline void stand_last_in_line() {
  constexpr int niceness = 10;
  // On Linux a thread has a niceness of its own.
  ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), niceness);
}

}  // namespace inburgering::gateway
