#pragma once
#include "mapping/canonical/field_types.h"

namespace inburgering::mapping::canonical {

/// What a notification of DUO says by itself: that something happened. It is a fact of its own, also where
/// asking DUO shows what came of it, and for some it is all that anybody tells (a request that was refused,
/// ten weeks that began). Key: kind and moment of registration.
struct Gebeurtenis {
  std::string gebeurtenis_id;
  Moment registratie_datum_tijd;
  Stated<std::string> betekenis;
  bool operator==(const Gebeurtenis&) const = default;
};

}  // namespace inburgering::mapping::canonical

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::mapping::canonical::Gebeurtenis> = [] {
  using namespace inburgering::schemas;
  using namespace inburgering::mapping::canonical;
  using R = Gebeurtenis;
  return describe<R>(
      About{"Gebeurtenis", "wat DUO meldt dat er is gebeurd, vóór wat er daarna van wordt opgevraagd",
            belongs_to("Inburgeringsplichtige", "BETREFT")},
      key("gebeurtenisId", &R::gebeurtenis_id, "duo:Notificatie/Notificatie.gebeurtenisId",
          "soort gebeurtenis van DUO"),
      key("registratieDatumTijd", &R::registratie_datum_tijd,
          "duo:Notificatie/Notificatie.registratieDatumTijd", "moment van registratie bij DUO"),
      field("betekenis", &R::betekenis, "gateway", "wat er is gebeurd, voor zover bekend"));
}();
