#pragma once
// The file of the store's keys, when it is changed: a key that was lost after something was sealed under it
// is lost data.
#include <expected>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>

#include "gateway/base/store_place.h"
#include "gateway/store/engine/session.h"

namespace inburgering::gateway::store {

/// Sees to it that the file and its name are on disk: before anything is sealed under what it says.
bool make_durable(const std::filesystem::path& file);

/// Writes a new file that only its owner can read, on disk; false when it is there already or cannot be.
bool write_secret(const std::filesystem::path& file, const std::string& content);

/// That the keys of a store are in use: held by whoever seals with them, for as long as it may. What is
/// sealed in one moment may be written in a later one, so that a key can only go when nobody is left who had
/// it.
class KeysInUse {
 public:
  /// Dutch error: a key is being taken away.
  static std::expected<KeysInUse, std::string> share(const StorePlace& place);
  /// Whether nobody else has them, here or on another machine; nobody gets them then while this lives.
  bool alone() const;
  KeysInUse(KeysInUse&& other) noexcept
      : file_(std::exchange(other.file_, -1)), session_(std::move(other.session_)) {}
  KeysInUse(const KeysInUse&) = delete;
  KeysInUse& operator=(const KeysInUse&) = delete;
  KeysInUse& operator=(KeysInUse&&) = delete;
  ~KeysInUse();

 private:
  explicit KeysInUse(int file) : file_(file) {}
  int file_;
  std::unique_ptr<Session> session_;  ///< that holds a lock of the database; none with SQLite
};

/// A key file that nobody else changes meanwhile.
class HeldKeyFile {
 public:
  /// Dutch error; also when another process holds it, or put another in its place.
  static std::expected<HeldKeyFile, std::string> hold(const std::filesystem::path& file);
  HeldKeyFile(HeldKeyFile&& other) noexcept;
  HeldKeyFile(const HeldKeyFile&) = delete;
  HeldKeyFile& operator=(const HeldKeyFile&) = delete;
  HeldKeyFile& operator=(HeldKeyFile&&) = delete;
  ~HeldKeyFile();

  /// Each line ends.
  const std::string& content() const { return content_; }
  /// Puts another content in its place, whole or not at all, for the same owner and nobody else. Dutch error.
  /// Once: what is held is then a file that was.
  std::expected<void, std::string> replace(const std::string& content) const;

 private:
  HeldKeyFile(std::filesystem::path file, int held) : file_(std::move(file)), held_(held) {}

  std::filesystem::path file_;
  int held_;
  std::string content_;
};

}  // namespace inburgering::gateway::store
