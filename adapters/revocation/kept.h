#pragma once
// The last good list of each issuer, on disk, with the certificates that proved it: so that a restart without
// a network goes on with it, and no number goes back meanwhile.
#include <expected>
#include <filesystem>
#include <string>
#include <vector>

#include "adapters/revocation/lists.h"

namespace inburgering::adapters::revocation {

struct Kept {
  List list;
  Chain issuers;  ///< who signed it, and those above
  std::string source;
};

/// On disk when this returns: a file of its own in `folder`, for its owner alone. Dutch error.
std::expected<void, std::string> keep(const std::filesystem::path& folder, const Kept& kept);
/// All that can be read, and in Dutch what cannot.
struct ReadBack {
  std::vector<Kept> kept;
  std::vector<std::string> faults;
};
ReadBack read_kept(const std::filesystem::path& folder);

/// The certificates in PEM text, at most a hundred.
Chain certificates_in(std::string_view pem, std::size_t most = 100);

}  // namespace inburgering::adapters::revocation
