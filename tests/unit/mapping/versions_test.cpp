// What an older version of the model is told: what its kept schema knows, and nothing else.
#include "mapping/versions/versions.h"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fstream>
#include <sstream>

#include "mapping/versions/step_down.h"
#include "schemas/xml/grammar.h"
#include "tests/unit/mapping/random_object.h"

namespace inburgering::mapping::versions {
namespace {

namespace json = boost::json;

json::object read(std::string_view text) { return json::parse(text).as_object(); }

/// A version with a type fewer, fields fewer, a code fewer, and other names.
Former invented() {
  return {read(R"({"$defs": {
            "Pip": {"properties": {
              "code": {"type": "string"},
              "route": {"anyOf": [{"$ref": "#/$defs/Route"}, {"$ref": "#/$defs/OnbekendeCode"}, {"type": "null"}]},
              "adres": {"anyOf": [{"$ref": "#/$defs/Adres"}, {"$ref": "#/$defs/Onbekend"}]}}},
            "Adres": {"properties": {"straat": {"type": "string"}}},
            "Route": {"enum": ["B1", "Z"]}}})"),
          read(R"({"velden": {"Pip": {"gemeentecode": "code"}}, "codes": {"Route": {"Z-route": "Z"}}})")};
}

TEST(StepDown, what_did_not_exist_goes_and_what_was_called_otherwise_gets_its_name) {
  const auto former = invented();
  EXPECT_TRUE(former.knows("Pip"));
  EXPECT_FALSE(former.knows("Klok"));
  EXPECT_FALSE(former.knows("Route")) << "a list of codes is no object type";
  EXPECT_EQ(former.name_of("Pip", "gemeentecode"), "code");
  EXPECT_EQ(former.name_of("Pip", "nieuw"), "");
  struct Case {
    std::string_view name;
    std::string_view newer;
    std::string_view told;
  };
  const Case cases[] = {
      {"a field that is new goes", R"({"nieuw": 1})", "{}"},
      {"a field that was called otherwise", R"({"gemeentecode": "0518"})", R"({"code": "0518"})"},
      {"a code that was called otherwise", R"({"route": "Z-route"})", R"({"route": "Z"})"},
      {"a code that it lists", R"({"route": "B1"})", R"({"route": "B1"})"},
      {"a code that it does not list", R"({"route": "Onderwijs"})",
       R"({"route": {"onbekendeCode": "Onderwijs"}})"},
      {"no value", R"({"route": null})", R"({"route": null})"},
      {"unknown", R"({"adres": {"onbekend": true}})", R"({"adres": {"onbekend": true}})"},
      {"a code unknown before", R"({"route": {"onbekendeCode": "Q"}})",
       R"({"route": {"onbekendeCode": "Q"}})"},
      {"within a part", R"({"adres": {"straat": "Lange Poten", "huisnummer": 4}})",
       R"({"adres": {"straat": "Lange Poten"}})"},
  };
  for (const auto& [name, newer, told] : cases)
    EXPECT_EQ(former.object("Pip", read(newer)), read(told)) << name;
}

TEST(StepDown, an_event_of_a_type_that_is_not_there_tells_nothing) {
  const auto klok = read(R"({"objecttype": "Klok", "gewijzigd": ["stand"], "object": {"klok": "x"}})");
  EXPECT_FALSE(tells(1, "vastgelegd", klok));
  EXPECT_FALSE(tells(1, "", klok));
  EXPECT_FALSE(step_down(1, klok));
  EXPECT_TRUE(tells(2, "vastgelegd", klok));
  EXPECT_EQ(step_down(2, klok), klok);
}

TEST(StepDown, a_change_of_nothing_that_is_there_tells_nothing) {
  const auto changed = [](std::string_view fields) {
    return read(R"({"objecttype": "PIP", "object": {}, "gewijzigd": )" + std::string(fields) + "}");
  };
  EXPECT_TRUE(tells(1, "gewijzigd", changed(R"(["dagtekeningInitieel"])")));
  EXPECT_TRUE(tells(1, "gewijzigd", changed(R"(["vanMorgen", "dagtekeningInitieel"])")));
  EXPECT_FALSE(tells(1, "gewijzigd", changed(R"(["vanMorgen"])")));
  EXPECT_TRUE(tells(1, "beeindigd", changed(R"(["vanMorgen"])"))) << "that it ended is told";
  EXPECT_EQ(step_down(1, changed(R"(["vanMorgen", "dagtekeningInitieel"])"))->at("gewijzigd"),
            json::array{"dagtekeningInitieel"});
}

TEST(StepDown, whatever_the_newest_version_allows_is_a_good_document_of_each_version) {
  for (const auto& version : all) {
    const auto file = kept(version.number)
                          ? "/schemas/canonical/versies/" + std::string(version.model) + "/inburgering.xsd"
                          : std::string("/schemas/canonical/inburgering.xsd");
    const auto grammar = schemas::xml::Grammar::compile({std::string(PROJECT_DIR) + file});
    ASSERT_TRUE(grammar);
    int told = 0;
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
      tests::Dice dice(seed);
      for (const auto& object : tests::random_objects(dice)) {
        const auto type = canonical::objecttype(object);
        const auto stepped = step_down(version.number, type, canonical::to_json(object));
        EXPECT_EQ(stepped.has_value(), knows(version.number, type));
        if (!stepped) continue;
        ++told;
        const auto xml = canonical::xml_of_json(type, *stepped, xml_namespace(version.number));
        ASSERT_TRUE(xml);
        const auto parsed = grammar->parse(*xml);
        EXPECT_TRUE(parsed.faults.empty()) << "version " << version.model << ": " << *xml;
      }
    }
    EXPECT_GT(told, 1000);
  }
}

TEST(Versions, xml_of_json_is_what_the_types_write) {
  EXPECT_EQ(canonical::xml_namespace, xml_namespace(newest));
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    tests::Dice dice(seed);
    for (const auto& object : tests::random_objects(dice))
      EXPECT_EQ(canonical::xml_of_json(canonical::objecttype(object), canonical::to_json(object),
                                       canonical::xml_namespace),
                canonical::to_xml(object));
  }
}

TEST(Versions, the_constants_are_the_kept_files) {
  for (const auto& version : all) {
    if (version.number == newest) {
      EXPECT_FALSE(kept(version.number));
      continue;
    }
    const auto text = [&](const char* file) {
      std::ifstream in(std::string(PROJECT_DIR) + "/schemas/canonical/versies/" + std::string(version.model) +
                       "/" + file);
      return (std::ostringstream() << in.rdbuf()).str();
    };
    ASSERT_TRUE(kept(version.number));
    EXPECT_EQ(kept(version.number)->json_schema, text("inburgering.schema.json"));
    EXPECT_EQ(kept(version.number)->xsd, text("inburgering.xsd"));
    EXPECT_EQ(kept(version.number)->names, text("namen.json"));
  }
}

TEST(Versions, two_stand_beside_each_other_for_a_year) {
  EXPECT_EQ(all.back().told_until, "");
  int number = oldest;
  for (const auto& version : all) {
    EXPECT_EQ(version.number, number++) << "numbers without gaps: they are stepped through";
    const auto since = old_since(version);
    const auto until = told_until(version);
    EXPECT_EQ(since.has_value(), version.number != newest);
    EXPECT_EQ(until.has_value(), since.has_value());
    if (since) {
      EXPECT_GE(until->date(), since->date() + std::chrono::years(1)) << version.model;
    }
  }
}

}  // namespace
}  // namespace inburgering::mapping::versions
