#pragma once
#include "mapping/canonical/field_types.h"

namespace inburgering::mapping::canonical {

/// A notification of DUO that asks for attention: one of its attention signals, or a kind that was not
/// documented when this gateway was made. Each is a Gebeurtenis as well. Key: kind and moment of
/// registration.
struct Attentiesignaal {
  std::string gebeurtenis_id;
  Moment registratie_datum_tijd;
  Stated<std::string> betekenis;
  bool operator==(const Attentiesignaal&) const = default;
};

}  // namespace inburgering::mapping::canonical

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::mapping::canonical::Attentiesignaal> = [] {
  using namespace inburgering::schemas;
  using namespace inburgering::mapping::canonical;
  using R = Attentiesignaal;
  return describe<R>(
      About{"Attentiesignaal", "signaal van DUO dat om aandacht vraagt",
            belongs_to("Inburgeringsplichtige", "BETREFT")},
      key("gebeurtenisId", &R::gebeurtenis_id, "duo:Notificatie/Notificatie.gebeurtenisId",
          "soort gebeurtenis van DUO"),
      key("registratieDatumTijd", &R::registratie_datum_tijd,
          "duo:Notificatie/Notificatie.registratieDatumTijd", "moment van registratie bij DUO"),
      field("betekenis", &R::betekenis, "gateway", "wat het signaal zegt, voor zover bekend"));
}();
