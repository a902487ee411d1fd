#include "gateway/store/engine/owner.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <system_error>

namespace inburgering::gateway::store {

bool give_to_owner_of(int opened, const std::filesystem::path& like) {
  struct stat wanted{};
  struct stat own{};
  if (::fstat(opened, &own) != 0) return false;
  return ::stat(like.c_str(), &wanted) != 0 || own.st_uid == wanted.st_uid ||
         ::fchown(opened, wanted.st_uid, wanted.st_gid) == 0;
}

void give_to_owner_of(const std::filesystem::path& file, const std::filesystem::path& like) {
  const int opened = ::open(file.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
  if (opened < 0) return;
  give_to_owner_of(opened, like);
  ::close(opened);
}

void give_to_owner_of_store(int opened, const std::filesystem::path& store_file) {
  // Another user than root may give nothing away, and need not.
  if (::geteuid() != 0) return;
  std::error_code absent;
  const auto there = std::filesystem::exists(store_file, absent);
  const auto folder = store_file.has_parent_path() ? store_file.parent_path() : std::filesystem::path(".");
  give_to_owner_of(opened, there ? store_file : folder);
}

}  // namespace inburgering::gateway::store
