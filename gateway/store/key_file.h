#pragma once
// The file of the store's keys, when it is changed: a key that was lost after something was sealed under it
// is lost data.
#include <expected>
#include <filesystem>
#include <string>

namespace inburgering::gateway::store {

/// Sees to it that the file and its name are on disk: before anything is sealed under what it says.
bool make_durable(const std::filesystem::path& file);

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
