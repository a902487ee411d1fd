#pragma once
// All threads of all nodes, one after another in the one thread of the simulation: each is a fiber with a
// stack of its own, and which of those that can go on does so next is drawn. Time is the simulation's: it
// stands still while anybody can go on, and then leaps to the next moment for which somebody waits.
#include <chrono>
#include <cstdint>
#include <functional>
#include <random>
#include <string>

namespace inburgering::simulation {

using Span = std::chrono::nanoseconds;

/// Everything that is left to chance, from one number.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) { next(); }
  void reseed(std::uint64_t seed) { state_ = seed, next(); }
  std::uint64_t next();
  /// Less than `count`; 0 of none.
  std::uint64_t below(std::uint64_t count) { return count == 0 ? 0 : next() % count; }
  bool one_in(std::uint64_t count) { return below(count) == 0; }

 private:
  std::uint64_t state_;
};

/// Outside every node: the partners and the model.
constexpr int nobody = -1;

namespace fibers {

/// What ran was what: two runs that are alike have the same.
std::uint64_t digest();
/// Adds to it what happened.
void happened(std::uint64_t what);

/// Starts one of a node.
void start(int node, std::function<void()> work);
/// The node whose fiber runs now.
int here();
bool in_fiber();
/// Lets others go first.
void yield();
void sleep(Span span);

/// Stands still until woken there, or for so long; false when it became too late.
bool wait(const void* where, Span at_most);
void wake(const void* where);

/// Lets all go on for so long. Answers how many turns that took.
std::uint64_t run(Span span);
/// Nothing of a node moves until it is let go on, though time does.
void freeze(int node, bool frozen);
/// The time goes on without anybody: who waits for a moment in between finds that it is late.
void leap(Span span);
/// Fibers of a node that are not over.
std::size_t left(int node);

/// The same for all.
Span now();
/// Of a node's machine: how its clock stands beside the true time, and how many millionths it runs fast.
struct Clock {
  Span ahead{0};
  std::int64_t fast = 0;
};
void set_clock(int node, Clock clock);
Clock clock(int node);
Span steady(int node);
/// Since 1970, as the machine of a node thinks.
Span wall(int node);

Dice& dice();

/// Something outside the nodes that is to happen at a moment.
void at(Span moment, std::function<void()> what);
/// All is as at the beginning.
void begin(std::uint64_t seed);
/// Asked at each turn whether something happens there first.
void at_each_turn(std::function<void(int node)> look);

}  // namespace fibers
}  // namespace inburgering::simulation
