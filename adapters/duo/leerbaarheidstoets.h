#pragma once
// Answers of the Leerbaarheidstoets API 1.2.0.
#include <string>

#include "adapters/duo/coded.h"
#include "adapters/duo/comma_score.h"
#include "schemas/record/fields.h"
#include "schemas/value/day.h"

namespace inburgering::adapters::duo {

/// `GET /personen/{bsn}/lbt/examennummer`.
struct Examennummer {
  std::string examennummer;
};

/// One item of `GET /personen/{bsn}/lbt/resultaten` (schema Resultaat).
struct Leerbaarheidstoetsresultaat {
  std::string resultaat;
  CommaScore behaalde_score;
  CommaScore benodigde_score;
  schemas::Day datum_afname;
};

}  // namespace inburgering::adapters::duo

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::adapters::duo::Examennummer> = [] {
  using namespace inburgering::schemas;
  using namespace inburgering::adapters::duo;
  using R = Examennummer;
  return describe_open<R>("Examennummer", field("examennummer", &R::examennummer, "Examennummer",
                                                "nummer van de aanmelding", {.max_length = 12}));
}();

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::adapters::duo::Leerbaarheidstoetsresultaat> =
    [] {
      using namespace inburgering::schemas;
      using namespace inburgering::adapters::duo;
      using R = Leerbaarheidstoetsresultaat;
      return describe_open<R>("Leerbaarheidstoetsresultaat",
                              field("resultaat", &R::resultaat, "Leerbaarheidstoetsresultaat",
                                    "of de B1-route haalbaar is", coded),
                              field("behaaldeScore", &R::behaalde_score, "Leerbaarheidstoetsresultaat",
                                    "behaalde score, met een komma"),
                              field("benodigdeScore", &R::benodigde_score, "Leerbaarheidstoetsresultaat",
                                    "grenswaarde, met een komma"),
                              field("datumAfname", &R::datum_afname, "Leerbaarheidstoetsresultaat",
                                    "dag waarop de uitslag is geregistreerd"));
    }();
