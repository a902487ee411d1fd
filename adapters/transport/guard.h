#pragma once
// What a connection, a callback, a worker or a thread throws ends there: it is counted and told, and the rest
// goes on. One bad message must never end the work for everybody else.
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>

namespace inburgering::adapters::transport {

/// Told of each exception that was caught at such an edge, from any thread. `where` names the edge; `type` is
/// the exception's type, never its text: that may hold data of persons.
using CaughtListener = void (*)(std::string_view where, std::string_view type) noexcept;
/// Who is told from now on; nobody until it is set.
void on_caught(CaughtListener listener);

/// To be called where an exception was caught: counts and tells it.
void note_caught(std::string_view where) noexcept;
/// How many were caught at each edge since the process began.
std::map<std::string, std::uint64_t> caught();

/// Asked by a thread that loops for ever, at its start, for what it is to call at each turn: so that somebody
/// may see that it turns.
using Pulse = std::function<std::function<void()>()>;
/// What that thread calls; nothing when nobody wants to see it.
inline std::function<void()> pulse_of(const Pulse& pulse) {
  return pulse ? pulse() : std::function<void()>([] {});
}

/// Does the work; false when it threw.
template <class Work>
bool guarded(std::string_view where, Work&& work) noexcept {
  try {
    std::forward<Work>(work)();
    return true;
  } catch (...) {
    note_caught(where);
    return false;
  }
}

}  // namespace inburgering::adapters::transport
