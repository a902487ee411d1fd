#pragma once
#include <algorithm>

#include "gateway/base/milliseconds.h"

namespace inburgering::gateway {

/// Whether a sink is called: as it comes (closed), or once in a while to see whether it is back (open).
class Circuit {
 public:
  /// Opens after this many failures in a row.
  explicit Circuit(int open_after) : open_after_(open_after) {}

  bool is_open() const { return open_; }
  /// How many requests may start now, with so many under way: all that the sink takes, or the one probe.
  int room(int limit, int under_way, Milliseconds now) const {
    if (now < not_before_) return 0;
    if (!open_) return limit - under_way;
    return under_way == 0 ? 1 : 0;
  }
  /// When it is worth looking again; 0 = at any time.
  Milliseconds not_before() const { return not_before_; }

  /// The sink took something; true when that closed the circuit.
  bool succeeded() {
    const bool was_open = open_;
    failures_ = 0;
    open_ = false;
    not_before_ = 0;
    return was_open;
  }
  /// The sink failed; true when that opened the circuit. While open, the next probe comes at `next_probe`.
  bool failed(Milliseconds next_probe) {
    ++failures_;
    const bool opens = !open_ && failures_ >= open_after_;
    open_ = open_ || opens;
    if (open_) not_before_ = next_probe;
    return opens;
  }
  /// The sink asked to be left alone until then (Retry-After).
  void leave_alone(Milliseconds until) { not_before_ = std::max(not_before_, until); }
  /// The clock stepped back: until when to wait was told by one that was ahead.
  void look_again() { not_before_ = 0; }
  int failures() const { return failures_; }

 private:
  int open_after_;
  int failures_ = 0;
  bool open_ = false;
  Milliseconds not_before_ = 0;
};

}  // namespace inburgering::gateway
