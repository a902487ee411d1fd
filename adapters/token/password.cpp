#include "adapters/token/password.h"

#include "schemas/small_file.h"

namespace inburgering::adapters::token {

std::expected<std::string, std::string> read_password(const std::filesystem::path& file) {
  const auto content = schemas::read_small_file(file);
  if (!content) return std::unexpected("wachtwoord_bestand " + file.string() + ": " + content.error());
  auto line = content->substr(0, content->find('\n'));
  constexpr std::size_t longest = 1000;
  if (line.empty() || line.size() > longest)
    return std::unexpected("wachtwoord_bestand " + file.string() +
                           " is leeg of geen wachtwoord; zet het wachtwoord op de eerste regel");
  if (line.back() == '\r') line.pop_back();
  return line;
}

}  // namespace inburgering::adapters::token
