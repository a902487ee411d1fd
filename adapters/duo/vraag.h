#pragma once
// Questions to DUO: what can be asked, and how the request looks.
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "adapters/duo/headers.h"
#include "adapters/transport/http_client.h"
#include "schemas/fault.h"
#include "schemas/value/bsn.h"

namespace inburgering::adapters::duo {

/// What a question is about. The table of gebeurtenissen names the first seven; nothing announces the others.
enum class Onderwerp {
  plicht,
  termijn,
  examen,
  vrijstelling,
  ontheffing,
  leerbaarheid,
  pip,
  historie,
  uren,
  map_pvt,
  referentie
};

/// One GET of DUO's APIs.
struct Resource {
  std::string_view name;  ///< as `translate --resource` and the exchange log spell it
  Onderwerp onderwerp;
  std::string_view path;         ///< behind the person, or the whole path; capitals as in the specification
  std::string_view api_version;  ///< of the specification that the wire record follows
  bool about_person;             ///< behind /personen/{bsn}
  schemas::Faults (*check)(std::string_view body);  ///< the body of a 200 answer against the specification
};

/// Every GET of the eleven APIs.
std::span<const Resource> resources();
const Resource* find_resource(std::string_view name);

/// The request for one resource; `bsn` when it is about a person. The path then holds the BSN: the URL must
/// never be logged.
transport::Call question(const Resource& resource, std::string_view base_url,
                         const std::optional<schemas::Bsn>& bsn, const MessageHeaders& headers,
                         const transport::TlsFiles& tls);

}  // namespace inburgering::adapters::duo
