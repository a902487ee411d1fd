#pragma once
#include "mapping/canonical/field_types.h"

namespace inburgering::mapping::canonical {

/// Someone takes part in lessons at a taalschool, on behalf of a gemeente. Key: school and its own kenmerk.
/// How it ended comes later, in a row of its own.
struct Deelname {
  std::string instelling;
  std::string kenmerk;
  Stated<Code<codes::soort_deelname>> soort;
  Stated<Day> startdatum;
  Stated<Day> verwachte_einddatum;
  Stated<Code<codes::leerroute>> leerroute;
  Stated<Code<codes::alfabetisering>> alfabetisering;
  Stated<DecimalHours> uren_per_week;
  Stated<std::string> contract_id;
  Stated<Day> einddatum;
  Stated<Code<codes::uitkomst_deelname>> uitkomst;
  Stated<Code<codes::reden_gestopt>> reden;
  Stated<std::string> toelichting;
  bool operator==(const Deelname&) const = default;
};

}  // namespace inburgering::mapping::canonical

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::mapping::canonical::Deelname> = [] {
  using namespace inburgering::schemas;
  using namespace inburgering::mapping::canonical;
  using R = Deelname;
  return describe<R>(
      About{"Deelname", "iemand volgt onderwijs bij een taalschool, in opdracht van de gemeente",
            belongs_to("Inburgeringsplichtige", "HEEFT")},
      key("instelling", &R::instelling, "taalschool", "OIN van de taalschool"),
      key("kenmerk", &R::kenmerk, "taalschool", "kenmerk van de taalschool"),
      field("soort", &R::soort, "taalschool", "waaraan wordt deelgenomen"),
      field("startdatum", &R::startdatum, "taalschool", "eerste dag"),
      field("verwachteEinddatum", &R::verwachte_einddatum, "taalschool", "verwachte laatste dag"),
      field("leerroute", &R::leerroute, "taalschool", "leerroute die wordt gevolgd"),
      field("alfabetisering", &R::alfabetisering, "taalschool", "soort alfabetiseringsonderwijs"),
      field("urenPerWeek", &R::uren_per_week, "taalschool", "afgesproken uren per week"),
      field("contractId", &R::contract_id, "taalschool", "kenmerk van het contract met de gemeente"),
      field("einddatum", &R::einddatum, "taalschool", "laatste dag, als de deelname is afgerond"),
      field("uitkomst", &R::uitkomst, "taalschool", "hoe de deelname eindigde"),
      field("reden", &R::reden, "taalschool", "waarom er is gestopt"),
      field("toelichting", &R::toelichting, "taalschool", "toelichting van de school bij het einde"));
}();
