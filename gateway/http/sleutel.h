#pragma once
// The natural key of an object as it stands in an address: `naam=waarde`, with `;` between, in the order of
// docs/canonical-model.md; what is no letter, digit, `-`, `.`, `_` or `~` behind percent signs (RFC 3986
// §2.1). Of a type of which there is one in a dossier: `enig`.
#include <boost/json/object.hpp>
#include <string>
#include <string_view>

#include "schemas/fault.h"

namespace inburgering::gateway::http {

/// The key fields that an address names. A number that may be a bsn is refused: addresses are written down
/// along the way.
schemas::Result<boost::json::object> read_sleutel(std::string_view text);
/// The text for a key (mapping::canonical::key_of); in the order in which it comes.
std::string write_sleutel(const boost::json::object& key);

}  // namespace inburgering::gateway::http
