#pragma once
// The way back: what a gemeente reports to DUO. One row a writing operation of DUO's APIs.
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/duo/headers.h"
#include "adapters/transport/http_client.h"
#include "schemas/fault.h"
#include "schemas/value/bsn.h"

namespace inburgering::adapters::duo {

/// One POST, PUT or DELETE of DUO's APIs.
struct Operatie {
  std::string_view name;  ///< as the exchange log spells it, behind the method
  std::string_view method;
  std::string_view path;  ///< with {bsn}, {instellingsnummer} and {id}; capitals as in the specification
  std::string_view api_version;
  int done;                                         ///< status with which DUO says that it took it
  std::string_view resource;                        ///< the GET that shows what became of it; empty = none
  schemas::Faults (*check)(std::string_view body);  ///< of the request body; null when it has none
};

std::span<const Operatie> operaties();
const Operatie* find_operatie(std::string_view method, std::string_view name);

/// What stands in the path of a request.
struct PathValues {
  std::optional<schemas::Bsn> bsn{};
  std::string instellingsnummer{};
  std::int64_t id = 0;  ///< of a contactpersoon
};

/// The request. Its path holds the BSN: the URL must never be logged.
transport::Call melding(const Operatie& operatie, std::string_view base_url, const PathValues& values,
                        const MessageHeaders& headers, std::string body, const transport::TlsFiles& tls);

/// The texts of a functional refusal: the body of a 403 (array of Foutmelding), or of an error that carries a
/// single one. Empty when the body says nothing that can be read.
std::vector<std::string> foutteksten(std::string_view body);

/// The number that DUO gave a new contactpersoon: the body of the 201 answer.
schemas::Result<std::int64_t> new_contactpersoon(std::string_view body);

}  // namespace inburgering::adapters::duo
