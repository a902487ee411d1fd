#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>

#include "adapters/brp/schema.h"
#include "mapping/brp/persoon.h"
#include "tests/unit/stuf_message.h"

namespace inburgering::mapping::brp {
namespace {

using tests::StufMessage;

schemas::Result<Translation> translated(const StufMessage& message) {
  static const auto grammar = adapters::brp::stuf_bg_grammar(std::filesystem::path(PROJECT_DIR) / "schemas");
  const auto read = adapters::brp::parse_kennisgeving(*grammar, message.soap());
  if (!read) return std::unexpected(read.error().faults);
  return translate(*read);
}

/// The changes as one readable line each.
std::string told(const StufMessage& message) {
  const auto translation = translated(message);
  if (!translation) return "refused " + translation.error()[0].rule;
  std::string text;
  for (const auto& change : translation->changes)
    text += (text.empty() ? "" : "\n") + std::string(to_text(change.actie)) + " " +
            std::string(canonical::objecttype(change.object)) + " " +
            boost::json::serialize(canonical::to_json(change.object));
  return text;
}

StufMessage toevoeging(const std::string& content) {
  StufMessage message;
  message.objects = StufMessage::object("T", "<BG:inp.bsn>999990639</BG:inp.bsn>" + content);
  return message;
}
StufMessage wijziging(const std::string& old_content, const std::string& content) {
  StufMessage message;
  message.mutatiesoort = "W";
  message.objects = StufMessage::object("W", "<BG:inp.bsn>999990639</BG:inp.bsn>" + old_content) +
                    StufMessage::object("W", "<BG:inp.bsn>999990639</BG:inp.bsn>" + content);
  return message;
}

TEST(Persoon, codes_are_padded_to_four_digits) {
  EXPECT_EQ(
      told(toevoeging("<BG:inp.geboorteLand>1</BG:inp.geboorteLand><BG:inp.gemeenteVanInschrijving>518</"
                      "BG:inp.gemeenteVanInschrijving>")),
      R"(vastgelegd Persoon {"geboorteland":"0001","gemeenteVanInschrijving":"0518"})");
}
TEST(Persoon, codes_of_zeros_are_unknown_and_permit_98_is_none) {
  const std::string unknown = R"({"onbekend":true})";
  EXPECT_EQ(told(toevoeging("<BG:inp.geboorteLand>0</BG:inp.geboorteLand><BG:sub.verblijfBuitenland>"
                            "<BG:lnd.landcode>0</BG:lnd.landcode></BG:sub.verblijfBuitenland>"
                            "<BG:inp.immigratieLand>0000</BG:inp.immigratieLand>")),
            R"(vastgelegd Persoon {"geboorteland":)" + unknown +
                R"(,"verblijfsadres":null,"verblijfBuitenland":{"land":)" + unknown +
                R"(},"immigratieland":)" + unknown + R"(,"datumVertrekUitNederland":)" + unknown +
                R"(,"emigratieland":)" + unknown + "}");
  const auto permit = [](const std::string& code) {
    return told(toevoeging("<BG:vbt.aanduidingVerblijfstitel>" + code +
                           "</BG:vbt.aanduidingVerblijfstitel><BG:ing.datumVerkrijgingVerblijfstitel>20260301"
                           "</BG:ing.datumVerkrijgingVerblijfstitel>"));
  };
  EXPECT_EQ(permit("00"), R"(vastgelegd Persoon {"verblijfstitel":)" + unknown +
                              R"(,"datumVerkrijgingVerblijfstitel":"2026-03-01"})");
  EXPECT_EQ(permit("98"),
            R"(vastgelegd Persoon {"verblijfstitel":null,"datumVerkrijgingVerblijfstitel":null,)"
            R"("datumVerliesVerblijfstitel":null})");
}
TEST(Persoon, the_day_on_which_a_permit_was_lost_stands_beside_98) {
  const std::string none = "<BG:vbt.aanduidingVerblijfstitel>98</BG:vbt.aanduidingVerblijfstitel>";
  const std::string day = "<BG:ing.datumVerliesVerblijfstitel>20260301</BG:ing.datumVerliesVerblijfstitel>";
  const std::string gone = R"({"verblijfstitel":null,"datumVerkrijgingVerblijfstitel":null)";
  EXPECT_EQ(told(toevoeging(none + day)),
            "vastgelegd Persoon " + gone + R"(,"datumVerliesVerblijfstitel":"2026-03-01"})");
  EXPECT_EQ(told(wijziging("", none + day)),
            "gewijzigd Persoon " + gone + R"(,"datumVerliesVerblijfstitel":"2026-03-01"})");
  EXPECT_EQ(told(wijziging("", none)), "gewijzigd Persoon " + gone + "}") << "it may have been told before";
}
TEST(Persoon, what_happened_without_a_day_is_not_told_as_if_it_had_not) {
  const std::string unknown = R"({"onbekend":true})";
  const auto suspended = "<BG:inp.redenOpschortingBijhouding>O</BG:inp.redenOpschortingBijhouding>";
  EXPECT_EQ(told(toevoeging(suspended)), R"(vastgelegd Persoon {"overlijdensdatum":)" + unknown +
                                             R"(,"datumOpschortingBijhouding":)" + unknown +
                                             R"(,"redenOpschortingBijhouding":"O"})");
  EXPECT_EQ(told(toevoeging("<BG:inp.emigratieLand>5010</BG:inp.emigratieLand>")),
            R"(vastgelegd Persoon {"datumVertrekUitNederland":)" + unknown + R"(,"emigratieland":"5010"})");
  EXPECT_EQ(told(toevoeging("<BG:overlijdensdatum StUF:noValue=\"nietGeautoriseerd\" xsi:nil=\"true\"/>"
                            "<BG:inp.overlijdenLand>5010</BG:inp.overlijdenLand>")),
            R"(vastgelegd Persoon {"overlijdensland":"5010"})");
  // What happened is told by what is not known of it as well.
  for (const std::string land :
       {">0</BG:inp.overlijdenLand>", " xsi:nil=\"true\" StUF:noValue=\"vastgesteldOnbekend\"/>"})
    EXPECT_EQ(
        told(toevoeging("<BG:inp.overlijdenLand" + land)),
        R"(vastgelegd Persoon {"overlijdensdatum":)" + unknown + R"(,"overlijdensland":)" + unknown + "}");
  EXPECT_EQ(told(toevoeging("<BG:inp.redenOpschortingBijhouding xsi:nil=\"true\" "
                            "StUF:noValue=\"waardeOnbekend\"/>")),
            R"(vastgelegd Persoon {"datumOpschortingBijhouding":)" + unknown +
                R"(,"redenOpschortingBijhouding":)" + unknown + "}");
  EXPECT_EQ(told(toevoeging("<BG:inp.overlijdenLand xsi:nil=\"true\" StUF:noValue=\"geenWaarde\"/>")),
            R"(vastgelegd Persoon {"overlijdensland":null})");
  // Who has an address abroad has left, and to there.
  EXPECT_EQ(told(toevoeging("<BG:sub.verblijfBuitenland><BG:lnd.landcode>5010</BG:lnd.landcode>"
                            "</BG:sub.verblijfBuitenland>")),
            R"(vastgelegd Persoon {"verblijfsadres":null,"verblijfBuitenland":{"land":"5010"},)"
            R"("datumVertrekUitNederland":)" +
                unknown + R"(,"emigratieland":"5010"})");
  // Of what only changed, the day may have been told before.
  EXPECT_EQ(told(wijziging("", suspended)), R"(gewijzigd Persoon {"redenOpschortingBijhouding":"O"})");
}
TEST(Persoon, that_somebody_does_not_live_at_the_address_goes_with_it) {
  const auto found = [](const std::string& value) {
    return "<StUF:extraElementen><StUF:extraElement naam=\"Aanduidingonderzoekadres\">" + value +
           "</StUF:extraElement></StUF:extraElementen>";
  };
  const std::string address =
      "<BG:verblijfsadres><BG:aoa.huisnummer>70</BG:aoa.huisnummer></BG:verblijfsadres>";
  const auto flag = [](const std::string& text) {
    const auto at = text.find("vastgesteldVerblijftNietOpAdres");
    return at == std::string::npos ? std::string("not told") : text.substr(at + 33, 4);
  };
  EXPECT_EQ(flag(told(toevoeging(address + found("089999")))), "true");
  EXPECT_EQ(flag(told(wijziging("", found("089999")))), "true");
  EXPECT_EQ(flag(told(wijziging("", found("")))), "null");
  EXPECT_EQ(flag(told(toevoeging(address))), "not told") << "what is not told stays as it is known";
  EXPECT_EQ(flag(told(toevoeging("<BG:geslachtsnaam>Jansen</BG:geslachtsnaam>"))), "not told");
}
TEST(Persoon, dates_keep_as_much_as_is_known) {
  const auto birth = [](const char* indicator) {
    return told(toevoeging(std::string("<BG:geboortedatum StUF:indOnvolledigeDatum=\"") + indicator +
                           "\">19900131</BG:geboortedatum>"));
  };
  EXPECT_EQ(birth("V"), R"(vastgelegd Persoon {"geboortedatum":"1990-01-31"})");
  EXPECT_EQ(birth("D"), R"(vastgelegd Persoon {"geboortedatum":"1990-01"})");
  EXPECT_EQ(birth("M"), R"(vastgelegd Persoon {"geboortedatum":"1990"})");
  EXPECT_EQ(birth("J"), R"(vastgelegd Persoon {"geboortedatum":{"onbekend":true}})");
}
TEST(Persoon, what_is_not_known_of_a_date_may_stand_as_zeros) {
  const auto birth = [](const std::string& digits, const std::string& indicator = "V") {
    return told(toevoeging("<BG:geboortedatum StUF:indOnvolledigeDatum=\"" + indicator + "\">" + digits +
                           "</BG:geboortedatum>"));
  };
  const auto is = [](const std::string& date) {
    return R"(vastgelegd Persoon {"geboortedatum":)" + date + "}";
  };
  EXPECT_EQ(birth("20200000"), is(R"("2020")"));
  EXPECT_EQ(birth("20201200"), is(R"("2020-12")"));
  EXPECT_EQ(birth("00000000"), is(R"({"onbekend":true})"));
  EXPECT_EQ(birth("0"), is(R"({"onbekend":true})"));
  EXPECT_EQ(birth("20201200", "M"), is(R"("2020")"));
  EXPECT_EQ(birth("20200000", "D"), is(R"("2020")"));
  for (const auto* wrong : {"20201300", "20200012", "202000", "2020"})
    EXPECT_EQ(birth(wrong), "refused dag") << wrong;
}
TEST(Persoon, a_date_that_does_not_exist_is_refused) {
  EXPECT_EQ(told(toevoeging("<BG:geboortedatum>20261399</BG:geboortedatum>")), "refused dag");
}
TEST(Persoon, absent_no_value_unknown_and_not_authorised_are_four_things) {
  EXPECT_EQ(
      told(toevoeging(
          "<BG:geslachtsnaam>X</BG:geslachtsnaam><BG:voornamen StUF:noValue=\"nietGeautoriseerd\"/>"
          "<BG:geboortedatum xsi:nil=\"true\" StUF:noValue=\"vastgesteldOnbekend\"/>"
          "<BG:overlijdensdatum xsi:nil=\"true\" StUF:noValue=\"geenWaarde\"/>")),
      R"(vastgelegd Persoon {"geslachtsnaam":"X","geboortedatum":{"onbekend":true},"overlijdensdatum":null})");
}
TEST(Persoon, a_change_states_the_elements_of_the_current_object_alone) {
  EXPECT_EQ(told(wijziging("<BG:overlijdensdatum xsi:nil=\"true\" StUF:noValue=\"geenWaarde\"/>",
                           "<BG:overlijdensdatum>20261020</BG:overlijdensdatum>")),
            R"(gewijzigd Persoon {"overlijdensdatum":"2026-10-20"})");
}
TEST(Persoon, an_address_is_one_value_and_an_empty_one_is_no_value) {
  const std::string adres =
      "<BG:verblijfsadres><BG:gor.straatnaam>Spui</BG:gor.straatnaam><BG:aoa.huisnummer>70</"
      "BG:aoa.huisnummer></BG:verblijfsadres>";
  EXPECT_EQ(
      told(wijziging("", adres)),
      R"(gewijzigd Persoon {"verblijfsadres":{"straatnaam":"Spui","huisnummer":70},"verblijfBuitenland":null})");
  EXPECT_EQ(
      told(wijziging(
          adres, "<BG:verblijfsadres><BG:gor.straatnaam StUF:noValue=\"geenWaarde\"/></BG:verblijfsadres>")),
      R"(gewijzigd Persoon {"verblijfsadres":null})");
  EXPECT_EQ(
      told(wijziging(
          adres,
          "<BG:sub.verblijfBuitenland><BG:lnd.landcode>5010</BG:lnd.landcode></BG:sub.verblijfBuitenland>")),
      R"(gewijzigd Persoon {"verblijfsadres":null,"verblijfBuitenland":{"land":"5010"}})");
}
TEST(Persoon, v_says_nothing_of_the_person) {
  auto message = toevoeging("<BG:geslachtsnaam>X</BG:geslachtsnaam>");
  message.mutatiesoort = "V";
  EXPECT_EQ(told(message), "");
}
TEST(Persoon, without_a_good_bsn_is_refused) {
  StufMessage message;
  message.objects = StufMessage::object("T", "<BG:geslachtsnaam>X</BG:geslachtsnaam>");
  EXPECT_EQ(told(message), "refused verplicht");
  message.objects = StufMessage::object("T", "<BG:inp.bsn>123456789</BG:inp.bsn>");
  EXPECT_EQ(told(message), "refused elfproef");
}
TEST(Nationaliteit, relations_are_objects_of_their_own) {
  EXPECT_EQ(told(toevoeging(StufMessage::nationality("T", "93") + StufMessage::nationality("T", "0112"))),
            "vastgelegd Nationaliteit {\"code\":\"0093\"}\nvastgelegd Nationaliteit {\"code\":\"0112\"}");
}
TEST(Nationaliteit, one_that_ends_leaves_the_others_as_they_are) {
  const auto ended =
      StufMessage::nationality("E", "0093", "<BG:inp.datumVerlies>20261101</BG:inp.datumVerlies>");
  EXPECT_EQ(told(wijziging(ended, "")),
            R"(beeindigd Nationaliteit {"code":"0093","datumVerlies":"2026-11-01"})");
}
TEST(Nationaliteit, one_that_is_replaced_ends_and_the_new_one_begins) {
  EXPECT_EQ(told(wijziging(StufMessage::nationality("R", "0093"), StufMessage::nationality("R", "0001"))),
            "beeindigd Nationaliteit {\"code\":\"0093\"}\nvastgelegd Nationaliteit {\"code\":\"0001\"}");
}
TEST(Nationaliteit, one_that_is_only_named_says_nothing) {
  EXPECT_EQ(told(wijziging(StufMessage::nationality("I", "0093"), StufMessage::nationality("I", "0093"))),
            "");
}
TEST(Bron, carries_the_reference_and_the_moment_of_the_sender) {
  const auto translation = translated(toevoeging("<BG:geslachtsnaam>X</BG:geslachtsnaam>"));
  EXPECT_EQ(boost::json::serialize(to_json(translation->bron)),
            R"({"feed":"brp","bericht":"REF-1","moment":"2026-11-02T08:30:15.000Z"})");
}

}  // namespace
}  // namespace inburgering::mapping::brp
