#pragma once
// The keys of dossiers. They stand beside the store in a file of their own, `<store>.dossiersleutels`, each
// sealed under the store's key: once one is destroyed there, what it sealed is dark in each copy of the store
// that was ever made. That asks of who makes copies that of this file only the newest is kept.
#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>

namespace inburgering::gateway::store {

/// A file of numbered records of at most `longest` bytes; the first is number 1. Several processes may use it
/// at once. What fails of the file itself throws Unavailable, as the store does.
class DossierKeyFile {
 public:
  static constexpr std::size_t longest = 127;

  /// Of a store; it is made when the first record comes.
  explicit DossierKeyFile(const std::filesystem::path& store_file);
  DossierKeyFile(const DossierKeyFile&) = delete;
  DossierKeyFile& operator=(const DossierKeyFile&) = delete;
  ~DossierKeyFile();

  const std::filesystem::path& file() const { return file_; }
  /// How many numbers were ever given.
  std::int64_t count() const;
  /// Nothing when it was destroyed, or never was.
  std::optional<std::string> read(std::int64_t number) const;
  /// Adds records, made by their number, and is back when they are on disk. The number of the first.
  std::int64_t add(std::int64_t count, const std::function<std::string(std::int64_t number)>& make);
  /// Overwrites records, and is back when that is on disk.
  void destroy(std::span<const std::int64_t> numbers);
  /// Rises with each destruction by this process.
  std::uint64_t destructions() const { return destructions_; }

 private:
  /// Negative when it is not there.
  int opened() const;
  int made();

  std::filesystem::path store_file_, file_;
  mutable std::mutex opening_;
  mutable std::atomic<int> descriptor_ = -1;
  std::atomic<std::uint64_t> destructions_ = 0;
};

}  // namespace inburgering::gateway::store
