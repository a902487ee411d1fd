#include "gateway/uitvoer/merk.h"

#include <sstream>

#include "gateway/uitvoer/bestand.h"
#include "schemas/small_file.h"

namespace inburgering::gateway::uitvoer {
namespace {

/// Tells the form, and whose it is.
std::string first_line(const std::string& tenant, bool pseudonym) {
  return "merk 1 " + tenant + (pseudonym ? " pseudoniem" : "");
}

}  // namespace

std::expected<std::optional<Merk>, std::string> read_mark(const std::filesystem::path& file,
                                                          const std::string& tenant, bool pseudonym) {
  if (file.empty() || !std::filesystem::exists(file)) return std::nullopt;
  constexpr std::size_t most = std::size_t{256} << 20;
  const auto text = schemas::read_small_file(file, most);
  if (!text) return std::unexpected("merk " + file.string() + ": " + text.error());
  std::istringstream in(*text);
  std::string line;
  const bool told = bool(std::getline(in, line));
  if (told && line == first_line(tenant, !pseudonym))
    return std::unexpected("merk " + file.string() + " is van exports " +
                           (pseudonym ? "met bsn" : "met pseudoniem") +
                           "; geef deze een eigen merk, en houd ze uit elkaar");
  if (!told || line != first_line(tenant, pseudonym))
    return std::unexpected("merk " + file.string() + " is niet van een export van deze gemeente");
  Merk mark;
  std::string id;
  Gezien seen;
  while (in >> id >> seen.version >> seen.last_sequence) mark[id] = seen;
  if (!in.eof()) return std::unexpected("merk " + file.string() + " is niet te lezen");
  return mark;
}

void write_mark(const std::filesystem::path& file, const std::string& tenant, bool pseudonym,
                std::span<const store::ListedDossier> dossiers) {
  Bestand out(file);
  out.write(first_line(tenant, pseudonym) + "\n");
  for (const auto& each : dossiers)
    out.write(each.id + " " + std::to_string(each.version) + " " + std::to_string(each.last_sequence) + "\n");
  out.finish();
  make_durable(file.has_parent_path() ? file.parent_path() : std::filesystem::path("."));
}

}  // namespace inburgering::gateway::uitvoer
