#include "gateway/cli/who.h"

#include <pwd.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <fstream>
#include <limits>

#include "schemas/value/text.h"

namespace inburgering::gateway::cli {

std::string who_commands() {
  std::uint32_t account = ::getuid();
  std::uint32_t logged_in = std::numeric_limits<std::uint32_t>::max();
  if (std::ifstream file("/proc/self/loginuid");
      file >> logged_in && logged_in != std::numeric_limits<std::uint32_t>::max())
    account = logged_in;
  passwd found{};
  passwd* entry = nullptr;
  std::array<char, 4096> texts{};
  const bool known =
      ::getpwuid_r(account, &found, texts.data(), texts.size(), &entry) == 0 && entry != nullptr;
  return "opdrachtregel (" + (known ? schemas::shown(found.pw_name) : std::to_string(account)) + ")";
}

}  // namespace inburgering::gateway::cli
