// What a gemeente may register, and what it means.
#include "mapping/gemeente/registratie.h"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

#include "mapping/document/sources.h"

namespace inburgering::mapping::gemeente {
namespace {

namespace json = boost::json;

json::object object(std::string_view text) { return json::parse(text).as_object(); }

std::vector<std::string> pointers(const schemas::Faults& faults) {
  std::vector<std::string> list;
  for (const auto& fault : faults) list.push_back(fault.pointer + " " + fault.rule);
  return list;
}
using List = std::vector<std::string>;

canonical::Object good(std::string_view type, std::string_view sleutel, std::string_view text) {
  auto read = gemeente::read(type, object(sleutel), object(text));
  EXPECT_TRUE(read) << to_text(read.error()[0]);
  return *read;
}
List faults(std::string_view type, std::string_view sleutel, std::string_view text) {
  const auto read = gemeente::read(type, object(sleutel), json::parse(text));
  return read ? List() : pointers(read.error());
}
List not_ours(std::string_view type, std::string_view sleutel, std::string_view text) {
  return pointers(
      check(good(type, sleutel, text), {"0518", "00000099000000000518"}, *schemas::Day::parse("2026-11-30")));
}

TEST(Registratie, a_gemeente_registers_what_is_its_own_and_no_answer_of_duo_or_the_brp) {
  for (const auto* own : {"Hoofddoel", "BredeIntake", "Taalvaardigheid", "PIP", "MAP", "Werk", "Persoon"})
    EXPECT_TRUE(registers(own)) << own;
  for (const auto* others :
       {"Nationaliteit", "GevolgdeUren", "Leerbaarheidstoets", "Inburgeringsplichthistorie",
        "Voortgangsmeting", "Gebeurtenis", "Melding", "Toverboek"})
    EXPECT_FALSE(registers(others)) << others;
}

TEST(Registratie, the_key_stands_in_the_address_and_may_be_repeated_but_not_contradicted) {
  const auto* sleutel = R"({"doel": "Ondernemen", "startdatum": "2026-11-02"})";
  const auto one = good("Hoofddoel", sleutel, R"({"einddatum": "2027-01-01"})");
  const auto other = good("Hoofddoel", sleutel, R"({"startdatum": "2026-11-02", "einddatum": "2027-01-01"})");
  EXPECT_EQ(one, other);
  EXPECT_EQ(faults("Hoofddoel", sleutel, R"({"startdatum": "2026-11-03"})"),
            List{"/object/startdatum sleutel"});
  EXPECT_EQ(faults("Hoofddoel", R"({"doel": "Toveren", "startdatum": "gisteren", "x": "1"})", "{}"),
            (List{"/sleutel/x sleutel", "/sleutel/doel codelijst", "/sleutel/startdatum dag"}));
  EXPECT_EQ(faults("Hoofddoel", R"({"doel": "Ondernemen"})", "{}"), List{"/sleutel/startdatum verplicht"});
  EXPECT_EQ(faults("ICTVaardigheid", R"({"niveau": "Goed"})", "{}"), List{"/sleutel/niveau sleutel"});
}

TEST(Registratie, each_fault_has_its_pointer) {
  EXPECT_EQ(faults("ICTVaardigheid", "{}", R"({"ictVaardig": "ja", "niveau": "Best", "extra": 1})"),
            (List{"/object/ictVaardig type", "/object/niveau codelijst", "/object/extra onbekend-veld"}));
  EXPECT_EQ(faults("ICTVaardigheid", "{}", "[]"), List{"/object type"});
  EXPECT_EQ(faults("ICTVaardigheid", "{}", "null"), List{"/object type"});
}

TEST(Registratie, what_only_the_gemeente_tells_and_leaves_out_has_no_value) {
  const auto doel = std::get<canonical::Hoofddoel>(
      good("Hoofddoel", R"({"doel": "Ondernemen", "startdatum": "2026-11-02"})", "{}"));
  EXPECT_EQ(doel.einddatum, Stated<schemas::Day>::no_value());
  const auto route = std::get<canonical::Leerroute>(
      good("Leerroute", R"({"gemeentecode": "0518", "dagtekeningPip": "2026-11-02"})", "{}"));
  EXPECT_TRUE(route.leerroute.is_absent()) << "DUO tells it too: it stays as it is known";
  EXPECT_EQ(route.toestemming_examen_a2, Stated<bool>::no_value());
}

TEST(Registratie, a_field_of_another_is_refused_with_who_tells_it) {
  EXPECT_EQ(not_ours("Persoon", "{}", R"({"sociaalReferent": "x"})"), List());
  EXPECT_EQ(not_ours("Persoon", "{}", R"({"geslachtsnaam": "Tesfay"})"), List{"/object/geslachtsnaam bron"});
  EXPECT_EQ(not_ours("KNM", "{}", R"({"resultaat": "Geslaagd", "urenGevolgd": 20})"),
            List{"/object/resultaat bron"});
  const auto read = good("Persoon", "{}", R"({"geslachtsnaam": "Tesfay"})");
  EXPECT_NE(check(read, {"0518", ""}, schemas::Day())[0].message.find("BRP"), std::string::npos);
}

TEST(Registratie, nothing_is_registered_in_the_name_of_another) {
  EXPECT_EQ(not_ours("PIP", R"({"gemeentecode": "0344", "dagtekening": "2026-11-02"})", "{}"),
            List{"/sleutel/gemeentecode gemeente"});
  EXPECT_EQ(
      not_ours("Participatiecomponent", R"({"instelling": "00000099000000004000", "kenmerk": "A"})", "{}"),
      List{"/sleutel/instelling gemeente"});
  EXPECT_EQ(
      not_ours("Participatiecomponent", R"({"instelling": "00000099000000000518", "kenmerk": "A"})", "{}"),
      List());
}

TEST(Registratie, a_pip_is_registered_once_it_is_signed) {
  EXPECT_EQ(not_ours("PIP", R"({"gemeentecode": "0518", "dagtekening": "2026-12-01"})", "{}"),
            List{"/sleutel/dagtekening toekomst"});
  EXPECT_EQ(not_ours("Leerroute", R"({"gemeentecode": "0518", "dagtekeningPip": "2026-12-01"})", "{}"),
            List{"/sleutel/dagtekeningPip toekomst"});
}

TEST(Registratie, what_another_begins_the_gemeente_only_adds_to) {
  EXPECT_TRUE(begins(good("MAP", "{}", "{}")));
  EXPECT_TRUE(begins(good("PIP", R"({"gemeentecode": "0518", "dagtekening": "2026-11-02"})", "{}")));
  EXPECT_FALSE(begins(good("Examenonderdeel", R"({"onderdeel": "KNM", "examendatum": "2026-11-02"})",
                           R"({"behaaldeScore": "7.00"})")));
}

TEST(Registratie, what_is_kept_of_one_can_be_read_again) {
  const auto again = reread(
      R"({"gemeente": "0518", "objecttype": "ICTVaardigheid", "sleutel": {}, "object": {"ictVaardig": true}})");
  ASSERT_TRUE(again);
  EXPECT_EQ(again->changes[0].object, good("ICTVaardigheid", "{}", R"({"ictVaardig": true})"));
  EXPECT_EQ(to_text(*again->rule), "gemeente.registratie@1");
  EXPECT_FALSE(reread("{}"));
}

}  // namespace
}  // namespace inburgering::mapping::gemeente
