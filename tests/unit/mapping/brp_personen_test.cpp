#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>

#include "mapping/brp/personen.h"
#include "mapping/brp/verhuizing.h"

namespace inburgering::mapping::brp {
namespace {

/// One object of the changes, as JSON; "refused" with its rules otherwise.
std::string told(const std::string& persoon, std::string_view objecttype = "Persoon") {
  const auto found = adapters::brp::personen::read_antwoord(
      R"({"type":"RaadpleegMetBurgerservicenummer","personen":[)" + persoon + "]}", std::nullopt);
  if (!found) return "refused " + found.error()[0].pointer + " " + found.error()[0].rule;
  const auto translation = translate(*found, {}, {"brp", "", {}});
  std::string text;
  for (const auto& change : translation->changes)
    if (canonical::objecttype(change.object) == objecttype)
      text += (text.empty() ? "" : "; ") + boost::json::serialize(canonical::to_json(change.object));
  return text;
}
bool says(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

TEST(PersonenApi, what_is_left_out_has_no_value) {
  const auto text = told(R"({"burgerservicenummer":"999990639","naam":{"geslachtsnaam":"Jansen"}})");
  EXPECT_TRUE(says(text, R"("geslachtsnaam":"Jansen")")) << text;
  EXPECT_TRUE(says(text, R"("voornamen":null)")) << text;
  EXPECT_TRUE(says(text, R"("overlijdensdatum":null)")) << text;
  EXPECT_TRUE(says(text, R"("verblijfstitel":null)")) << "one that ended is not delivered: " << text;
  EXPECT_FALSE(says(text, "emigratieland")) << "what the API does not deliver at all stays as it is known";
}
TEST(PersonenApi, dates_keep_as_much_as_is_known) {
  const auto birth = [](const std::string& datum) { return told(R"({"geboorte":{"datum":)" + datum + "}}"); };
  EXPECT_TRUE(says(birth(R"({"type":"Datum","datum":"1990-01-31"})"), R"("geboortedatum":"1990-01-31")"));
  EXPECT_TRUE(
      says(birth(R"({"type":"JaarMaandDatum","jaar":1990,"maand":1})"), R"("geboortedatum":"1990-01")"));
  EXPECT_TRUE(says(birth(R"({"type":"JaarDatum","jaar":1990})"), R"("geboortedatum":"1990")"));
  EXPECT_TRUE(
      says(birth(R"({"type":"DatumOnbekend","onbekend":true})"), R"("geboortedatum":{"onbekend":true})"));
  EXPECT_EQ(birth(R"({"type":"Datum","datum":"1990-02-30"})").substr(0, 7), "refused");
}
TEST(PersonenApi, the_four_kinds_of_residence) {
  const auto where = [](const std::string& plaats) { return told(R"({"verblijfplaats":)" + plaats + "}"); };
  EXPECT_TRUE(says(
      where(
          R"({"type":"Adres","verblijfadres":{"korteStraatnaam":"Spui","huisnummer":70},"functieAdres":{"code":"W"}})"),
      R"("straatnaam":"Spui","postcode":null,"huisnummer":70)"));
  EXPECT_TRUE(says(where(R"({"type":"Locatie","verblijfadres":{"locatiebeschrijving":"Woonboot"}})"),
                   R"("locatiebeschrijving":"Woonboot")"));
  const auto abroad = where(
      R"({"type":"VerblijfplaatsBuitenland","verblijfadres":{"regel1":"Rue 1","land":{"code":"5010"}}})");
  EXPECT_TRUE(says(abroad, R"("verblijfsadres":null,"verblijfBuitenland":{"adresregel1":"Rue 1")")) << abroad;
  EXPECT_TRUE(says(where(R"({"type":"VerblijfplaatsOnbekend"})"),
                   R"("verblijfsadres":null,"verblijfBuitenland":{"land":{"onbekend":true}})"));
}
TEST(PersonenApi, the_five_kinds_of_nationality) {
  const std::string all = R"({"nationaliteiten":[
    {"type":"Nationaliteit","nationaliteit":{"code":"0103"},"redenOpname":{"code":"301"}},
    {"type":"Staatloos"},{"type":"NationaliteitOnbekend"},{"type":"BehandeldAlsNederlander"}]})";
  EXPECT_EQ(told(all, "Nationaliteit"),
            R"({"code":"0103","redenVerkrijging":"301","datumVerkrijging":null}; )"
            R"({"code":"0499","redenVerkrijging":null,"datumVerkrijging":null}; )"
            R"({"code":"0000","redenVerkrijging":null,"datumVerkrijging":null})");
  EXPECT_TRUE(says(told(all), R"("bijzonderNederlanderschap":"B")"));
  EXPECT_TRUE(says(told(R"({"nationaliteiten":[{"type":"VastgesteldNietNederlander"}]})"),
                   R"("bijzonderNederlanderschap":"V")"));
  EXPECT_EQ(told(R"({"nationaliteiten":[{"type":"Wereldburger"}]})"),
            "refused /personen/0/nationaliteiten/0/type codelijst");
}
TEST(PersonenApi, that_somebody_does_not_live_at_the_address_goes_with_it) {
  const auto where = [](const std::string& more) {
    return told(R"({"verblijfplaats":{"type":"Adres","verblijfadres":{"huisnummer":70})" + more + "}}");
  };
  EXPECT_TRUE(says(where(R"(,"indicatieVastgesteldVerblijftNietOpAdres":true)"),
                   R"("vastgesteldVerblijftNietOpAdres":true)"));
  EXPECT_TRUE(says(where(R"(,"indicatieVastgesteldVerblijftNietOpAdres":false)"),
                   R"("vastgesteldVerblijftNietOpAdres":null)"));
  EXPECT_TRUE(says(where(""), R"("vastgesteldVerblijftNietOpAdres":null)"));
}
TEST(PersonenApi, what_happened_without_a_day_is_not_told_as_if_it_had_not) {
  const auto unknown = [](const std::string& persoon, const std::string& field) {
    const auto text = told(persoon);
    EXPECT_TRUE(says(text, '"' + field + R"(":{"onbekend":true})")) << field << " in " << text;
  };
  unknown(R"({"overlijden":{"land":{"code":"6030"}}})", "overlijdensdatum");
  unknown(R"({"opschortingBijhouding":{"reden":{"code":"O"}}})", "overlijdensdatum");
  unknown(R"({"opschortingBijhouding":{"reden":{"code":"E"}}})", "datumOpschortingBijhouding");
  unknown(R"({"opschortingBijhouding":{"datum":{"type":"JaarDatum","jaar":2025}}})",
          "redenOpschortingBijhouding");
  unknown(R"({"verblijfplaats":{"type":"VerblijfplaatsBuitenland"}})", "datumVertrekUitNederland");
  unknown(R"({"verblijfstitel":{"datumEinde":{"type":"DatumOnbekend"}}})", "datumVerliesVerblijfstitel");
  unknown(R"({"verblijfstitel":{"aanduiding":{"code":"21"}}})", "datumVerkrijgingVerblijfstitel");
}
TEST(PersonenApi, a_mark_of_onderzoek_alone_is_not_told_as_if_it_had_happened) {
  const auto text = told(
      R"({"overlijden":{"inOnderzoek":{"datum":true}},"opschortingBijhouding":{"inOnderzoek":{"datum":true}},
                             "verblijfstitel":{"inOnderzoek":{"aanduiding":true}}})");
  for (const auto* field : {"overlijdensdatum", "datumOpschortingBijhouding", "redenOpschortingBijhouding",
                            "verblijfstitel", "datumVerkrijgingVerblijfstitel"})
    EXPECT_TRUE(says(text, '"' + std::string(field) + R"(":null)")) << field << " in " << text;
}
TEST(PersonenApi, whoever_lives_here_has_not_left_and_whoever_is_nowhere_has) {
  const auto where = [](const std::string& type, const std::string& more = "") {
    return told(R"({"verblijfplaats":{"type":")" + type + R"(","datumVan":{"type":"JaarDatum","jaar":2025})" +
                more + "}}");
  };
  for (const auto* type : {"Adres", "Locatie"})
    EXPECT_TRUE(says(where(type), R"("datumVertrekUitNederland":null,"emigratieland":null)")) << type;
  EXPECT_TRUE(says(where("VerblijfplaatsBuitenland", R"(,"verblijfadres":{"land":{"code":"5010"}})"),
                   R"("datumVertrekUitNederland":"2025","emigratieland":"5010")"));
  EXPECT_TRUE(says(where("VerblijfplaatsOnbekend"),
                   R"("datumVertrekUitNederland":"2025","emigratieland":{"onbekend":true})"));
}
TEST(PersonenApi, a_point_stands_for_what_is_not_known) {
  const auto text =
      told(R"({"naam":{"geslachtsnaam":"."},"geboorte":{"plaats":{"omschrijving":"."},"land":{"code":"."}},)"
           R"("verblijfplaats":{"type":"Adres","verblijfadres":{"korteStraatnaam":"."}}})");
  for (const auto* field : {"geslachtsnaam", "geboorteplaats", "geboorteland", "straatnaam"})
    EXPECT_TRUE(says(text, '"' + std::string(field) + R"(":{"onbekend":true})")) << field << " in " << text;
}
TEST(PersonenApi, a_permit_that_is_left_out_says_nothing_of_the_day_it_was_lost_and_98_may_tell_it) {
  EXPECT_FALSE(says(told("{}"), "datumVerliesVerblijfstitel"));
  const auto none = told(
      R"({"verblijfstitel":{"aanduiding":{"code":"98"},"datumEinde":{"type":"Datum","datum":"2026-03-01"}}})");
  EXPECT_TRUE(says(none, R"("verblijfstitel":null,"datumVerkrijgingVerblijfstitel":null,)"
                         R"("datumVerliesVerblijfstitel":"2026-03-01")"))
      << none;
}
TEST(PersonenApi, codes_of_zeros_are_unknown_and_permit_98_is_none) {
  EXPECT_TRUE(says(told(R"({"verblijfstitel":{"aanduiding":{"code":"00"}}})"),
                   R"("verblijfstitel":{"onbekend":true})"));
  EXPECT_TRUE(says(
      told(
          R"({"verblijfstitel":{"aanduiding":{"code":"98"},"datumIngang":{"type":"JaarDatum","jaar":2025}}})"),
      R"("verblijfstitel":null,"datumVerkrijgingVerblijfstitel":null)"));
  EXPECT_TRUE(says(told(R"({"geboorte":{"land":{"code":"0000"}}})"), R"("geboorteland":{"onbekend":true})"));
}
TEST(PersonenApi, a_list_that_was_taken_out_empties_nothing) {
  const auto found = adapters::brp::personen::read_antwoord(
      R"({"type":"RaadpleegMetBurgerservicenummer","personen":[{"burgerservicenummer":"999990639","aNummer":"4820193756",
          "opschortingBijhouding":{"reden":{"code":"F"},"datum":{"type":"Datum","datum":"2026-03-01"}}}]})",
      std::nullopt);
  const auto translation = translate(*found, {}, {"brp", "", {}});
  EXPECT_TRUE(translation->changes.empty());
  EXPECT_TRUE(translation->complete.empty());
  EXPECT_EQ(translation->remarks.size(), 1u);
}
TEST(PersonenApi, secrecy_is_always_told) {
  EXPECT_TRUE(says(told("{}"), R"("indicatieGeheim":"0")"));
  EXPECT_TRUE(says(told(R"({"geheimhoudingPersoonsgegevens":false})"), R"("indicatieGeheim":"0")"));
  EXPECT_TRUE(says(told(R"({"geheimhoudingPersoonsgegevens":true})"), R"("indicatieGeheim":"B")"));
}
TEST(PersonenApi, what_is_under_investigation_is_told_by_group) {
  EXPECT_EQ(
      told(R"({"inOnderzoek":{"geslacht":true,"gemeenteVanInschrijving":true},
                     "naam":{"inOnderzoek":{"voornamen":true}},"verblijfplaats":{"type":"Adres","verblijfadres":{"inOnderzoek":{"postcode":true}}},
                     "nationaliteiten":[{"type":"Staatloos","inOnderzoek":{"type":true}}]})",
           "InOnderzoek"),
      R"({"gegevens":"Persoonsgegevens"}; {"gegevens":"Inschrijving"}; {"gegevens":"Verblijfsplaats"}; )"
      R"({"gegevens":"Nationaliteit"})");
}
TEST(PersonenApi, an_answer_about_another_or_about_several_is_refused) {
  using adapters::brp::personen::read_antwoord;
  const auto asked = *schemas::Bsn::parse("999990639");
  const std::string head = R"({"type":"RaadpleegMetBurgerservicenummer","personen":[)";
  EXPECT_FALSE(read_antwoord(head + R"({"burgerservicenummer":"999993653"}]})", asked));
  EXPECT_FALSE(read_antwoord(head + "{}]}", asked));
  EXPECT_FALSE(read_antwoord(head + "{},{}]}", std::nullopt));
  EXPECT_FALSE(read_antwoord(R"({"type":"ZoekMetPostcodeEnHuisnummer","personen":[]})", asked));
  EXPECT_FALSE(read_antwoord("[]", asked));
  const auto nobody = read_antwoord(head + "]}", asked);
  ASSERT_TRUE(nobody);
  EXPECT_FALSE(nobody->persoon);
}

TEST(Verhuizing, is_a_registration_in_another_gemeente) {
  const auto to = [](Stated<std::string> gemeente) {
    canonical::Persoon persoon;
    persoon.gemeente_van_inschrijving = std::move(gemeente);
    return verhuisd_naar(persoon, "0518").value_or("-");
  };
  EXPECT_EQ(to(std::string("0344")), "0344");
  EXPECT_EQ(to(std::string("0518")), "-");
  EXPECT_EQ(to(std::string("1999")), "-") << "registered as living abroad: nobody takes the dossier over";
  EXPECT_EQ(to(std::string("0000")), "-");
  EXPECT_EQ(to({}), "-");
  EXPECT_EQ(to(Stated<std::string>::unknown()), "-");
}

}  // namespace
}  // namespace inburgering::mapping::brp
