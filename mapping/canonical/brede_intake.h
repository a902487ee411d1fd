#pragma once
#include "mapping/canonical/field_types.h"

namespace inburgering::mapping::canonical {

/// The intake by which a gemeente gets to know someone (GGM Brede Intake).
struct BredeIntake {
  std::string gemeentecode;
  Stated<Day> startdatum;
  Stated<Day> einddatum;
  Stated<Day> peildatum;
  Stated<Hours> uren_taalles_en_knm;
  Stated<Hours> uren_geoorloofd_verzuim;
  Stated<Hours> uren_ongeoorloofd_verzuim;
  Stated<Hours> uren_alfabetiseringsonderwijs;
  bool operator==(const BredeIntake&) const = default;
};

}  // namespace inburgering::mapping::canonical

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::mapping::canonical::BredeIntake> = [] {
  using namespace inburgering::schemas;
  using namespace inburgering::mapping::canonical;
  using R = BredeIntake;
  return describe<R>(
      About{"BredeIntake", "de brede intake door de gemeente",
            belongs_to("Inburgeringsplichtige", "ONDERDEEL_VAN"), belongs_to("Leerroute", "HEEFT")}
          .believing(voorrang::regie),
      key("gemeentecode", &R::gemeentecode, "gemeente", "gemeente die de intake hield", gemeentecode),
      field("startdatum", &R::startdatum, "ggm:Brede Intake.startdatum; gemeente", "eerste dag"),
      field("einddatum", &R::einddatum, "ggm:Brede Intake.einddatum; gemeente", "laatste dag"),
      field("peildatum", &R::peildatum,
            "ggm:Brede Intake.DatumTot(Peildatum); gemeente; afgeleid:intake-uren",
            "dag tot welke de uren zijn geteld"),
      field("urenTaallesEnKnm", &R::uren_taalles_en_knm,
            "ggm:Brede Intake.GevolgdeUrenKNMenTaalles; gemeente; afgeleid:intake-uren",
            "gevolgde uren taalles en KNM"),
      field("urenGeoorloofdVerzuim", &R::uren_geoorloofd_verzuim,
            "ggm:Brede Intake.UrenGeoorloofdVerzuim; gemeente; afgeleid:intake-uren",
            "uren geoorloofd verzuim"),
      field("urenOngeoorloofdVerzuim", &R::uren_ongeoorloofd_verzuim,
            "ggm:Brede Intake.UrenOngeoorloofdVerzuim; gemeente; afgeleid:intake-uren",
            "uren ongeoorloofd verzuim"),
      field("urenAlfabetiseringsonderwijs", &R::uren_alfabetiseringsonderwijs,
            "ggm:Brede Intake.AantalUrenAlfabetiseringsOnderwijs; gemeente; afgeleid:intake-uren",
            "uren alfabetiseringsonderwijs"));
}();
