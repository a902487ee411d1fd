#pragma once
#include <boost/json/object.hpp>
#include <string>

namespace inburgering::gateway::http {

/// The contract of the taalschool-API: OpenAPI 3.1, by the NL API Design Rules. What a row may hold is
/// derived from the field tables that read it, so that contract and gateway cannot part.
boost::json::object openapi();

/// An example of a row, as the contract shows it.
boost::json::object example(std::string_view resource);

/// The contract for readers: one page of HTML without scripts.
std::string openapi_page();

}  // namespace inburgering::gateway::http
