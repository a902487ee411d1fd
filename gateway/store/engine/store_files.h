#pragma once
#include <filesystem>
#include <optional>

namespace inburgering::gateway::store {

/// The file of a store and the `-wal` beside it, as they were opened.
class StoreFiles {
 public:
  explicit StoreFiles(std::filesystem::path file)
      : file_(std::move(file)), store_(identity_of(file_)), wal_(identity_of(wal())) {}

  /// Whether both still are what they were.
  bool in_place() const { return store_in_place() && identity_of(wal()) == wal_; }
  bool store_in_place() const { return identity_of(file_) == store_; }

 private:
  struct Identity {
    unsigned long device = 0, inode = 0;
    bool operator==(const Identity&) const = default;
  };
  /// Nothing when it is not there.
  static std::optional<Identity> identity_of(const std::filesystem::path& file);
  std::filesystem::path wal() const { return file_.string() + "-wal"; }

  std::filesystem::path file_;
  std::optional<Identity> store_, wal_;
};

}  // namespace inburgering::gateway::store
