#pragma once
#include <expected>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace inburgering::gateway::store {

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

}  // namespace inburgering::gateway::store
