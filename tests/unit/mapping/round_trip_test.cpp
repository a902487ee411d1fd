// Whatever the field tables allow goes out and comes back the same, and is valid by the schemas made from
// them.
#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>

#include "schemas/record/json_text.h"
#include "schemas/xml/grammar.h"
#include "tests/unit/mapping/random_object.h"

namespace inburgering::mapping::canonical {
namespace {

constexpr int rounds = 100;

template <class Check>
void for_random_objects(Check&& check) {
  for (int seed = 0; seed < rounds && !testing::Test::HasFailure(); ++seed) {
    tests::Dice dice(static_cast<std::uint64_t>(seed));
    for (const auto& object : tests::random_objects(dice)) {
      SCOPED_TRACE(std::string(objecttype(object)) + ", seed " + std::to_string(seed));
      check(object);
    }
  }
}

std::string text_of(const schemas::Faults& faults) {
  std::string text;
  for (const auto& fault : faults) text += to_text(fault) + '\n';
  return text;
}

TEST(RoundTrip, every_object_goes_through_json_text_and_back) {
  for_random_objects([](const Object& object) {
    const auto json = schemas::parse_json(boost::json::serialize(to_json(object)));
    ASSERT_TRUE(json);
    const auto back = from_json(objecttype(object), *json);
    ASSERT_TRUE(back) << text_of(back.error());
    EXPECT_EQ(*back, object);
  });
}
TEST(RoundTrip, every_object_goes_through_xml_text_and_back) {
  const auto parser = schemas::xml::Grammar::none();
  for_random_objects([&](const Object& object) {
    const auto parsed = parser.parse(to_xml(object));
    ASSERT_TRUE(parsed.root && parsed.faults.empty()) << text_of(parsed.faults) << to_xml(object);
    const auto back = from_xml(*parsed.root);
    ASSERT_TRUE(back) << text_of(back.error()) << to_xml(object);
    EXPECT_EQ(*back, object) << to_xml(object);
  });
}
TEST(RoundTrip, every_xml_document_is_valid_by_the_xsd) {
  const auto grammar =
      schemas::xml::Grammar::compile({std::string(PROJECT_DIR) + "/schemas/canonical/inburgering.xsd"});
  ASSERT_TRUE(grammar) << text_of(grammar.error());
  for_random_objects([&](const Object& object) {
    const auto parsed = grammar->parse(to_xml(object));
    EXPECT_TRUE(parsed.faults.empty()) << text_of(parsed.faults) << to_xml(object);
  });
}
TEST(RoundTrip, the_xsd_refuses_what_the_reader_refuses) {
  const auto grammar =
      schemas::xml::Grammar::compile({std::string(PROJECT_DIR) + "/schemas/canonical/inburgering.xsd"});
  ASSERT_TRUE(grammar);
  const auto parser = schemas::xml::Grammar::none();
  const std::string key = "<gemeentecode>0518</gemeentecode><dagtekeningPip>2026-03-01</dagtekeningPip>";
  const auto leerroute = [](const std::string& content) {
    return "<Leerroute xmlns='urn:nld:inburgering:schema:v2' "
           "xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'>" +
           content + "</Leerroute>";
  };
  struct Case {
    std::string content;
    bool good;
  };
  const Case cases[] = {
      {key, true},
      {key + "<leerroute>Z-route</leerroute>", true},
      {"<leerroute>Z-route</leerroute>" + key, true},
      {key + "<niveau xsi:nil='true' reden='onbekendeCode' code='C2'/>", true},
      {"<gemeentecode>0518</gemeentecode>", false},
      {key + "<leerroute>Z</leerroute>", false},
      {key + "<leerroute/>", false},
      {key + "<leerroute xsi:nil='true' reden='zomaar'/>", false},
      {key + "<leerroute xsi:nil='true' reden='geenWaarde'>Z-route</leerroute>", false},
      {key + "<examenA2 xsi:nil='true' reden='onbekendeCode' code='x'/>", false},
      {key + "<examenA2>ja</examenA2>", false},
      {key + "<examenA2>true</examenA2><examenA2>true</examenA2>", false},
      {key + "<geschatteIntensiteitB1Route>10000</geschatteIntensiteitB1Route>", false},
      {key + "<onzin>1</onzin>", false},
      {key + "tekst", false},
      {"<gemeentecode>518</gemeentecode><dagtekeningPip>2026-03-01</dagtekeningPip>", false},
      {"<gemeentecode>0518</gemeentecode><dagtekeningPip>2026-02-30</dagtekeningPip>", false},
  };
  for (const auto& [content, good] : cases) {
    EXPECT_EQ(grammar->parse(leerroute(content)).faults.empty(), good) << content;
    const auto parsed = parser.parse(leerroute(content));
    ASSERT_TRUE(parsed.root) << content;
    EXPECT_EQ(from_xml(*parsed.root).has_value(), good) << content;
  }
}
TEST(RoundTrip, what_xml_cannot_hold_becomes_the_replacement_character) {
  Persoon persoon;
  persoon.geslachtsnaam = std::string(
      "a\x01"
      "b\xEF\xBF\xBF"
      "c");
  const auto parsed = schemas::xml::Grammar::none().parse(to_xml(persoon));
  ASSERT_TRUE(parsed.faults.empty());
  const auto back = from_xml(*parsed.root);
  ASSERT_TRUE(back);
  EXPECT_EQ(std::get<Persoon>(*back).geslachtsnaam.value(),
            "a\uFFFD"
            "b\uFFFD"
            "c");
}

}  // namespace
}  // namespace inburgering::mapping::canonical
