#include "gateway/store/writer.h"

#include <algorithm>
#include <future>

#include "adapters/transport/guard.h"

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

void Writer::submit(Work work, Done done) {
  {
    const std::lock_guard lock(mutex_);
    waiting_.push_back({std::move(work), std::move(done), nullptr});
  }
  arrived_.notify_one();
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

void Writer::loop() {
  std::vector<Unit> units;
  while (true) {
    {
      std::unique_lock lock(mutex_);
      arrived_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
      if (waiting_.empty()) return;
      const auto count = std::min(waiting_.size(), largest_group);
      const auto end = waiting_.begin() + static_cast<std::ptrdiff_t>(count);
      units.assign(std::make_move_iterator(waiting_.begin()), std::make_move_iterator(end));
      waiting_.erase(waiting_.begin(), end);
    }
    commit(units);
    for (auto& unit : units) adapters::transport::guarded("schrijver", [&unit] { unit.done(unit.error); });
    units.clear();
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
  } catch (const soci::soci_error& error) {
    failure = std::make_exception_ptr(Unavailable(error.what()));
  } catch (...) {
    adapters::transport::note_caught("schrijver");
    failure = std::make_exception_ptr(Unavailable("de opslag faalde op een onverwachte manier"));
  }
  // Nothing of this group is on disk: none may be acknowledged. A fresh session leaves no half transaction.
  session_.reset();
  healthy_ = false;
  for (auto& unit : units) unit.error = failure;
}

void Writer::transact(std::vector<Unit>& units) {
  auto& sql = *session_;
  sql << "BEGIN IMMEDIATE";
  for (auto& unit : units) {
    sql << "SAVEPOINT unit";
    try {
      unit.work(sql);
    } catch (const soci::soci_error&) {
      throw;  // the store itself fails: the whole group does
    } catch (...) {
      unit.error = std::current_exception();
      sql << "ROLLBACK TO unit";
    }
    sql << "RELEASE unit";
  }
  sql << "COMMIT";
}

}  // namespace inburgering::gateway::store
