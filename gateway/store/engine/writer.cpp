#include "gateway/store/engine/writer.h"

#include <algorithm>
#include <future>

#include "adapters/transport/guard.h"
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
    waiting_.push(party, {std::move(work), std::move(done), nullptr});
  }
  arrived_.notify_one();
}

std::optional<Writer::Unit> Writer::next() {
  const std::lock_guard lock(mutex_);
  return waiting_.pop();
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
  std::vector<Unit> units;
  while (true) {
    {
      std::unique_lock lock(mutex_);
      working_ = false;
      if (waiting_.empty()) idle_.notify_all();
      arrived_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
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
    if (!database_.in_place()) throw Unavailable("het opslagbestand is verdwenen of vervangen");
    if (!session_) session_ = database_.session();
    transact(units);
    healthy_ = true;
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
  const auto began = std::chrono::steady_clock::now();
  while (units.size() < largest_group && std::chrono::steady_clock::now() - began < longest_group) {
    auto taken = next();
    if (!taken) break;
    auto& unit = units.emplace_back(std::move(*taken));
    sql.run("SAVEPOINT unit");
    try {
      unit.work(sql);
    } catch (const Failure& failure) {
      if (!failure.lasting()) throw;  // the store itself fails: the whole group does
      unit.error = std::current_exception();
      sql.run("ROLLBACK TO unit");
    } catch (const Unavailable&) {
      throw;
    } catch (...) {
      unit.error = std::current_exception();
      sql.run("ROLLBACK TO unit");
    }
    sql.run("RELEASE unit");
  }
  sql.commit();
}

}  // namespace inburgering::gateway::store
