// The tables of an export have all that the model has, and nothing that it tells apart is lost.
#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <set>

#include "mapping/canonical/object.h"
#include "mapping/uitvoer/tabellen.h"

namespace inburgering::mapping::uitvoer {
namespace {

namespace json = boost::json;

const Tabel& table(std::string_view name) {
  for (const auto& each : tabellen())
    if (each.naam == name) return each;
  throw std::runtime_error(std::string(name));
}

/// The cells of a row by the name of their column, those without a value left out.
std::string shown(std::string_view type, const std::string& object, bool herleidbaar = true) {
  const auto& of = table(type);
  const auto cells =
      rij(of, json::parse(object).as_object(), {"d", "999990639", "", "0518", "duo", herleidbaar});
  EXPECT_EQ(cells.size(), of.kolommen.size());
  std::string text;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (std::holds_alternative<std::monostate>(cells[i])) continue;
    text += (text.empty() ? "" : " ") + of.kolommen[i].naam + "=";
    if (const auto* written = std::get_if<std::string>(&cells[i])) text += *written;
    if (const auto* truth = std::get_if<bool>(&cells[i])) text += *truth ? "ja" : "nee";
    if (const auto* number = std::get_if<std::int64_t>(&cells[i])) text += std::to_string(*number);
  }
  return text;
}

TEST(Tables, one_an_object_type_with_columns_that_have_each_a_name_of_their_own) {
  const auto types = canonical::objecttypes();
  ASSERT_EQ(tabellen().size(), types.size());
  for (std::size_t i = 0; i < types.size(); ++i) {
    EXPECT_EQ(tabellen()[i].naam, types[i]);
    std::set<std::string> names;
    for (const auto& column : tabellen()[i].kolommen) {
      EXPECT_TRUE(names.insert(column.naam).second) << types[i] << "." << column.naam;
      EXPECT_FALSE(column.betekenis.empty()) << types[i] << "." << column.naam;
    }
  }
}
TEST(Tables, the_fields_that_name_a_person_are_fields_of_the_model) {
  for (const auto& [type, field] : herleidbare_velden()) {
    const auto& columns = table(type).kolommen;
    EXPECT_TRUE(std::ranges::any_of(columns, [&](const auto& each) { return each.veld == field; }))
        << type << "." << field;
  }
}

TEST(Rows, keep_what_the_model_tells_apart) {
  constexpr auto about = "_dossier=d _persoon=999990639 _gemeente=0518 _bron=duo ";
  EXPECT_EQ(
      shown(
          "Inburgeringsplichtige",
          R"({"indicatorInburgeringsplicht":true,"datumStart":"1970-01-11","datumEind":null,"doelgroep":{"onbekendeCode":"Q"},"specialisatie":{"onbekend":true}})"),
      about + std::string("indicatorInburgeringsplicht=ja datumStart=10 doelgroep=Q _zonderWaarde=datumEind "
                          "_onbekend=specialisatie _onbekendeCode=doelgroep"));
  EXPECT_EQ(shown("Aanwezigheid", R"({"instelling":"s","kenmerk":"1","urenGevolgd":"12.50"})"),
            about + std::string("instelling=s kenmerk=1 urenGevolgd=1250"));
  EXPECT_EQ(
      shown("Gebeurtenis", R"({"gebeurtenisId":"SS101","registratieDatumTijd":"1970-01-01T00:00:01.500Z"})"),
      about + std::string("gebeurtenisId=SS101 registratieDatumTijd=1500"));
}
TEST(Rows, a_part_becomes_columns_of_its_own) {
  EXPECT_EQ(shown("Persoon",
                  R"({"verblijfsadres":{"postcode":"2514GC","huisnummer":null},"verblijfBuitenland":null})"),
            "_dossier=d _persoon=999990639 _gemeente=0518 _bron=duo verblijfsadres_postcode=2514GC "
            "_zonderWaarde=verblijfsadres_huisnummer verblijfBuitenland_adresregel1 "
            "verblijfBuitenland_adresregel2 verblijfBuitenland_adresregel3 verblijfBuitenland_land");
}
TEST(Rows, leave_out_what_names_a_person_where_that_is_asked) {
  EXPECT_EQ(
      shown("Persoon",
            R"({"geslachtsnaam":"Tesfay","verblijfsadres":{"postcode":"2514GC"},"geboortedatum":"1990"})",
            false),
      "_dossier=d _persoon=999990639 _gemeente=0518 _bron=duo geboortedatum=1990");
}

TEST(Csv, quotes_texts_alone_and_tells_numbers_as_they_are) {
  const Tabel of{"proef",
                 "",
                 {Kolom{"a", Soort::tekst, false, false, "x"}, Kolom{"b", Soort::decimaal, false, false, "x"},
                  Kolom{"c", Soort::dag, false, false, "x"}, Kolom{"d", Soort::ja_nee, false, false, "x"}}};
  EXPECT_EQ(csv_kop(of), "\"a\";\"b\";\"c\";\"d\"\r\n");
  EXPECT_EQ(
      csv_rij(of, {std::string("zij zei \"ja\";\nen toen"), std::int64_t{1205}, std::int64_t{-1}, false}),
      "\"zij zei \"\"ja\"\";\nen toen\";12.05;1969-12-31;false\r\n");
  EXPECT_EQ(csv_rij(of, {std::string(), {}, {}, {}}), "\"\";;;\r\n");
}

}  // namespace
}  // namespace inburgering::mapping::uitvoer
