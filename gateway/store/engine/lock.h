#pragma once
#include <expected>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace inburgering::gateway::store {

class Database;
class Session;

/// That one gateway runs on a store: held by locks of the system, on a file beside it that tells by whom, and
/// on the store itself, which may have another name too. They end with the process, however it ends.
class RunningLock {
 public:
  /// Dutch error: who holds it.
  static std::expected<RunningLock, std::string> take(const std::filesystem::path& store_file);
  /// The process of the gateway that runs on it now, as its file tells; nothing when none does.
  static std::optional<int> holder(const std::filesystem::path& store_file);
  /// Whether a gateway runs on it now.
  static bool held(const std::filesystem::path& store_file);
  RunningLock(RunningLock&& other) noexcept
      : file_(std::exchange(other.file_, -1)), store_(std::exchange(other.store_, -1)) {}
  RunningLock& operator=(RunningLock&&) = delete;
  ~RunningLock();

 private:
  explicit RunningLock(int file) : file_(file) {}
  int file_;
  int store_ = -1;
};

/// That one process at a time does a task of this name with a store: on this machine, and over all of them
/// where they share a database. It ends with the process, however that ends.
class TaskLock {
 public:
  /// `task`: lower-case letters, digits and dashes. Dutch error, also when another process does it now.
  /// Throws Unavailable.
  static std::expected<TaskLock, std::string> take(const Database& database, const std::string& task);
  TaskLock(TaskLock&& other) noexcept;
  TaskLock& operator=(TaskLock&&) = delete;
  ~TaskLock();

 private:
  explicit TaskLock(int file);
  int file_;
  std::unique_ptr<Session> session_;  ///< that holds a lock of the database; none with SQLite
};

}  // namespace inburgering::gateway::store
