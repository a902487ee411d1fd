#pragma once
#include "mapping/canonical/field_types.h"

namespace inburgering::mapping::canonical {

/// The personal plan for inburgering and participation (GGM PIP).
struct PIP {
  std::string gemeentecode;
  Day dagtekening;
  Stated<Day> dagtekening_initieel;
  Stated<bool> mag_opleiding_afmaken;
  Stated<std::string> naam_contactpersoon;
  Stated<std::string> email_contactpersoon;
  bool operator==(const PIP&) const = default;
};

}  // namespace inburgering::mapping::canonical

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::mapping::canonical::PIP> = [] {
  using namespace inburgering::schemas;
  using namespace inburgering::mapping::canonical;
  using R = PIP;
  return describe<R>(
      About{"PIP", "het Persoonlijk Plan Inburgering en Participatie",
            belongs_to("Inburgeringsplichtige", "HEEFT"), belongs_to("Inburgeringsaanbod", "BEVAT")},
      key("gemeentecode", &R::gemeentecode, "duo:PIP/Gemeente.gemeentecode; gemeente",
          "gemeente die het PIP vaststelde", gemeentecode),
      key("dagtekening", &R::dagtekening, "ggm:PIP.DagtekeningPIP; duo:PIP/PIP.dagtekeningPip; gemeente",
          "dag waarop het PIP is ondertekend"),
      field("dagtekeningInitieel", &R::dagtekening_initieel,
            "ggm:PIP.DagtekeningInitielePIP; gemeente; afgeleid:eerste-pip", "dag van het eerste PIP"),
      field("magOpleidingAfmaken", &R::mag_opleiding_afmaken,
            "ggm:PIP.IndicatorMagOpleidingAfmaken; ggm:Leerroute.IndicatorMagOpleidingAfmaken; "
            "duo:PIP/PIP.indicatorMagOpleidingAfmaken; gemeente",
            "mag een lopende opleiding eerst worden afgemaakt"),
      field("naamContactpersoon", &R::naam_contactpersoon, "ggm:PIP.NaamContactPersoon; gemeente",
            "contactpersoon bij de gemeente"),
      field("emailContactpersoon", &R::email_contactpersoon, "ggm:PIP.EmailContactPersoon; gemeente",
            "e-mailadres van die contactpersoon"));
}();
