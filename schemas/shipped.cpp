#include "schemas/shipped.h"

#include <system_error>

namespace inburgering::schemas {

std::filesystem::path shipped(std::string_view folder) {
  std::error_code unknown;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", unknown);
  return program.parent_path().parent_path() / "share" / "inburgering-gateway" / folder;
}

}  // namespace inburgering::schemas
