#pragma once
#include "mapping/canonical/field_types.h"

namespace inburgering::mapping::canonical {

/// That two feeds say different things of one field. The one that has precedence (voorrang.h) is believed;
/// what the other says is kept, and takes its place when that one falls silent. Ended when they agree, or one
/// of them says nothing any more.
struct Tegenspraak {
  std::string objecttype;
  std::string sleutel;
  std::string veld;
  std::string tegenbron;
  Stated<std::string> bron;
  Stated<std::string> waarde;
  Stated<std::string> tegenwaarde;
  bool operator==(const Tegenspraak&) const = default;
};

}  // namespace inburgering::mapping::canonical

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::mapping::canonical::Tegenspraak> = [] {
  using namespace inburgering::schemas;
  using namespace inburgering::mapping::canonical;
  using R = Tegenspraak;
  return describe<R>(
      About{"Tegenspraak", "dat twee bronnen over één veld iets anders zeggen",
            belongs_to("Persoon", "BETREFT")}
          .only_on_request(),
      key("objecttype", &R::objecttype, "gateway", "soort van het object waarover zij het oneens zijn"),
      key("sleutel", &R::sleutel, "gateway", "sleutel van dat object, als JSON"),
      key("veld", &R::veld, "gateway", "het veld"),
      key("tegenbron", &R::tegenbron, "gateway",
          "wie niet wordt geloofd: duo, brp, taalschool, gateway of gemeente"),
      field("bron", &R::bron, "gateway", "wie wordt geloofd"),
      field("waarde", &R::waarde, "gateway", "wat die zegt, en dus geldt"),
      field("tegenwaarde", &R::tegenwaarde, "gateway", "wat de ander zegt"));
}();
