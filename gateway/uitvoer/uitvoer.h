#pragma once
// `export`: the whole canonical state of a gemeente for a data warehouse, in a folder that appears when all
// of it is there.
//
// The state is read at one moment of the store. What was read of some dossiers is set aside in the folder it
// is made in, under the digest of their versions: who was cut off takes up what has not changed since, and
// the result is that of one export of the later moment, byte for byte.
//
// Since a mark: only dossiers of which the version differs from that in the mark, each of them whole. The
// mark is what every dossier had at the moment of the export before, so no later commit can slip under it.
// The table `dossiers` names every dossier there is: what stands nowhere in it was removed.
#include <expected>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "gateway/config/config.h"
#include "gateway/store/dossiers.h"
#include "gateway/uitvoer/tafel.h"

namespace inburgering::gateway::uitvoer {

/// Brings the files of a folder elsewhere. Dutch errors.
struct Bezorger {
  /// The name under which they are to stand there: this one, or the first with a number that is free.
  std::function<std::expected<std::string, std::string>(const std::string& name)> vrije_naam{};
  std::function<std::expected<void, std::string>(const std::filesystem::path& folder,
                                                 const std::string& name)>
      breng{};
  /// Takes away what stands there of one that was cut off, as far as that can be.
  std::function<void(const std::string& name)> ruim_op{};
  explicit operator bool() const { return static_cast<bool>(breng); }
};

struct Wens {
  const config::Config& config;
  const config::Tenant& tenant;
  std::filesystem::path naar;  ///< the folder in which a folder of this export is made, and appears
  Vormen vormen;
  bool pseudoniem = false;  ///< a keyed hash in the place of the BSN; what names a person stays empty
  std::filesystem::path
      merk;  ///< of the export before, if it is there, and of this one; empty = all dossiers
  std::string grondslag, doel;
  std::string wie;
  int dossiers_at_once = 500;  ///< set aside together
  Bezorger bezorger{};         ///< none: the folder stays here; else it is made here
};

struct Uitkomst {
  std::string naam;           ///< of the folder
  bool volledig = true;       ///< all dossiers, and nothing in them that could not be read
  std::int64_t dossiers = 0;  ///< that were exported
  std::int64_t objecten = 0;
  /// Dossiers of which something could not be read. Then the mark stays what it was.
  std::vector<std::string> onleesbaar{};
  std::int64_t hergebruikt = 0;  ///< dossiers that a run that was cut off had set aside
};

/// Hears how many dossiers of how many were read.
using Voortgang = std::function<void(std::int64_t done, std::int64_t of)>;

/// Writes in the log that it begins, before anything is read, and how it ended. Dutch error.
std::expected<Uitkomst, std::string> voer_uit(store::Session& sql, const store::Sealing& sealing,
                                              const Wens& wens, const Voortgang& voortgang);

}  // namespace inburgering::gateway::uitvoer
