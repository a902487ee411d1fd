#pragma once
#include <atomic>
#include <cstdint>

#include "gateway/base/surroundings.h"
#include "gateway/store/engine/session.h"

namespace inburgering::gateway::store {

/// The time that all nodes of a store go by: that of its database, so that what one node says is due now, is
/// due now for the node that does it, whatever their machines think the time is. On a file of SQLite, and
/// until it was first compared, it is the machine's own. Safe to read from several threads.
class SharedClock : public Clock {
 public:
  /// `own`: the machine's.
  explicit SharedClock(const Clock& own) : own_(own) {}
  schemas::Moment now() const override { return schemas::Moment(own_.now().time() + ahead_.load()); }
  /// Asks the database what time it is. What the question itself takes is halved: half of that is how far it
  /// may be beside it. From one thread at a time. Throws Failure.
  void compare(Session& sql);
  /// By how much the database is ahead of this machine; less than 0 where it is behind.
  std::chrono::milliseconds ahead() const { return ahead_.load(); }

 private:
  const Clock& own_;
  std::atomic<std::chrono::milliseconds> ahead_{std::chrono::milliseconds(0)};
  bool told_ = false;  ///< that they differ much
};

}  // namespace inburgering::gateway::store
