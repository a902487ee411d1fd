#pragma once
// The signature of the gateway under what it sends, and the keys by which others judge it.
#include <boost/json/object.hpp>
#include <expected>
#include <string>

#include "adapters/transport/http_client.h"
#include "gateway/config/config.h"
#include "gateway/delivery/message.h"

namespace inburgering::gateway::delivery {

/// Signs what goes to `url` (adapters/jose/signature.h), with the key of the client certificate that it goes
/// with. Dutch error.
std::expected<void, std::string> sign(const adapters::transport::TlsFiles& tls, std::string_view url,
                                      schemas::Moment now, Message& message);

/// The keys that this gateway may sign with: those of all its client certificates (JWK Set, RFC 7517 §5).
boost::json::object signing_keys(const config::Config& config);

}  // namespace inburgering::gateway::delivery
