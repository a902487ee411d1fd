#include "gateway/wishes/condition.h"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

namespace inburgering::gateway::wishes {
namespace {

const auto data = boost::json::parse(R"({
  "gemeente": "0518", "objecttype": "Leerroute", "gewijzigd": ["leerroute", "startdatum"],
  "object": {"leerroute": "Z", "startdatum": "2026-09-01", "uren": 800, "actief": true, "einddatum": null,
             "adres": {"postcode": "2511 BT"}, "onbekend": {"onbekend": true}}})")
                      .as_object();

bool holds(const char* text) {
  const auto condition = Condition::parse(text);
  EXPECT_TRUE(condition.has_value()) << text << ": " << condition.error();
  return condition && condition->holds(data);
}

TEST(Condition, holds_of_what_it_says) {
  for (const char* text :
       {"object.leerroute = \"Z\"", "object.leerroute='Z'", "object.leerroute != 'B'", "object.uren >= 800",
        "object.uren > 799 AND object.uren < 801", "object.startdatum < '2026-10-01'", "object.actief = TRUE",
        "object.adres.postcode LIKE '25__ %'", "object.leerroute IN ('B', 'Z')", "NOT object.leerroute = 'B'",
        "object.leerroute NOT IN ('B', 'O')", "gewijzigd = 'startdatum'", "EXISTS object.leerroute",
        "NOT EXISTS object.einddatum",
        "object.leerroute = 'B' OR (gemeente = '0518' and objecttype = 'Leerroute')", "object.nergens != 'x'",
        "object.onbekend != 'x'", "object.leerroute <> 'it''s'"})
    EXPECT_TRUE(holds(text)) << text;
}
TEST(Condition, does_not_hold_of_anything_else) {
  for (const char* text :
       {"object.leerroute = 'z'", "object.uren = '800'", "object.uren < 'a'", "object.nergens = 'x'",
        "object.leerroute.diep = 'Z'", "object.einddatum = 'x'", "gewijzigd = 'einddatum'",
        "EXISTS object.nergens", "object.adres.postcode LIKE '26%'",
        "object.leerroute = 'Z' AND object.uren = 1", "object = 'Z'"})
    EXPECT_FALSE(holds(text)) << text;
}
TEST(Condition, that_cannot_be_read_says_where) {
  const auto error = [](const std::string& text) {
    const auto condition = Condition::parse(text);
    return condition ? std::string("good") : condition.error().substr(0, condition.error().find(':'));
  };
  EXPECT_EQ(error(""), "teken 1");
  EXPECT_EQ(error("object.leerroute"), "teken 17");
  EXPECT_EQ(error("object.leerroute = "), "teken 20");
  EXPECT_EQ(error("object.leerroute = 'Z"), "teken 22");
  EXPECT_EQ(error("object.leerroute = Z"), "teken 20");
  EXPECT_EQ(error("a = 1 b = 2"), "teken 7");
  EXPECT_EQ(error("(a = 1"), "teken 7");
  EXPECT_EQ(error("a IN 1"), "teken 6");
  EXPECT_EQ(error(std::string(200, '(') + "a = 1" + std::string(200, ')')), "teken 51");
  EXPECT_EQ(error(std::string(1001, 'a')).substr(0, 14), "een voorwaarde");
}

}  // namespace
}  // namespace inburgering::gateway::wishes
