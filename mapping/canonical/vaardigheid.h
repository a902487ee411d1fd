#pragma once
#include "mapping/canonical/field_types.h"

namespace inburgering::mapping::canonical {

/// How well someone handles computers (GGM ICT-Vaardigheid). One a dossier.
struct ICTVaardigheid {
  Stated<bool> ict_vaardig;
  Stated<Code<codes::arm_tot_uitstekend>> niveau;
  bool operator==(const ICTVaardigheid&) const = default;
};

/// How well someone commands the language, as a basis for the choice of route (GGM Taalvaardigheid). One a
/// dossier.
struct Taalvaardigheid {
  Stated<Code<codes::arm_tot_uitstekend>> toets_taalleerbaarheid;
  Stated<std::int64_t> score;
  Stated<std::int64_t> resultaat_toets_taalleerbaarheid;
  Stated<Code<codes::arm_tot_uitstekend>> toets_spreekvaardigheid;
  Stated<std::int64_t> resultaat_toets_spreekvaardigheid;
  Stated<std::string> opleidingsniveau_geschat;
  Stated<bool> taalles_activiteit;
  Stated<Day> start_taalles_activiteit;
  Stated<Day> einde_taalles_activiteit;
  Stated<Code<codes::arm_tot_uitstekend>> resultaat_taalles;
  Stated<Code<codes::presentie_taalles>> presentie_taalles;
  Stated<Code<codes::arm_tot_uitstekend>> overall;
  Stated<Code<codes::arm_tot_uitstekend>> mondeling;
  Stated<Code<codes::arm_tot_uitstekend>> schriftelijk;
  bool operator==(const Taalvaardigheid&) const = default;
};

}  // namespace inburgering::mapping::canonical

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::mapping::canonical::ICTVaardigheid> = [] {
  using namespace inburgering::schemas;
  using namespace inburgering::mapping::canonical;
  using R = ICTVaardigheid;
  return describe<R>(
      About{"ICTVaardigheid", "beoordeling van de digitale vaardigheden", belongs_to("Persoon", "BEZIT")},
      field("ictVaardig", &R::ict_vaardig, "ggm:ICT-Vaardigheid.ICTVaardigheid; gemeente; taalschool",
            "is deze persoon digitaal vaardig"),
      field("niveau", &R::niveau, "ggm:ICT-Vaardigheid.NiveauICTVaardigheid; taalschool; gemeente",
            "niveau"));
}();

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::mapping::canonical::Taalvaardigheid> = [] {
  using namespace inburgering::schemas;
  using namespace inburgering::mapping::canonical;
  using R = Taalvaardigheid;
  return describe<R>(
      About{"Taalvaardigheid", "beoordeling van de taalbeheersing, als basis voor de keuze van de leerroute",
            belongs_to("Asielstatushouder", "HEEFT")},
      field("toetsTaalleerbaarheid", &R::toets_taalleerbaarheid,
            "ggm:Taalvaardigheid.ToetsTaalleerbaarheid; gemeente; taalschool",
            "oordeel over de taalleerbaarheid"),
      field("score", &R::score, "ggm:Taalvaardigheid.Score; gemeente", "score"),
      field("resultaatToetsTaalleerbaarheid", &R::resultaat_toets_taalleerbaarheid,
            "ggm:Taalvaardigheid.ResultaatToetsTaalleerbaarheid; gemeente; afgeleid:toets",
            "resultaat van de toets taalleerbaarheid"),
      field("toetsSpreekvaardigheid", &R::toets_spreekvaardigheid,
            "ggm:Taalvaardigheid.ToetsSpreekvaardigheid; gemeente; taalschool",
            "oordeel over de spreekvaardigheid"),
      field("resultaatToetsSpreekvaardigheid", &R::resultaat_toets_spreekvaardigheid,
            "ggm:Taalvaardigheid.ResultaatToetsSpreekvaardigheid; gemeente; afgeleid:toets",
            "resultaat van de toets spreekvaardigheid"),
      field("opleidingsniveauGeschat", &R::opleidingsniveau_geschat,
            "ggm:Taalvaardigheid.OpleidingsniveauGeschat; gemeente; taalschool", "geschat opleidingsniveau"),
      field("taallesActiviteit", &R::taalles_activiteit,
            "ggm:Taalvaardigheid.TaallesActiviteit; gemeente; afgeleid:taalles", "volgt taalles"),
      field("startTaallesActiviteit", &R::start_taalles_activiteit,
            "ggm:Taalvaardigheid.StartVanTaallesActviteit; gemeente; afgeleid:taalles",
            "eerste dag van de taalles"),
      field("eindeTaallesActiviteit", &R::einde_taalles_activiteit,
            "ggm:Taalvaardigheid.EindeVanTaallesActviteit; gemeente; afgeleid:taalles",
            "laatste dag van de taalles"),
      field("resultaatTaalles", &R::resultaat_taalles,
            "ggm:Taalvaardigheid.ResultaatTaalles; gemeente; taalschool", "oordeel over de taalles"),
      field("presentieTaalles", &R::presentie_taalles,
            "ggm:Taalvaardigheid.PresentieTaalles; gemeente; afgeleid:taalles",
            "aanwezigheid bij de taalles"),
      field("overall", &R::overall, "ggm:Taalvaardigheid.TaalvaardigheidOverall; gemeente; taalschool",
            "taalvaardigheid als geheel"),
      field("mondeling", &R::mondeling, "ggm:Taalvaardigheid.TaalvaardigheidMondeling; taalschool; gemeente",
            "mondelinge taalvaardigheid"),
      field("schriftelijk", &R::schriftelijk,
            "ggm:Taalvaardigheid.TaalvaardigheidSchriftelijk; taalschool; gemeente",
            "schriftelijke taalvaardigheid"));
}();
