#pragma once
// Answer of `GET /instellingen` of the Inburgeringsaanbod API 1.2.0.
#include <optional>
#include <string>

#include "adapters/duo/answer.h"
#include "schemas/record/fields.h"

namespace inburgering::adapters::duo {

/// One institution; at most 200.
struct Instelling {
  std::string instellingsnummer;
  std::string naam;
  std::string postcode;
  std::int64_t huisnummer = 0;
  std::optional<std::string> huisnummertoevoeging;
  std::string plaatsnaam;
  std::optional<std::string> bow;
  std::optional<std::string> brin;
  std::optional<bool> indicatie_bow_keurmerk;
  std::optional<bool> indicatie_tst_keurmerk;
};

template <>
inline constexpr std::size_t max_items<Instelling> = 200;

}  // namespace inburgering::adapters::duo

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::adapters::duo::Instelling> = [] {
  using namespace inburgering::schemas;
  using namespace inburgering::adapters::duo;
  using R = Instelling;
  return describe_open<R>(
      "Instelling",
      field("instellingsnummer", &R::instellingsnummer, "Instelling", "nummer bij DUO",
            {.min_length = 10, .max_length = 10}),
      field("naam", &R::naam, "Instelling", "naam", {.min_length = 1, .max_length = 128}),
      field("postcode", &R::postcode, "Instelling", "postcode zonder spatie", {.max_length = 6}),
      field("huisnummer", &R::huisnummer, "Instelling", "huisnummer", {.minimum = 1, .maximum = 99999}),
      field("huisnummertoevoeging", &R::huisnummertoevoeging, "Instelling", "toevoeging",
            {.min_length = 1, .max_length = 4}),
      field("plaatsnaam", &R::plaatsnaam, "Instelling", "plaats", {.min_length = 1, .max_length = 40}),
      field("bow", &R::bow, "Instelling", "nummer bij Blik op Werk", {.min_length = 1, .max_length = 10}),
      field("brin", &R::brin, "Instelling", "BRIN", {.min_length = 4, .max_length = 4}),
      field("indicatieBowKeurmerk", &R::indicatie_bow_keurmerk, "Instelling", "heeft het BoW-keurmerk"),
      field("indicatieTstKeurmerk", &R::indicatie_tst_keurmerk, "Instelling", "heeft het TST-keurmerk"));
}();
