#pragma once
// The keys with which a peer signs (RFC 7517), each with its certificate and those above it, without the
// root (manager.yaml, /.well-known/jwks.json). Only the certificates count: what else stands beside them is
// for others.
#include <boost/json/object.hpp>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/fsc/certificate.h"
#include "schemas/fault.h"

namespace inburgering::adapters::fsc {

inline constexpr std::size_t longest_jwks = 256 * 1024;  ///< bytes of an answer
inline constexpr std::size_t most_keys = 32;
inline constexpr std::size_t longest_chain = 6;

boost::json::object write_jwks(const std::vector<const std::vector<Certificate>*>& chains);
/// Keys without a certificate are passed over.
schemas::Result<std::vector<Shown>> read_jwks(std::string_view text);

}  // namespace inburgering::adapters::fsc
