#pragma once
#include <string>

#include "schemas/record/fields.h"
#include "schemas/value/moment.h"
#include "schemas/value/stated.h"

namespace inburgering::mapping::canonical {

using schemas::Stated;

/// A notification of DUO that asks for attention and answers no question of ours: a planned attention signal,
/// or a kind that was not documented when this gateway was made. Key: kind and moment of registration.
struct Attentiesignaal {
  std::string gebeurtenis_id;
  schemas::Moment registratie_datum_tijd;
  Stated<std::string> betekenis;
  bool operator==(const Attentiesignaal&) const = default;
};

}  // namespace inburgering::mapping::canonical

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::mapping::canonical::Attentiesignaal> = [] {
  using namespace inburgering::schemas;
  using R = inburgering::mapping::canonical::Attentiesignaal;
  return describe<R>(
      "Attentiesignaal", key("gebeurtenisId", &R::gebeurtenis_id, "", "soort gebeurtenis van DUO"),
      key("registratieDatumTijd", &R::registratie_datum_tijd, "", "moment van registratie bij DUO"),
      field("betekenis", &R::betekenis, "", "wat het signaal zegt, voor zover bekend"));
}();
