#include "gateway/exchange/deciders.h"

#include <algorithm>

#include "adapters/transport/guard.h"
#include "gateway/base/heartbeat.h"
#include "gateway/base/last_in_line.h"
#include "gateway/base/wiped_stack.h"

namespace inburgering::gateway::exchange {

Deciders::Deciders(const store::Database& database, Kind kind) : database_(database) {
  constexpr unsigned enough = 4;
  const auto count = kind == Kind::patient ? 1 : std::clamp(std::thread::hardware_concurrency(), 2U, enough);
  for (unsigned i = 0; i < count; ++i) threads_.emplace_back([this, kind] { loop(kind); });
}

Deciders::~Deciders() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  arrived_.notify_all();
  for (auto& thread : threads_) thread.join();
}

void Deciders::submit(const std::string& party, Work work) {
  {
    const std::lock_guard lock(mutex_);
    waiting_.push(party, std::move(work));
  }
  arrived_.notify_one();
}

void Deciders::finish() {
  std::unique_lock lock(mutex_);
  idle_.wait(lock, [this] { return waiting_.empty() && working_ == 0; });
}

void Deciders::loop(Kind kind) {
  if (kind == Kind::patient) stand_last_in_line();
  Heartbeat heart(kind == Kind::patient ? "besluiten zonder haast" : "besluiten",
                  kind == Kind::patient ? Heartbeat::patient : Heartbeat::prompt);
  std::unique_ptr<store::Session> session;
  std::unique_lock lock(mutex_);
  while (true) {
    heart.beat();
    if (waiting_.empty() && working_ == 0) idle_.notify_all();
    arrived_.wait_for(lock, Heartbeat::rest(), [this] { return stopping_ || !waiting_.empty(); });
    auto work = waiting_.pop();
    if (!work && stopping_) return;
    if (!work) continue;
    ++working_;
    lock.unlock();
    adapters::transport::guarded("besluiten", [&] {
      try {
        if (!session) session = database_.session();
      } catch (const store::Unavailable&) {
        session.reset();
      }
      (*work)(session.get());
    });
    work.reset();
    wipe_stack();
    lock.lock();
    --working_;
  }
}

}  // namespace inburgering::gateway::exchange
