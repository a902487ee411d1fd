#pragma once
#include "mapping/canonical/field_types.h"

namespace inburgering::mapping::canonical {

/// What someone does before inburgering formally begins (GGM Voorbereiding op Inburgering). One a dossier.
struct VoorbereidingOpInburgering {
  Stated<bool> instemming_deelname;
  Stated<Day> datum_instemming;
  Stated<std::string> reden;
  bool operator==(const VoorbereidingOpInburgering&) const = default;
};

/// One module of the introduction (GGM Introductiemodule).
struct Introductiemodule {
  std::string module_naam;
  Stated<bool> deelname;
  bool operator==(const Introductiemodule&) const = default;
};

}  // namespace inburgering::mapping::canonical

template <>
inline constexpr auto
    inburgering::schemas::fields<inburgering::mapping::canonical::VoorbereidingOpInburgering> = [] {
      using namespace inburgering::schemas;
      using namespace inburgering::mapping::canonical;
      using R = VoorbereidingOpInburgering;
      return describe<R>(
          About{"VoorbereidingOpInburgering", "voorbereiding vóór de formele start, bijvoorbeeld in een AZC",
                belongs_to("Asielstatushouder", "NEEMT_DEEL")},
          field("instemmingDeelname", &R::instemming_deelname,
                "ggm:Voorbereiding op Inburgering.InstemmingDeelnameVoorinburgering; gemeente",
                "stemt deze persoon in met deelname"),
          field("datumInstemming", &R::datum_instemming,
                "ggm:Voorbereiding op Inburgering.DatumInstemming; gemeente", "dag van instemming"),
          field("reden", &R::reden, "ggm:Voorbereiding op Inburgering.Reden; gemeente",
                "reden om wel of niet deel te nemen"));
    }();

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::mapping::canonical::Introductiemodule> = [] {
  using namespace inburgering::schemas;
  using namespace inburgering::mapping::canonical;
  using R = Introductiemodule;
  return describe<R>(
      About{"Introductiemodule", "module waarin de nieuwkomer en de gemeente kennismaken",
            belongs_to("VoorbereidingOpInburgering", "BESTAAT_UIT")},
      key("moduleNaam", &R::module_naam, "ggm:Introductiemodule.ModuleNaam; gemeente", "naam van de module"),
      field("deelname", &R::deelname, "ggm:Introductiemodule.DeelnameIntroductieModule; gemeente",
            "neemt deze persoon deel"));
}();
