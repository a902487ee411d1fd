#pragma once
// The BRP Update API 1.0.0: follow a person, and ask who of those that are followed has changed.
#include <optional>
#include <string>
#include <vector>

#include "adapters/transport/http_client.h"
#include "schemas/record/fields.h"
#include "schemas/value/bsn.h"
#include "schemas/value/day.h"

namespace inburgering::adapters::brp::volgen {

/// `PUT <base>/volgindicaties/{bsn}`: 201 placed, 200 changed. Without `einddatum` it stays until it is
/// ended; the present day ends it. The path holds the BSN: the URL must never be logged.
transport::Call volgindicatie(std::string_view base_url, const schemas::Bsn& bsn,
                              const std::optional<schemas::Day>& einddatum, const transport::TlsFiles& tls);

/// `GET <base>/wijzigingen?vanaf=…`, that day included: who has changed since, each once.
transport::Call wijzigingen(std::string_view base_url, const schemas::Day& vanaf,
                            const transport::TlsFiles& tls);

struct Gewijzigden {
  std::vector<schemas::Bsn> burgerservicenummers;
};
schemas::Result<Gewijzigden> read_wijzigingen(std::string_view text);

}  // namespace inburgering::adapters::brp::volgen

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::adapters::brp::volgen::Gewijzigden> = [] {
  using namespace inburgering::schemas;
  using R = inburgering::adapters::brp::volgen::Gewijzigden;
  return describe_open<R>("GewijzigdePersonen", field("burgerservicenummers", &R::burgerservicenummers,
                                                      "GewijzigdePersonen", "wie er is gewijzigd"));
}();
