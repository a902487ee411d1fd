/// A lock that many hold at once or one alone, and whoever wants it alone is next.
#pragma once

#include <mutex>
#include <shared_mutex>

namespace inburgering::schemas {

/// std::shared_mutex, with a door: glibc's lets those who share it in for as long as one of them is inside,
/// so that a busy gateway would keep waiting for ever whoever has to be alone. Who shares it may not take it
/// twice.
class OneOrMany {
 public:
  void lock() {
    const std::lock_guard at_the_door(door_);
    inside_.lock();
  }
  void unlock() { inside_.unlock(); }
  void lock_shared() {
    {
      const std::lock_guard at_the_door(door_);
    }
    inside_.lock_shared();
  }
  void unlock_shared() { inside_.unlock_shared(); }

 private:
  std::mutex door_;
  std::shared_mutex inside_;
};

}  // namespace inburgering::schemas
