#pragma once
#include <expected>
#include <filesystem>
#include <string>
#include <vector>

#include "schemas/value/oin.h"

namespace inburgering::gateway::identity {

/// One certificate to make: file name, organisation and OIN. PKIoverheid G4 gives a certificate one purpose,
/// so a leaf is for a server or for a client.
struct Leaf {
  enum class Purpose { server, client };
  std::string name;
  std::string organisation;
  schemas::Oin oin;
  Purpose purpose = Purpose::client;
  int valid_days = 365;  ///< negative: already expired, to test with
  std::string host{};    ///< of a server: by which it is called besides this machine's own names
};

/// Makes a private root and leaf certificates (P-256) as PEM files in `dir`: root.pem, <name>.pem,
/// <name>.key. For demonstration and test only: the root is called "Ontwikkelstam" and is refused in
/// production. An existing root is kept, so that leaves can be added. Dutch error.
std::expected<void, std::string> make_dev_pki(const std::filesystem::path& dir,
                                              const std::vector<Leaf>& leaves);

}  // namespace inburgering::gateway::identity
