#pragma once
#include <string>
#include <string_view>

#include "schemas/value/moment.h"

namespace inburgering::adapters::jose {

/// The token with which an application makes itself known to the API's of ZGW (Autorisaties API 1.0): a JWT
/// (RFC 7519) signed with HMAC-SHA256 under a secret that both have. They judge it by `iss` and `iat`: each
/// call gets its own.
std::string zgw_token(std::string_view client_id, std::string_view secret, schemas::Moment now);

}  // namespace inburgering::adapters::jose
