#include "gateway/store/engine/lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <fstream>

#include "gateway/store/engine/database.h"
#include "gateway/store/engine/owner.h"
#include "schemas/on_disk.h"
#include "schemas/reason.h"

namespace inburgering::gateway::store {

std::expected<RunningLock, std::string> RunningLock::take(const std::filesystem::path& store_file) {
  auto name = store_file;
  name += ".lock";
  std::error_code ignored;
  if (name.has_parent_path())
    if (const auto error = schemas::make_folders(name.parent_path()))
      return std::unexpected("de map van opslag " + store_file.string() +
                             " is niet te maken, of komt niet op de schijf: " + schemas::reason_of(error));
  constexpr int owner_only = 0600;
  const int file = ::open(name.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, owner_only);
  if (file < 0)
    return std::unexpected("het slot " + name.string() + " is niet te openen: " + schemas::reason_of(errno));
  RunningLock lock(file);
  give_to_owner_of_store(file, store_file);
  if (::flock(file, LOCK_EX | LOCK_NB) != 0) {
    std::array<char, 64> holder{};
    const auto length = ::pread(file, holder.data(), holder.size() - 1, 0);
    return std::unexpected("op opslag " + store_file.string() + " draait al een gateway (" +
                           (length > 0 ? std::string(holder.data(), static_cast<std::size_t>(length))
                                       : std::string("proces onbekend")) +
                           "); stop die eerst, of gebruik een eigen opslag");
  }
  const bool there = std::filesystem::exists(store_file, ignored);
  // Never closed before the process ends: that would undo the engine's own locks on it.
  lock.store_ = ::open(store_file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, owner_only);
  if (!there && lock.store_ >= 0 && ::geteuid() == 0) give_to_owner_of(lock.store_, name);
  if (lock.store_ < 0)
    return std::unexpected("opslag " + store_file.string() +
                           " is niet te openen: " + schemas::reason_of(errno));
  if (::flock(lock.store_, LOCK_EX | LOCK_NB) != 0)
    return std::unexpected(
        "op opslag " + store_file.string() +
        " draait al een gateway, die haar onder een andere naam opende; stop die eerst, of "
        "gebruik een eigen opslag");
  const auto holder = "proces " + std::to_string(::getpid());
  if (::ftruncate(file, 0) != 0 || ::pwrite(file, holder.data(), holder.size(), 0) < 0)
    return std::unexpected("het slot " + name.string() +
                           " is niet te schrijven: " + schemas::reason_of(errno));
  return lock;
}

std::optional<int> RunningLock::holder(const std::filesystem::path& store_file) {
  if (!held(store_file)) return std::nullopt;
  std::ifstream in(store_file.string() + ".lock");
  std::string word;
  int process = 0;
  if (!(in >> word >> process) || process <= 1) return std::nullopt;
  return process;
}

bool RunningLock::held(const std::filesystem::path& store_file) {
  auto name = store_file;
  name += ".lock";
  const int file = ::open(name.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return false;
  const RunningLock looking(file);
  return ::flock(file, LOCK_SH | LOCK_NB) != 0;
}

RunningLock::~RunningLock() {
  if (file_ >= 0) ::close(file_);
  if (store_ >= 0) ::close(store_);
}

std::expected<TaskLock, std::string> TaskLock::take(const Database& database, const std::string& task) {
  auto name = database.file();
  name += "." + task + ".lock";
  constexpr int owner_only = 0600;
  TaskLock lock(::open(name.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, owner_only));
  if (lock.file_ < 0)
    return std::unexpected("het slot " + name.string() + " is niet te openen: " + schemas::reason_of(errno));
  give_to_owner_of_store(lock.file_, database.file());
  const auto busy = "een ander proces is daar nu mee bezig; probeer het opnieuw als dat klaar is";
  if (::flock(lock.file_, LOCK_EX | LOCK_NB) != 0) return std::unexpected(busy);
  if (database.place().is_postgres()) {
    lock.session_ = database.session();
    if (!lock.session_->engine().hold(task, Engine::Hold::alone)) return std::unexpected(busy);
  }
  return lock;
}

TaskLock::TaskLock(int file) : file_(file) {}

TaskLock::TaskLock(TaskLock&& other) noexcept
    : file_(std::exchange(other.file_, -1)), session_(std::move(other.session_)) {}

TaskLock::~TaskLock() {
  if (file_ >= 0) ::close(file_);
}

}  // namespace inburgering::gateway::store
