#pragma once
#include <string>
#include <string_view>

#include "adapters/transport/http_server.h"
#include "schemas/fault.h"

namespace inburgering::gateway::http {

/// The headers that every response carries (NL API Design Rules, transport security), `API-Version` among
/// them.
void add_common_headers(adapters::transport::Response& response, std::string_view api_version);

/// application/problem+json (RFC 9457): `status`, `title`, `detail`, and every fault with its JSON Pointer.
adapters::transport::Response problem(int status, std::string_view title, std::string_view detail,
                                      const schemas::Faults& faults = {});

/// To what could not be understood.
adapters::transport::Response unreadable_answer(const adapters::transport::Request& request,
                                                const adapters::transport::ServerLimits& limits);

/// What is told by an older version of the model says since when it is old and until when it is told:
/// `Deprecation` (RFC 9745), `Sunset` (RFC 8594), and where to read of it.
void add_version_headers(adapters::transport::Response& response, int version);

adapters::transport::Response json_answer(int status, std::string body);

}  // namespace inburgering::gateway::http
