#pragma once
// Questions to DUO: what can be asked about a person, and how the request looks.
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "adapters/duo/headers.h"
#include "adapters/transport/http_client.h"
#include "schemas/value/bsn.h"

namespace inburgering::adapters::duo {

/// What a question is about, as the table of gebeurtenissen names it.
enum class Onderwerp { plicht, termijn, examen, vrijstelling, ontheffing, leerbaarheid, pip };

/// One GET of DUO's APIs about one person.
struct Resource {
  std::string_view name;  ///< as `translate --resource` and the exchange log spell it
  Onderwerp onderwerp;
  std::string_view path;  ///< behind /personen/{bsn}; capitals as in the specification
};

/// The resources that this gateway asks.
std::span<const Resource> resources();
const Resource* find_resource(std::string_view name);

/// The request for one resource of one person. The path holds the BSN: the URL must never be logged.
transport::Call question(const Resource& resource, std::string_view base_url, const schemas::Bsn& bsn,
                         const MessageHeaders& headers, const transport::TlsFiles& tls);

}  // namespace inburgering::adapters::duo
