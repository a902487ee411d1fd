#include "gateway/store/engine/writer.h"

#include <algorithm>
#include <future>

#include "adapters/transport/guard.h"
#include "gateway/base/heartbeat.h"
#include "gateway/base/wiped_stack.h"

namespace inburgering::gateway::store {
namespace {

constexpr std::size_t largest_group = 64;

}  // namespace

Writer::Writer(const Database& database)
    : database_(database), session_(database.session()), thread_([this] { loop(); }) {}

Writer::~Writer() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  arrived_.notify_one();
  thread_.join();
}

void Writer::submit(Work work, Done done, const std::string& party) {
  {
    const std::lock_guard lock(mutex_);
    waiting_.push(party, {std::move(work), std::move(done)});
  }
  arrived_.notify_one();
}

void Writer::submit_patiently(Work work, Done done, const std::string& party) {
  {
    const std::lock_guard lock(mutex_);
    waiting_.push(party, {std::move(work), std::move(done), true});
    // Who waits already for the first of them need not be told of each.
    if (patient_++ > 0 && patient_ < largest_group) return;
    if (patient_ == 1) patient_until_ = std::chrono::steady_clock::now() + patience;
  }
  arrived_.notify_one();
}

bool Writer::idle() const {
  const std::lock_guard lock(mutex_);
  return !working_ && waiting_.size() == patient_;
}

/// Whether a transaction is to begin.
bool Writer::due() const {
  return waiting_.size() > patient_ || patient_ >= largest_group ||
         (patient_ > 0 && std::chrono::steady_clock::now() >= patient_until_);
}

std::optional<Writer::Unit> Writer::next() {
  const std::lock_guard lock(mutex_);
  auto unit = waiting_.pop();
  if (unit && unit->patient) --patient_;
  return unit;
}

void Writer::run(Work work) {
  std::promise<void> promise;
  submit(std::move(work), [&promise](std::exception_ptr error) {
    if (error)
      promise.set_exception(error);
    else
      promise.set_value();
  });
  promise.get_future().get();
}

void Writer::finish() {
  std::unique_lock lock(mutex_);
  idle_.wait(lock, [this] { return waiting_.empty() && !working_; });
}

void Writer::loop() {
  Heartbeat heart("schrijver", Heartbeat::prompt);
  std::vector<Unit> units;
  while (true) {
    heart.beat();
    {
      std::unique_lock lock(mutex_);
      working_ = false;
      if (waiting_.empty()) idle_.notify_all();
      while (!stopping_ && !due()) {
        if (patient_ > 0)
          arrived_.wait_until(lock, patient_until_);
        else
          arrived_.wait_for(lock, Heartbeat::rest());
        heart.beat();
      }
      if (waiting_.empty()) return;
      working_ = true;
    }
    commit(units);
    for (auto& unit : units) adapters::transport::guarded("schrijver", [&unit] { unit.done(unit.error); });
    units.clear();
    wipe_stack();
  }
}

void Writer::commit(std::vector<Unit>& units) {
  std::exception_ptr failure;
  try {
    if (!database_.in_place()) {
      if (session_) database_.save(*session_);
      throw Unavailable("het opslagbestand of het -wal-bestand ernaast is verdwenen of vervangen");
    }
    if (!session_) session_ = database_.session();
    transact(units);
    healthy_ = true;
    topics_.tell(session_->take_announced());
    return;
  } catch (const Unavailable&) {
    failure = std::current_exception();
  } catch (...) {
    adapters::transport::note_caught("schrijver");
    failure = std::make_exception_ptr(Unavailable("de opslag faalde op een onverwachte manier"));
  }
  // Where no transaction could begin, those who wait hear it now.
  for (bool none = units.empty(); none && units.size() < largest_group;) {
    auto unit = next();
    if (!unit) break;
    units.push_back(std::move(*unit));
  }
  // Nothing of this group is on disk: none may be acknowledged. A fresh session leaves no half transaction.
  session_.reset();
  healthy_ = false;
  for (auto& unit : units) unit.error = failure;
}

void Writer::transact(std::vector<Unit>& units) {
  auto& sql = *session_;
  sql.begin();
  if (together(units)) return;
  sql.rollback();
  sql.begin();
  apart(units);
}

/// False when one of them throws, or what they wrote together is refused: it must be found out which it was.
bool Writer::together(std::vector<Unit>& units) {
  auto& sql = *session_;
  const auto began = std::chrono::steady_clock::now();
  try {
    while (units.size() < largest_group && std::chrono::steady_clock::now() - began < longest_group) {
      auto taken = next();
      if (!taken) break;
      units.push_back(std::move(*taken));
      units.back().work(sql);
    }
    sql.commit();
    return true;
  } catch (const Failure& failure) {
    if (!failure.lasting()) throw;  // the store itself fails: the whole group does
  } catch (const Unavailable&) {
    throw;
  } catch (...) {  // told by `apart` to whom it concerns
  }
  return false;
}

void Writer::apart(std::vector<Unit>& units) {
  auto& sql = *session_;
  for (auto& unit : units) {
    try {
      sql.apart([&] { unit.work(sql); });
    } catch (const Failure& failure) {
      if (!failure.lasting()) throw;
      unit.error = std::current_exception();
    } catch (const Unavailable&) {
      throw;
    } catch (...) {
      unit.error = std::current_exception();
    }
  }
  sql.commit();
}

}  // namespace inburgering::gateway::store
