#pragma once
#include "mapping/canonical/field_types.h"

namespace inburgering::mapping::canonical {

/// What the gateway itself noticed in what a taalschool told: an early warning, by a rule that the gemeente
/// set in the configuration. Ends by itself when the rule is no longer met. Key: rule and school.
struct Waarschuwing {
  Code<codes::waarschuwingsregel> regel;
  std::string instelling;
  Stated<Day> datum;
  Stated<Score> waarde;
  Stated<Score> grens;
  Stated<std::int64_t> weken;
  Stated<std::string> toelichting;
  bool operator==(const Waarschuwing&) const = default;
};

}  // namespace inburgering::mapping::canonical

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::mapping::canonical::Waarschuwing> = [] {
  using namespace inburgering::schemas;
  using namespace inburgering::mapping::canonical;
  using R = Waarschuwing;
  return describe<R>(
      About{"Waarschuwing", "vroege waarschuwing van de gateway, volgens een regel die de gemeente instelde",
            belongs_to("Inburgeringsplichtige", "BETREFT")},
      key("regel", &R::regel, "afgeleid:waarschuwing", "de regel waaraan is voldaan"),
      key("instelling", &R::instelling, "afgeleid:waarschuwing", "OIN van de taalschool waarover het gaat"),
      field("datum", &R::datum, "afgeleid:waarschuwing",
            "laatste dag van de gegevens waarop de waarschuwing berust"),
      field("waarde", &R::waarde, "afgeleid:waarschuwing",
            "wat is gemeten: een percentage of een aantal weken"),
      field("grens", &R::grens, "afgeleid:waarschuwing", "de grens die de gemeente instelde"),
      field("weken", &R::weken, "afgeleid:waarschuwing", "over hoeveel weken is gerekend"),
      field("toelichting", &R::toelichting, "afgeleid:waarschuwing", "de regel en de getallen in een zin"));
}();
