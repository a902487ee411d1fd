#pragma once
// Who gets a token (FSC Core 1.0; errors as RFC 6749 §5.2).
#include <expected>
#include <string>

#include "adapters/fsc/token.h"
#include "gateway/config/config.h"
#include "gateway/store/fsc.h"

namespace inburgering::gateway::fsc {

/// One of our partner APIs, as a service of the group.
struct Service {
  std::string_view name;
  config::Role role;  ///< of who may call it
};
const Service* service_named(std::string_view name);
const Service* service_of(config::Role role);

struct TokenAsked {
  std::string grant_type, scope, client_id;  ///< as they came; empty = not given
  std::string peer;                          ///< in the certificate of the connection
  std::string thumbprint, key_thumbprint;    ///< of that certificate, and of its key
};
struct NoToken {
  std::string_view error;  ///< "invalid_scope"
  std::string why;         ///< Dutch
};
/// What the token says, which is still to be signed.
std::expected<adapters::fsc::Token, NoToken> token_for(store::Session& sql, const config::Config& config,
                                                       const TokenAsked& asked, std::int64_t now);

}  // namespace inburgering::gateway::fsc
