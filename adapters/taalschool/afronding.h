#pragma once
#include <optional>

#include "adapters/taalschool/rij.h"
#include "schemas/value/day.h"

namespace inburgering::adapters::taalschool {

/// A row of `afronding`: how a deelname ended.
struct Afronding : Rij {
  std::string deelname;  ///< kenmerk of the deelname that ended
  schemas::Day einddatum;
  std::string uitkomst;
  std::optional<std::string> reden;
  std::optional<std::string> toelichting;
};

inline constexpr std::string_view uitkomsten[] = {"voltooid", "gestopt"};
inline constexpr std::string_view redenen_gestopt[] = {
    "verhuizing",        "werk",      "ziekte",   "zwangerschap",     "zorg",
    "motivatie",         "verzuim",   "overstap", "andere-leerroute", "ontheffing",
    "vertrek-nederland", "overleden", "overig"};

/// A deelname that was stopped has a reason, a completed one has none.
void check(const Afronding& afronding, schemas::Faults& faults);

}  // namespace inburgering::adapters::taalschool

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::adapters::taalschool::Afronding> = [] {
  using namespace inburgering::schemas;
  using namespace inburgering::adapters::taalschool;
  using R = Afronding;
  return describe<R>(
      About{"Afronding", "hoe een deelname eindigde"}, kenmerk_field, gemeentecode_field, bsn_field,
      field("deelname", &R::deelname, source, "kenmerk van de deelname die eindigde",
            {.format = &kenmerk_format}),
      field("einddatum", &R::einddatum, source, "laatste dag"),
      field("uitkomst", &R::uitkomst, source, "voltooid, of voortijdig gestopt", {.codes = uitkomsten}),
      field("reden", &R::reden, source, "waarom er is gestopt; alleen en altijd bij gestopt",
            {.codes = redenen_gestopt}),
      field("toelichting", &R::toelichting, source, "toelichting voor de gemeente; geen medische gegevens",
            {.max_length = 500}));
}();
