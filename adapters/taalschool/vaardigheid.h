#pragma once
#include <optional>
#include <string>

#include "adapters/taalschool/rij.h"
#include "adapters/taalschool/voortgangsmeting.h"

namespace inburgering::adapters::taalschool {

/// A row of `vaardigheden`: how the school judges someone's command of the language and of computers, as a
/// whole; what was measured on a day is a Voortgangsmeting.
struct Vaardigheid : Rij {
  std::optional<std::string> taal_overall;
  std::optional<std::string> taal_mondeling;
  std::optional<std::string> taal_schriftelijk;
  std::optional<std::string> taalleerbaarheid;
  std::optional<std::string> spreekvaardigheid;
  std::optional<std::string> resultaat_taalles;
  std::optional<std::string> opleidingsniveau;
  std::optional<bool> ict_vaardig;
  std::optional<std::string> ict_niveau;
};

void check(const Vaardigheid& vaardigheid, schemas::Faults& faults);

}  // namespace inburgering::adapters::taalschool

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::adapters::taalschool::Vaardigheid> = [] {
  using namespace inburgering::schemas;
  using namespace inburgering::adapters::taalschool;
  using R = Vaardigheid;
  return describe<R>(
      About{"Vaardigheid", "oordeel van de school over taal- en digitale vaardigheid, als geheel"},
      kenmerk_field, gemeentecode_field, bsn_field,
      field("taalOverall", &R::taal_overall, source, "oordeel over de taalvaardigheid als geheel",
            {.codes = oordelen}),
      field("taalMondeling", &R::taal_mondeling, source, "oordeel over de mondelinge taalvaardigheid",
            {.codes = oordelen}),
      field("taalSchriftelijk", &R::taal_schriftelijk, source,
            "oordeel over de schriftelijke taalvaardigheid", {.codes = oordelen}),
      field("taalleerbaarheid", &R::taalleerbaarheid, source,
            "oordeel over hoe goed iemand een taal kan leren; niet de toets van DUO", {.codes = oordelen}),
      field("spreekvaardigheid", &R::spreekvaardigheid, source, "oordeel over de spreekvaardigheid",
            {.codes = oordelen}),
      field("resultaatTaalles", &R::resultaat_taalles, source, "oordeel over het resultaat van de taalles",
            {.codes = oordelen}),
      field("opleidingsniveau", &R::opleidingsniveau, source, "geschat opleidingsniveau",
            {.max_length = 100}),
      field("ictVaardig", &R::ict_vaardig, source, "is deze persoon digitaal vaardig"),
      field("ictNiveau", &R::ict_niveau, source, "oordeel over de digitale vaardigheden",
            {.codes = oordelen}));
}();
