#pragma once
#include "mapping/canonical/field_types.h"

namespace inburgering::mapping::canonical {

/// An activity by which someone takes part in society (the seed's Participatiecomponent; GGM 2.4, without
/// attributes). Key: who told it and its own reference, so that a correction replaces.
struct Participatiecomponent {
  std::string instelling;
  std::string kenmerk;
  Stated<std::string> activiteit;
  Stated<std::string> organisatie;
  Stated<Day> startdatum;
  Stated<Day> einddatum;
  Stated<Hours> uren_gevolgd;
  bool operator==(const Participatiecomponent&) const = default;
};

}  // namespace inburgering::mapping::canonical

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::mapping::canonical::Participatiecomponent> =
    [] {
      using namespace inburgering::schemas;
      using namespace inburgering::mapping::canonical;
      using R = Participatiecomponent;
      return describe<R>(
          About{"Participatiecomponent",
                "een activiteit waarmee iemand meedoet, bijvoorbeeld vrijwilligerswerk",
                belongs_to("Leerroute", "ONDERDEEL_VAN")},
          key("instelling", &R::instelling, "taalschool; gemeente", "OIN van wie de activiteit meldde"),
          key("kenmerk", &R::kenmerk, "taalschool; gemeente", "kenmerk van de melder"),
          field("activiteit", &R::activiteit, "taalschool; gemeente", "wat de inburgeraar doet"),
          field("organisatie", &R::organisatie, "taalschool; gemeente", "bij wie"),
          field("startdatum", &R::startdatum, "taalschool; gemeente", "eerste dag"),
          field("einddatum", &R::einddatum, "taalschool; gemeente", "laatste dag"),
          field("urenGevolgd", &R::uren_gevolgd, "gemeente; afgeleid:participatie-uren; taalschool",
                "gevolgde uren"));
    }();
