#pragma once
// The file of a backup: sealed parts, each bound to the file that it belongs to and to its place there, so
// that one that was changed, moved or cut off shows. Nothing in it can be read without a key of the store but
// its head.
#include <cstdint>
#include <expected>
#include <filesystem>
#include <fstream>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include "gateway/store/dossiers.h"

namespace inburgering::gateway::store {

/// What is wrong with a backup, in Dutch.
class BadArchive : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// What stands in front, readable: enough to know whether it can be opened here.
struct ArchiveHead {
  std::string id;          ///< UUIDv7
  std::string program;     ///< version of the gateway that made it
  std::size_t schema = 0;  ///< version of the tables
  std::string moment;
  std::string key;  ///< name of the key that it was sealed under, and what that is known by
  std::string mark;
  std::string base{};  ///< id of the backup that it adds to; empty = it is whole
};

enum class ArchivePart : char { pages = 'p', digests = 'd', manifest = 'm' };

/// A backup comes in the place of nothing but a backup: not of a store, of keys, or of a device. Throws
/// BadArchive.
void refuse_another_file(const std::filesystem::path& to);

/// Its name until then.
std::filesystem::path unfinished_archive(const std::filesystem::path& to);

/// Written under a name of its own; it gets its name when it is whole and on disk. Throws BadArchive.
class ArchiveWriter {
 public:
  ArchiveWriter(std::filesystem::path to, const Sealing& sealing, ArchiveHead head);
  ArchiveWriter(const ArchiveWriter&) = delete;
  ArchiveWriter& operator=(const ArchiveWriter&) = delete;
  ~ArchiveWriter();

  const ArchiveHead& head() const { return head_; }
  void put(ArchivePart kind, std::string_view plain);
  /// After the manifest, which is its last part.
  void finish();

 private:
  void write(std::string_view bytes);

  std::filesystem::path to_, temporary_;
  const Sealing& sealing_;
  ArchiveHead head_;
  std::string bound_to_;
  std::int64_t parts_ = 0;
  int file_ = -1;
};

/// Throws BadArchive.
class ArchiveReader {
 public:
  ArchiveReader(std::filesystem::path file, const Keys& keys);

  const ArchiveHead& head() const { return head_; }
  struct Part {
    ArchivePart kind;
    std::string plain;
  };
  /// The next part, until the manifest was read; then nothing. Pages are passed over when they are not
  /// wanted.
  std::optional<Part> next(bool pages = true);
  /// Of the file: how far it is, and how long.
  std::int64_t at() { return in_.tellg(); }
  std::int64_t size() const { return size_; }

 private:
  [[noreturn]] void fail(const std::string& why) const;

  std::filesystem::path file_;
  const Keys& keys_;
  ArchiveHead head_;
  std::ifstream in_;
  std::string bound_to_;
  std::int64_t parts_ = 0, size_ = 0;
  bool ended_ = false;
};

}  // namespace inburgering::gateway::store
