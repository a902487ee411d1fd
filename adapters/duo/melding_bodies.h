#pragma once
// Bodies of what a gemeente reports to DUO, for as far as a question has no record of the same shape.
#include <cstdint>
#include <optional>
#include <string>

#include "adapters/duo/coded.h"
#include "schemas/record/fields.h"
#include "schemas/value/day.h"

namespace inburgering::adapters::duo {

/// `POST /personen/{bsn}/Inburgeringsaanbod/{instellingsnummer}` (Inburgeringsaanbod 1.2.0).
struct Inburgeringsaanbod {
  std::optional<schemas::Day> datum_inburgeringsaanbod;
  std::optional<schemas::Day> verwachte_startdatum_opleiding;
  std::optional<schemas::Day> verwachte_einddatum_opleiding;
  std::string indicator_alfabetiseringsonderwijs;
};

/// `PUT /personen/{bsn}/map`: what is left out is withdrawn (MapPvtZroute 1.0.0).
struct ResultaatMap {
  std::optional<schemas::Day> datum_eindgesprek_map;
  std::optional<std::string> verwijtbaar;  ///< Ja or Nee; absent: the term is not exceeded
};

/// `PUT /personen/{bsn}/pvt`.
struct ResultaatPvt {
  std::optional<schemas::Day> datum_ondertekening_pvt;
  std::optional<std::string> verwijtbaar;
};

/// `PUT /personen/{bsn}/zroute`.
struct ResultaatZroute {
  std::optional<schemas::Day> datum_afronding_zroute;
};

/// Body of `POST /contactpersonen` and `PUT /contactpersonen/{id}` (Contactpersoon 1.0.0).
struct Contactpersoongegevens {
  std::string naam;
  std::string email;
  std::string telefoonnummer;
};

/// Answer to `POST /contactpersonen`.
struct Contactpersoon {
  std::optional<std::int64_t> id;
  Contactpersoongegevens contactpersoongegevens;
};

namespace formats {

/// [\s'‘.\p{L}\p{Pd}]{0,100}. Outside ASCII only DUO judges: which characters are letters is Unicode's to
/// say.
inline constexpr schemas::Format naam{
    "NaamContactpersoon", "[\\s'‘.\\-A-Za-z\\u0080-\\uFFFF]*", "letters, spaties, apostrof, punt en streepje",
    [](std::string_view text) {
      return std::ranges::all_of(text, [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte >= 0x80 || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == ' ' || c == '\t' ||
               c == '\'' || c == '.' || c == '-';
      });
    }};

/// ^(\+|[0-9])((\s|\s?(-|\(0\))\s?)?[0-9]){2,15}([,][1-9][0-9]{1,8})?$
bool is_telefoonnummer(std::string_view text);
inline constexpr schemas::Format telefoonnummer{
    "Telefoonnummer", "(\\+|[0-9])((\\s|\\s?(-|\\(0\\))\\s?)?[0-9]){2,15}(,[1-9][0-9]{1,8})?",
    "een telefoonnummer, eventueel met + en een doorkiesnummer na een komma", is_telefoonnummer};

}  // namespace formats
}  // namespace inburgering::adapters::duo

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::adapters::duo::Inburgeringsaanbod> = [] {
  using namespace inburgering::schemas;
  using namespace inburgering::adapters::duo;
  using R = Inburgeringsaanbod;
  return describe_open<R>("Inburgeringsaanbod",
                          field("datumInburgeringsaanbod", &R::datum_inburgeringsaanbod, "Inburgeringsaanbod",
                                "dag van inschrijving bij de instelling"),
                          field("verwachteStartdatumOpleiding", &R::verwachte_startdatum_opleiding,
                                "Inburgeringsaanbod", "verwachte eerste dag"),
                          field("verwachteEinddatumOpleiding", &R::verwachte_einddatum_opleiding,
                                "Inburgeringsaanbod", "verwachte laatste dag (exclusief)"),
                          field("indicatorAlfabetiseringsonderwijs", &R::indicator_alfabetiseringsonderwijs,
                                "Inburgeringsaanbod", "soort alfabetiseringsonderwijs", coded));
}();

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::adapters::duo::ResultaatMap> = [] {
  using namespace inburgering::schemas;
  using namespace inburgering::adapters::duo;
  using R = ResultaatMap;
  return describe_open<R>(
      "ResultaatMap",
      field("datumEindgesprekMap", &R::datum_eindgesprek_map, "ResultaatMap", "dag van het eindgesprek"),
      field("verwijtbaar", &R::verwijtbaar, "ResultaatMap", "Ja of Nee", coded));
}();

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::adapters::duo::ResultaatPvt> = [] {
  using namespace inburgering::schemas;
  using namespace inburgering::adapters::duo;
  using R = ResultaatPvt;
  return describe_open<R>(
      "ResultaatPvt",
      field("datumOndertekeningPvt", &R::datum_ondertekening_pvt, "ResultaatPvt", "dag van ondertekening"),
      field("verwijtbaar", &R::verwijtbaar, "ResultaatPvt", "Ja of Nee", coded));
}();

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::adapters::duo::ResultaatZroute> = [] {
  using namespace inburgering::schemas;
  using namespace inburgering::adapters::duo;
  using R = ResultaatZroute;
  return describe_open<R>("ResultaatZroute", field("datumAfrondingZroute", &R::datum_afronding_zroute,
                                                   "ResultaatZroute", "dag waarop de route is afgerond"));
}();

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::adapters::duo::Contactpersoongegevens> = [] {
  using namespace inburgering::schemas;
  using namespace inburgering::adapters::duo;
  using R = Contactpersoongegevens;
  return describe_open<R>(
      "Contactpersoongegevens",
      field("naam", &R::naam, "Contactpersoongegevens", "naam",
            {.max_length = 100, .format = &inburgering::adapters::duo::formats::naam}),
      field("email", &R::email, "Contactpersoongegevens", "e-mailadres",
            {.min_length = 4, .max_length = 241}),
      field("telefoonnummer", &R::telefoonnummer, "Contactpersoongegevens", "telefoonnummer",
            {.min_length = 3,
             .max_length = 22,
             .format = &inburgering::adapters::duo::formats::telefoonnummer}));
}();

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::adapters::duo::Contactpersoon> = [] {
  using namespace inburgering::schemas;
  using namespace inburgering::adapters::duo;
  using R = Contactpersoon;
  return describe_open<R>(
      "Contactpersoon",
      field("id", &R::id, "Contactpersoon", "nummer bij DUO", {.minimum = 1, .maximum = 99999}),
      field("contactpersoongegevens", &R::contactpersoongegevens, "Contactpersoon", "wie het is"));
}();
