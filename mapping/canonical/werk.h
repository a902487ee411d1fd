#pragma once
#include "mapping/canonical/field_types.h"

namespace inburgering::mapping::canonical {

/// Work that someone does or did, and what he or she strives for (GGM Werk). Key: profession and task with
/// the day on which each began, as far as known.
struct Werk {
  std::optional<Code<codes::beroep>> beroep;
  std::optional<Day> beroep_van;
  std::optional<std::string> taak;
  std::optional<Day> taak_van;
  Stated<Day> beroep_tot;
  Stated<Day> taak_tot;
  Stated<Code<codes::soort_werk>> soort_aanstelling;
  Stated<bool> cv_gemaakt;
  Stated<std::string> tijdsbesteding;
  Stated<std::string> ambitie;
  Stated<std::string> contact_uaf;
  bool operator==(const Werk&) const = default;
};

}  // namespace inburgering::mapping::canonical

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::mapping::canonical::Werk> = [] {
  using namespace inburgering::schemas;
  using namespace inburgering::mapping::canonical;
  using R = Werk;
  return describe<R>(
      About{"Werk", "werk dat iemand doet of deed, en wat iemand ambieert", belongs_to("Persoon", "HEEFT")},
      key("beroep", &R::beroep, "ggm:Werk.Beroep; gemeente", "beroepsgroep"),
      key("beroepVan", &R::beroep_van, "ggm:Werk.BeroepVan; gemeente", "eerste dag in het beroep"),
      key("taak", &R::taak, "ggm:Werk.Taak; gemeente", "taak"),
      key("taakVan", &R::taak_van, "ggm:Werk.TaakVan; gemeente", "eerste dag van de taak"),
      field("beroepTot", &R::beroep_tot, "ggm:Werk.BeroepTot; gemeente", "laatste dag in het beroep"),
      field("taakTot", &R::taak_tot, "ggm:Werk.TaakTot; gemeente", "laatste dag van de taak"),
      field("soortAanstelling", &R::soort_aanstelling, "ggm:Werk.SoortAanstelling; gemeente", "soort werk"),
      field("cvGemaakt", &R::cv_gemaakt, "ggm:Werk.CVGemaakt; gemeente", "is er een cv"),
      field("tijdsbesteding", &R::tijdsbesteding, "ggm:Werk.VrijeTekstBesteding; gemeente",
            "waaraan tijd wordt besteed"),
      field("ambitie", &R::ambitie, "ggm:Werk.Ambitie; gemeente", "waar deze persoon naar streeft"),
      field("contactUaf", &R::contact_uaf, "ggm:Werk.ContactUAF; gemeente", "contact met de stichting UAF"));
}();
