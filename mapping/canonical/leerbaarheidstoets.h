#pragma once
#include "mapping/canonical/field_types.h"

namespace inburgering::mapping::canonical {

/// One learnability test that was taken (DUO Leerbaarheidstoets 1.2.0).
struct Leerbaarheidstoets {
  Day datum_afname;
  Stated<Code<codes::resultaat_leerbaarheidstoets>> resultaat;
  Stated<Score> behaalde_score;
  Stated<Score> benodigde_score;
  bool operator==(const Leerbaarheidstoets&) const = default;
};

/// The registration for a learnability test (DUO `GET …/lbt/examennummer`).
struct AanmeldingLeerbaarheidstoets {
  std::string examennummer;
  bool operator==(const AanmeldingLeerbaarheidstoets&) const = default;
};

}  // namespace inburgering::mapping::canonical

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::mapping::canonical::Leerbaarheidstoets> = [] {
  using namespace inburgering::schemas;
  using namespace inburgering::mapping::canonical;
  using R = Leerbaarheidstoets;
  return describe<R>(
      About{"Leerbaarheidstoets", "een afgelegde leerbaarheidstoets",
            belongs_to("Inburgeringsplichtige", "HEEFT")},
      key("datumAfname", &R::datum_afname, "duo:Leerbaarheidstoets/Resultaat.datumAfname",
          "dag waarop DUO de uitslag registreerde"),
      field("resultaat", &R::resultaat, "duo:Leerbaarheidstoets/Resultaat.resultaat",
            "of de B1-route haalbaar is"),
      field("behaaldeScore", &R::behaalde_score, "duo:Leerbaarheidstoets/Resultaat.behaaldeScore",
            "behaalde score"),
      field("benodigdeScore", &R::benodigde_score, "duo:Leerbaarheidstoets/Resultaat.benodigdeScore",
            "score vanaf welke de B1-route haalbaar is"));
}();

template <>
inline constexpr auto
    inburgering::schemas::fields<inburgering::mapping::canonical::AanmeldingLeerbaarheidstoets> = [] {
      using namespace inburgering::schemas;
      using namespace inburgering::mapping::canonical;
      using R = AanmeldingLeerbaarheidstoets;
      return describe<R>(
          About{"AanmeldingLeerbaarheidstoets", "aanmelding voor een leerbaarheidstoets",
                belongs_to("Inburgeringsplichtige", "HEEFT")},
          key("examennummer", &R::examennummer, "duo:Leerbaarheidstoets/Examennummer.examennummer",
              "nummer waarmee de toets wordt afgelegd"));
    }();
