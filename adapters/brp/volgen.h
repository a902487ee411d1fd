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

/// That somebody is followed, as the answer to a volgindicatie tells it.
struct Volgindicatie {
  schemas::Bsn burgerservicenummer;
  std::optional<schemas::Day> begindatum;
  std::optional<schemas::Day> einddatum;  ///< from this day on no more
};
/// One, or the list of all.
schemas::Result<std::vector<Volgindicatie>> read_volgindicaties(std::string_view text);

struct Volgindicaties {
  std::vector<Volgindicatie> volgindicaties;
};

}  // namespace inburgering::adapters::brp::volgen

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::adapters::brp::volgen::Gewijzigden> = [] {
  using namespace inburgering::schemas;
  using R = inburgering::adapters::brp::volgen::Gewijzigden;
  return describe_open<R>("GewijzigdePersonen", field("burgerservicenummers", &R::burgerservicenummers,
                                                      "GewijzigdePersonen", "wie er is gewijzigd"));
}();

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::adapters::brp::volgen::Volgindicatie> = [] {
  using namespace inburgering::schemas;
  using R = inburgering::adapters::brp::volgen::Volgindicatie;
  return describe_open<R>(
      "VolgindicatieRaadplegen",
      key("burgerservicenummer", &R::burgerservicenummer, "VolgindicatieRaadplegen", "wie wordt gevolgd"),
      field("begindatum", &R::begindatum, "VolgindicatieRaadplegen", "sinds wanneer"),
      field("einddatum", &R::einddatum, "Volgindicatie", "vanaf wanneer niet meer"));
}();

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::adapters::brp::volgen::Volgindicaties> = [] {
  using namespace inburgering::schemas;
  using R = inburgering::adapters::brp::volgen::Volgindicaties;
  return describe_open<R>("VolgindicatieCollectie", field("volgindicaties", &R::volgindicaties,
                                                          "VolgindicatieCollectie", "wie er worden gevolgd"));
}();
