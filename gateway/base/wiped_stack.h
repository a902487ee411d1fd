#pragma once
#include <string.h>

#include <cstddef>

namespace inburgering::gateway {

/// Wipes what calls that have returned left on this thread's stack: numbers and names of persons among it.
/// For a thread that worked on them, once it has done so.
[[gnu::noinline]] inline void wipe_stack() {
  constexpr std::size_t deep_enough = 48 * 1024;
  char below[deep_enough];
  ::explicit_bzero(below, sizeof below);
}

}  // namespace inburgering::gateway
