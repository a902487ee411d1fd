#pragma once
#include <expected>
#include <filesystem>
#include <memory>
#include <string>

namespace inburgering::gateway::store {

/// That one gateway runs on a store: held by a lock of the system on a file beside it, which ends with the
/// process, however it ends. The file tells by whom.
class RunningLock {
 public:
  /// Dutch error: who holds it.
  static std::expected<RunningLock, std::string> take(const std::filesystem::path& store_file);
  /// Whether a gateway runs on it now.
  static bool held(const std::filesystem::path& store_file);
  RunningLock(RunningLock&& other) noexcept : file_(other.file_) { other.file_ = -1; }
  RunningLock& operator=(RunningLock&&) = delete;
  ~RunningLock();

 private:
  explicit RunningLock(int file) : file_(file) {}
  int file_;
};

}  // namespace inburgering::gateway::store
