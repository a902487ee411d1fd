#pragma once
#include "mapping/canonical/field_types.h"

namespace inburgering::mapping::canonical {

/// What became of a report to DUO. Only the afnemer that made it is told.
struct Melding {
  std::string melding_id;
  Stated<std::string> soort;
  Stated<Code<codes::handeling>> handeling;
  Stated<std::string> kenmerk;
  Stated<Code<codes::meldingstatus>> status;
  Stated<std::string> toelichting;
  Stated<Moment> aangeboden;
  bool operator==(const Melding&) const = default;
};

}  // namespace inburgering::mapping::canonical

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::mapping::canonical::Melding> = [] {
  using namespace inburgering::schemas;
  using namespace inburgering::mapping::canonical;
  using R = Melding;
  return describe<R>(
      About{"Melding", "wat er is geworden van een melding aan DUO; alleen wie haar deed krijgt dit",
            belongs_to("Persoon", "BETREFT")},
      key("meldingId", &R::melding_id, "gateway", "nummer dat de gateway haar gaf"),
      field("soort", &R::soort, "gateway",
            "waarover zij gaat, zoals in het adres: pip, map, uren-taallesknm, …"),
      field("handeling", &R::handeling, "gateway", "wat DUO werd gevraagd"),
      field("kenmerk", &R::kenmerk, "gateway", "eigen kenmerk van de afnemer"),
      field("status", &R::status, "gateway", "wat er van is geworden"),
      field("toelichting", &R::toelichting, "gateway",
            "wat DUO bij een weigering zei, of wat een mens moet nagaan"),
      field("aangeboden", &R::aangeboden, "gateway", "moment waarop de gateway haar aannam"));
}();
