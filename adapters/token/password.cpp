#include "adapters/token/password.h"

#include <fstream>

namespace inburgering::adapters::token {

std::expected<std::string, std::string> read_password(const std::filesystem::path& file) {
  std::ifstream in(file);
  std::string line;
  constexpr std::size_t longest = 1000;
  if (!in || !std::getline(in, line) || line.empty() || line.size() > longest)
    return std::unexpected("wachtwoord_bestand " + file.string() +
                           " is niet leesbaar of leeg; zet het wachtwoord op de eerste regel");
  if (line.back() == '\r') line.pop_back();
  return line;
}

}  // namespace inburgering::adapters::token
