#include "gateway/store/engine/store_files.h"

#include <sys/stat.h>

namespace inburgering::gateway::store {

std::optional<StoreFiles::Identity> StoreFiles::identity_of(const std::filesystem::path& file) {
  struct stat status{};
  if (::stat(file.c_str(), &status) != 0) return std::nullopt;
  return Identity{status.st_dev, status.st_ino};
}

}  // namespace inburgering::gateway::store
