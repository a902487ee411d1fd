// The threads, locks and clocks of the system, replaced: what the program calls comes here, because a
// program's own functions go before those of the libraries. So it is the real program that runs, without a
// line of it that knows of the simulation.
#include "tests/simulation/fibers.h"

#include <bits/atomic_futex.h>
#include <cxxabi.h>
#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <time.h>
#include <ucontext.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace inburgering::simulation {

std::uint64_t Dice::next() {
  // splitmix64
  std::uint64_t z = (state_ += 0x9e3779b97f4a7c15ULL);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
  return z ^ (z >> 31);
}

namespace {

constexpr std::size_t stack_size = 512 * 1024;
/// 2 November 2026, 08:00 UTC.
constexpr std::int64_t began_ms = 1793606400000;

/// What libstdc++ keeps of exceptions under way (Itanium C++ ABI §2.2.2): of each fiber its own.
struct Exceptions {
  void* caught = nullptr;
  unsigned int uncaught = 0;
};

struct Fiber {
  std::uint64_t id = 0;
  int node = nobody;
  ucontext_t context{};
  void* stack = nullptr;
  std::function<void()> work;
  Exceptions exceptions;
  bool over = false, runs = true, joined = false, detached = false, timed_out = false;
  const void* waits_for = nullptr;
  bool has_alarm = false;
  Span alarm{0};
};

/// The clock of a node's machine.
struct Machine {
  fibers::Clock clock;
  Span steady{0}, paced_at{0};  ///< what it had counted when its pace was set
};

struct World {
  Dice dice{1};
  std::uint64_t digest = 0, last_id = 0;
  Span now{0};
  std::map<std::uint64_t, std::unique_ptr<Fiber>> all;
  std::vector<Fiber*> ready;
  std::multimap<Span, std::uint64_t> alarms;
  std::multimap<Span, std::function<void()>> events;
  std::map<const void*, std::deque<Fiber*>> waiting;
  std::map<int, Machine> machines;
  std::map<int, bool> frozen;
  std::function<void(int)> look;
  Fiber* current = nullptr;
  ucontext_t scheduler{};
  Exceptions scheduler_exceptions;
  std::vector<void*> stacks;  ///< that nobody uses
};

World& world() {
  static World* const one = new World;  // nothing of it is destroyed at the end of the program
  return *one;
}

void* new_stack() {
  auto& w = world();
  if (!w.stacks.empty()) {
    auto* stack = w.stacks.back();
    w.stacks.pop_back();
    return stack;
  }
  void* stack = mmap(nullptr, stack_size, PROT_READ | PROT_WRITE,
                     MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);
  if (stack == MAP_FAILED) std::abort();
  mprotect(stack, 4096, PROT_NONE);
  return stack;
}

Exceptions& exceptions() { return *reinterpret_cast<Exceptions*>(abi::__cxa_get_globals()); }

void make_ready(Fiber& fiber) {
  if (fiber.runs || fiber.over) return;
  fiber.runs = true;
  fiber.waits_for = nullptr;
  fiber.has_alarm = false;
  world().ready.push_back(&fiber);
}

void back_to_scheduler() {
  auto& w = world();
  auto* self = w.current;
  self->exceptions = exceptions();
  swapcontext(&self->context, &w.scheduler);
}

/// Stands still until woken or, where given, until so late. False when it became too late.
bool wait_for(const void* what, std::optional<Span> until) {
  auto& w = world();
  auto* self = w.current;
  self->runs = false;
  self->timed_out = false;
  self->waits_for = what;
  if (what != nullptr) w.waiting[what].push_back(self);
  if (until) {
    self->has_alarm = true;
    self->alarm = *until;
    w.alarms.emplace(*until, self->id);
  }
  back_to_scheduler();
  return !self->timed_out;
}

void wake(const void* what, bool all) {
  auto& w = world();
  const auto found = w.waiting.find(what);
  if (found == w.waiting.end()) return;
  auto& queue = found->second;
  do {
    auto* fiber = queue.front();
    queue.pop_front();
    make_ready(*fiber);
  } while (all && !queue.empty());
  if (queue.empty()) w.waiting.erase(found);
}

void entry() {
  auto* self = world().current;
  self->work();
  self->work = nullptr;
  self->over = true;
  self->runs = false;
  wake(self, true);
  back_to_scheduler();
  std::abort();
}

Fiber& add(int node, std::function<void()> work) {
  auto& w = world();
  auto made = std::make_unique<Fiber>();
  auto& fiber = *made;
  fiber.id = ++w.last_id;
  fiber.node = node;
  fiber.work = std::move(work);
  fiber.stack = new_stack();
  getcontext(&fiber.context);
  fiber.context.uc_stack.ss_sp = static_cast<char*>(fiber.stack) + 4096;
  fiber.context.uc_stack.ss_size = stack_size - 4096;
  fiber.context.uc_link = nullptr;
  makecontext(&fiber.context, entry, 0);
  w.ready.push_back(&fiber);
  w.all.emplace(fiber.id, std::move(made));
  return fiber;
}

void bury(Fiber& fiber) {
  auto& w = world();
  w.stacks.push_back(fiber.stack);
  w.all.erase(fiber.id);
}

void ring(Span until) {
  auto& w = world();
  while (!w.alarms.empty() && w.alarms.begin()->first <= until) {
    const auto [moment, id] = *w.alarms.begin();
    w.alarms.erase(w.alarms.begin());
    const auto found = w.all.find(id);
    if (found == w.all.end()) continue;
    auto& fiber = *found->second;
    if (fiber.runs || fiber.over || !fiber.has_alarm || fiber.alarm != moment) continue;
    if (fiber.waits_for != nullptr) {
      auto queue = w.waiting.find(fiber.waits_for);
      std::erase(queue->second, &fiber);
      if (queue->second.empty()) w.waiting.erase(queue);
    }
    make_ready(fiber);
    fiber.timed_out = true;
  }
}

/// One turn of a fiber that is drawn; false when none can go on.
bool turn() {
  auto& w = world();
  std::size_t able = 0;
  for (const auto* each : w.ready) able += w.frozen.contains(each->node) ? 0 : 1;
  if (able == 0) return false;
  auto drawn = w.dice.below(able);
  std::size_t at = 0;
  for (;; ++at)
    if (!w.frozen.contains(w.ready[at]->node) && drawn-- == 0) break;
  auto* fiber = w.ready[at];
  w.ready[at] = w.ready.back();
  w.ready.pop_back();
  if (w.look) w.look(fiber->node);
  w.digest = (w.digest ^ fiber->id) * 0x100000001b3ULL;
  w.scheduler_exceptions = exceptions();
  exceptions() = fiber->exceptions;
  w.current = fiber;
  swapcontext(&w.scheduler, &fiber->context);
  w.current = nullptr;
  exceptions() = w.scheduler_exceptions;
  if (fiber->over && (fiber->joined || fiber->detached)) bury(*fiber);
  return true;
}

Span to_span(const timespec& time) { return std::chrono::seconds(time.tv_sec) + Span(time.tv_nsec); }

template <class Function>
Function* real(const char* name) {
  return reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
}

}  // namespace

namespace fibers {

std::uint64_t digest() { return world().digest; }
void happened(std::uint64_t what) {
  auto& w = world();
  w.digest = (w.digest ^ what ^ static_cast<std::uint64_t>(w.now.count())) * 0x100000001b3ULL;
}
void start(int node, std::function<void()> work) { add(node, std::move(work)).detached = true; }
bool in_fiber() { return world().current != nullptr; }
int here() { return in_fiber() ? world().current->node : nobody; }

void yield() {
  auto& w = world();
  if (w.current == nullptr) return;
  w.ready.push_back(w.current);
  back_to_scheduler();
}
void sleep(Span span) {
  if (in_fiber()) wait_for(nullptr, world().now + span);
}

bool wait(const void* where, Span at_most) { return wait_for(where, world().now + at_most); }
void wake(const void* where) { simulation::wake(where, true); }

std::uint64_t run(Span span) {
  auto& w = world();
  const auto until = w.now + span;
  std::uint64_t turns = 0;
  // Who turns without end, and lets no time pass, is a fault.
  constexpr std::uint64_t too_many = 5'000'000;
  std::uint64_t since = 0;
  for (;;) {
    while (turn()) {
      ++turns;
      if (++since > too_many) {
        std::fprintf(stderr, "simulate: somebody turns without end\n");
        std::abort();
      }
    }
    since = 0;
    Span next = until;
    if (!w.alarms.empty()) next = std::min(next, w.alarms.begin()->first);
    if (!w.events.empty()) next = std::min(next, w.events.begin()->first);
    w.now = std::max(w.now, next);
    ring(w.now);
    while (!w.events.empty() && w.events.begin()->first <= w.now) {
      auto what = std::move(w.events.begin()->second);
      w.events.erase(w.events.begin());
      what();
    }
    const bool anybody =
        std::ranges::any_of(w.ready, [&](const auto* each) { return !w.frozen.contains(each->node); });
    if (w.now >= until && !anybody) return turns;
  }
}
void freeze(int node, bool frozen) {
  if (frozen)
    world().frozen[node] = true;
  else
    world().frozen.erase(node);
}
void leap(Span span) { world().now += span; }
std::size_t left(int node) {
  std::size_t count = 0;
  for (const auto& [id, fiber] : world().all) count += fiber->node == node && !fiber->over ? 1 : 0;
  return count;
}

Span now() { return world().now; }
/// So much of the node's own time passed, at its present pace, since that was set.
Span passed(const Machine& machine) {
  const auto since = world().now - machine.paced_at;
  return since + Span(since.count() / 1'000'000 * machine.clock.fast);
}

void set_clock(int node, Clock clock) {
  auto& machine = world().machines[node];
  // What counts on goes on from where it stands: only its pace becomes another.
  machine.steady += passed(machine);
  machine.paced_at = world().now;
  machine.clock = clock;
}
Clock clock(int node) { return world().machines[node].clock; }
Span steady(int node) {
  const auto& machine = world().machines[node];
  // Machines were not started at the same moment.
  return machine.steady + passed(machine) + std::chrono::hours(1 + 7 * (node + 1));
}
Span wall(int node) {
  const auto& machine = world().machines[node];
  const auto beside = machine.steady + passed(machine) - world().now;
  return Span(std::chrono::milliseconds(began_ms)) + world().now + beside + machine.clock.ahead;
}
Dice& dice() { return world().dice; }
void at(Span moment, std::function<void()> what) {
  world().events.emplace(std::max(moment, world().now), std::move(what));
}
void at_each_turn(std::function<void(int)> look) { world().look = std::move(look); }
void begin(std::uint64_t seed) {
  auto& w = world();
  w.dice.reseed(seed);
  w.digest = 14695981039346656037ULL;
  w.now = Span(0);
  w.last_id = 0;
  w.events.clear();
  w.alarms.clear();
  w.machines.clear();
  w.frozen.clear();
  w.look = nullptr;
}

}  // namespace fibers
}  // namespace inburgering::simulation

namespace sim = inburgering::simulation;
using sim::Fiber;

// Threads.
extern "C" {

int pthread_create(pthread_t* thread, const pthread_attr_t* attributes, void* (*work)(void*), void* given) {
  static auto* const create = sim::real<decltype(pthread_create)>("pthread_create");
  if (!sim::fibers::in_fiber()) return create(thread, attributes, work, given);
  auto& fiber = sim::add(sim::fibers::here(), [work, given] { work(given); });
  *thread = reinterpret_cast<pthread_t>(&fiber);
  return 0;
}
int pthread_join(pthread_t thread, void** answer) {
  static auto* const join = sim::real<decltype(pthread_join)>("pthread_join");
  if (!sim::fibers::in_fiber()) return join(thread, answer);
  auto& fiber = *reinterpret_cast<Fiber*>(thread);
  if (fiber.over) {
    sim::bury(fiber);
    return 0;
  }
  fiber.joined = true;
  sim::wait_for(&fiber, std::nullopt);
  return 0;
}
int pthread_detach(pthread_t thread) {
  static auto* const detach = sim::real<decltype(pthread_detach)>("pthread_detach");
  if (!sim::fibers::in_fiber()) return detach(thread);
  auto& fiber = *reinterpret_cast<Fiber*>(thread);
  fiber.detached = true;
  if (fiber.over) sim::bury(fiber);
  return 0;
}
int pthread_setname_np(pthread_t, const char*) { return 0; }
int setpriority(__priority_which_t, id_t, int) noexcept { return 0; }

// Locks. There is one thread: who finds a lock taken stands behind a fiber that stopped while it held it.
int pthread_mutex_lock(pthread_mutex_t* mutex) noexcept {
  while (pthread_mutex_trylock(mutex) != 0) {
    if (!sim::fibers::in_fiber()) {
      std::fprintf(stderr, "simulate: a lock is held where nobody can give it back\n");
      std::abort();
    }
    sim::wait_for(mutex, std::nullopt);
  }
  return 0;
}
int pthread_mutex_unlock(pthread_mutex_t* mutex) noexcept {
  static auto* const unlock = sim::real<int(pthread_mutex_t*)>("pthread_mutex_unlock");
  const int code = unlock(mutex);
  if (!sim::world().waiting.empty()) sim::wake(mutex, true);
  return code;
}

int pthread_cond_wait(pthread_cond_t* condition, pthread_mutex_t* mutex) {
  pthread_mutex_unlock(mutex);
  sim::wait_for(condition, std::nullopt);
  return pthread_mutex_lock(mutex);
}
static int wait_so_long(pthread_cond_t* condition, pthread_mutex_t* mutex, sim::Span left) {
  pthread_mutex_unlock(mutex);
  const bool woken = sim::wait_for(condition, sim::fibers::now() + std::max(left, sim::Span(0)));
  pthread_mutex_lock(mutex);
  return woken ? 0 : ETIMEDOUT;
}
int pthread_cond_clockwait(pthread_cond_t* condition, pthread_mutex_t* mutex, clockid_t clock,
                           const timespec* until) {
  const int node = sim::fibers::here();
  const auto now = clock == CLOCK_MONOTONIC ? sim::fibers::steady(node) : sim::fibers::wall(node);
  return wait_so_long(condition, mutex, sim::to_span(*until) - now);
}
int pthread_cond_timedwait(pthread_cond_t* condition, pthread_mutex_t* mutex, const timespec* until) {
  return pthread_cond_clockwait(condition, mutex, CLOCK_REALTIME, until);
}
int pthread_cond_signal(pthread_cond_t* condition) noexcept {
  sim::wake(condition, false);
  return 0;
}
int pthread_cond_broadcast(pthread_cond_t* condition) noexcept {
  sim::wake(condition, true);
  return 0;
}

int nanosleep(const timespec* span, timespec*) {
  sim::fibers::sleep(sim::to_span(*span));
  return 0;
}
int clock_nanosleep(clockid_t, int, const timespec* span, timespec* left) { return nanosleep(span, left); }
int usleep(useconds_t span) {
  sim::fibers::sleep(std::chrono::microseconds(span));
  return 0;
}

}  // extern "C"

// What futures wait on.
namespace std {
bool __atomic_futex_unsigned_base::_M_futex_wait_until(unsigned* address, unsigned value, bool timed,
                                                       chrono::seconds seconds, chrono::nanoseconds rest) {
  if (*address != value) return true;
  if (!timed) return sim::wait_for(address, nullopt);
  return sim::wait_for(address,
                       sim::fibers::now() + (seconds + rest - sim::fibers::wall(sim::fibers::here())));
}
bool __atomic_futex_unsigned_base::_M_futex_wait_until_steady(unsigned* address, unsigned value, bool timed,
                                                              chrono::seconds seconds,
                                                              chrono::nanoseconds rest) {
  if (*address != value) return true;
  if (!timed) return sim::wait_for(address, nullopt);
  return sim::wait_for(address,
                       sim::fibers::now() + (seconds + rest - sim::fibers::steady(sim::fibers::here())));
}
void __atomic_futex_unsigned_base::_M_futex_notify_all(unsigned* address) { sim::wake(address, true); }

namespace chrono {
inline namespace _V2 {
steady_clock::time_point steady_clock::now() noexcept {
  return time_point(duration(sim::fibers::steady(sim::fibers::here())));
}
system_clock::time_point system_clock::now() noexcept {
  return time_point(duration_cast<duration>(sim::fibers::wall(sim::fibers::here())));
}
}  // namespace _V2
}  // namespace chrono
}  // namespace std
