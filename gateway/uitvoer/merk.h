#pragma once
// The mark of an export: what every dossier had at its moment. The next tells only what differs from it.
#include <expected>
#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>

#include "gateway/store/dossiers.h"

namespace inburgering::gateway::uitvoer {

struct Gezien {
  std::int64_t version = 0;
  std::int64_t last_sequence = 0;
};
using Merk = std::map<std::string, Gezien, std::less<>>;  ///< by dossier

/// Nothing when there is no such file, or no name. Dutch error when it is no mark of this tenant, or of
/// exports of the other kind: with a pseudonym, or with the BSN.
std::expected<std::optional<Merk>, std::string> read_mark(const std::filesystem::path& file,
                                                          const std::string& tenant, bool pseudonym);
/// In the place of the one before, when it is on disk. Throws std::filesystem::filesystem_error.
void write_mark(const std::filesystem::path& file, const std::string& tenant, bool pseudonym,
                std::span<const store::ListedDossier> dossiers);

}  // namespace inburgering::gateway::uitvoer
