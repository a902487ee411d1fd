#include "gateway/store/backup_folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <sstream>
#include <system_error>

#include "gateway/store/archive.h"
#include "gateway/store/engine/owner.h"
#include "schemas/reason.h"

namespace inburgering::gateway::store {
namespace {

constexpr std::string_view slot_name = ".gateway-back-up";

std::string content_of(int file) {
  std::string content;
  std::array<char, 4096> part{};
  for (off_t at = 0;;) {
    const auto length = ::pread(file, part.data(), part.size(), at);
    if (length <= 0) return content;
    content.append(part.data(), static_cast<std::size_t>(length));
    at += length;
  }
}

/// Of the lock that is held: nobody works on what stands in it.
void remove_left(int slot, const std::filesystem::path& folder) {
  std::istringstream lines(content_of(slot));
  for (std::string name; std::getline(lines, name);) {
    // Never anything outside this folder, whatever was written there.
    if (name.empty() || name.front() == '.' || name.find('/') != std::string::npos) continue;
    std::error_code absent;
    const auto file = folder / name;
    if (std::filesystem::is_regular_file(std::filesystem::symlink_status(file, absent)))
      std::filesystem::remove(file, absent);
  }
}

}  // namespace

std::filesystem::path folder_with(const std::filesystem::path& file) {
  return file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
}

BackupFolder::BackupFolder(const std::filesystem::path& folder, const std::vector<std::string>& passing) {
  const auto name = folder / slot_name;
  constexpr int owner_only = 0600;
  slot_ = ::open(name.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, owner_only);
  const auto fail = [&](const std::string& why) {
    if (slot_ >= 0) ::close(slot_);
    throw BadArchive(why + ". Er is geen back-up gemaakt, en aan de opslag is niets veranderd");
  };
  if (slot_ < 0) fail(name.string() + " is niet te maken: " + schemas::reason_of(errno));
  give_to_owner_of(slot_, folder);
  if (::flock(slot_, LOCK_EX | LOCK_NB) != 0)
    fail("in " + folder.string() +
         " wordt al een back-up gemaakt: wacht tot die klaar is, of neem een andere map");
  remove_left(slot_, folder);
  std::string content;
  for (const auto& each : passing) content += each + '\n';
  if (::ftruncate(slot_, 0) != 0 ||
      ::pwrite(slot_, content.data(), content.size(), 0) != static_cast<ssize_t>(content.size()) ||
      ::fsync(slot_) != 0)
    fail(name.string() + " is niet te schrijven: " + schemas::reason_of(errno));
}

BackupFolder::~BackupFolder() {
  // Whoever made them removed them.
  if (::ftruncate(slot_, 0) == 0) ::fsync(slot_);
  ::close(slot_);
}

void clean_backup_folder(const std::filesystem::path& folder) {
  const int slot = ::open((folder / slot_name).c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW);
  if (slot < 0) return;
  if (::flock(slot, LOCK_EX | LOCK_NB) == 0) {
    remove_left(slot, folder);
    if (::ftruncate(slot, 0) == 0) ::fsync(slot);
  }
  ::close(slot);
}

}  // namespace inburgering::gateway::store
