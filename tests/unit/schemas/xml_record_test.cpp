#include "schemas/record/xml_record.h"

#include <gtest/gtest.h>

#include "schemas/xml/grammar.h"

namespace inburgering::schemas {

inline constexpr CodeRow colour_rows[] = {{"rood", ""}, {"wit", ""}};
inline constexpr CodeList colours{"Kleur", "eigen lijst", colour_rows};

struct Vlag {
  std::string naam;
  Code<colours> baan;
  Stated<Day> sinds;
  Stated<bool> wimpel;
  Stated<std::int64_t> hoogte;
  bool operator==(const Vlag&) const = default;
};
template <>
inline constexpr auto fields<Vlag> =
    describe<Vlag>("Vlag", key("naam", &Vlag::naam, "", ""), field("baan", &Vlag::baan, "", ""),
                   field("sinds", &Vlag::sinds, "", ""), field("wimpel", &Vlag::wimpel, "", ""),
                   field("hoogte", &Vlag::hoogte, "", "", {.minimum = 1, .maximum = 9}));

namespace {

constexpr std::string_view ns = "urn:test";

Result<Vlag> read(const std::string& content) {
  const auto parsed = xml::Grammar::none().parse(
      "<Vlag xmlns='urn:test' xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'>" + content + "</Vlag>");
  if (!parsed.root) return std::unexpected(parsed.faults);
  return read_xml<Vlag>(*parsed.root);
}

std::string faults_of(const std::string& content) {
  const auto result = read(content);
  if (result) return "none";
  std::string text;
  for (const auto& fault : result.error())
    text += fault.pointer.substr(fault.pointer.find('/')) + " " + fault.rule + "\n";
  return text;
}

const std::string good = "<naam>a</naam><baan>rood</baan>";

TEST(XmlRecord, is_read_in_any_order_and_keeps_white_space_of_text_alone) {
  const auto vlag = read("<sinds> 2026-11-02\n</sinds><baan>wit</baan><naam> a </naam><wimpel>1</wimpel>");
  ASSERT_TRUE(vlag);
  EXPECT_EQ(vlag->naam, " a ");
  EXPECT_EQ(vlag->sinds.value().text(), "2026-11-02");
  EXPECT_TRUE(vlag->wimpel.value());
}
TEST(XmlRecord, says_absent_no_value_unknown_and_unlisted_each_in_its_own_way) {
  Vlag vlag{"a", Code<colours>::of("paars"), Stated<Day>::no_value(), Stated<bool>::unknown(), {}};
  const auto text = write_xml("Vlag", ns, vlag);
  EXPECT_EQ(
      text.substr(text.find("<naam")),
      R"(<naam>a</naam><baan xsi:nil="true" reden="onbekendeCode" code="paars"/>)"
      R"(<sinds xsi:nil="true" reden="geenWaarde"/><wimpel xsi:nil="true" reden="waardeOnbekend"/></Vlag>)");
  const auto parsed = xml::Grammar::none().parse(text);
  EXPECT_EQ(read_xml<Vlag>(*parsed.root), vlag);
}
TEST(XmlRecord, tells_every_fault_with_its_path) {
  EXPECT_EQ(
      faults_of("<baan>groen</baan><sinds>2026-02-30</sinds><wimpel>ja</wimpel><hoogte>10</hoogte><extra/>"),
      "/Vlag/baan codelijst\n/Vlag/sinds dag\n/Vlag/wimpel type\n/Vlag/hoogte bereik\n"
      "/Vlag/extra onbekend-veld\n/Vlag/naam verplicht\n");
  EXPECT_EQ(faults_of(good + "<hoogte>1</hoogte><hoogte>x</hoogte>"), "/Vlag/hoogte dubbel\n");
  EXPECT_EQ(faults_of(good + "<hoogte>9223372036854775808</hoogte>"), "/Vlag/hoogte type\n");
  EXPECT_EQ(faults_of(good + "<hoogte><b/></hoogte>"), "/Vlag/hoogte type\n");
  EXPECT_EQ(faults_of(good + "tekst"), "/Vlag type\n");
  EXPECT_EQ(faults_of(good + "<x:hoogte xmlns:x='urn:ander'>1</x:hoogte>"), "/Vlag/hoogte onbekend-veld\n");
}
TEST(XmlRecord, an_empty_element_must_say_why) {
  EXPECT_EQ(faults_of(good + "<hoogte xsi:nil='true'/>"), "/Vlag/hoogte nil\n");
  EXPECT_EQ(faults_of(good + "<hoogte xsi:nil='true' reden='zomaar'/>"), "/Vlag/hoogte nil\n");
  EXPECT_EQ(faults_of(good + "<hoogte reden='geenWaarde'>1</hoogte>"), "/Vlag/hoogte nil\n");
  EXPECT_EQ(faults_of(good + "<hoogte xsi:nil='true' reden='geenWaarde'>1</hoogte>"), "/Vlag/hoogte nil\n");
  EXPECT_EQ(faults_of(good + "<hoogte eenheid='m'>1</hoogte>"), "/Vlag/hoogte onbekend-attribuut\n");
  EXPECT_EQ(faults_of("<naam xsi:nil='true' reden='geenWaarde'/><baan>rood</baan>"), "/Vlag/naam nil\n");
}
TEST(XmlRecord, a_fault_tells_line_and_column_and_never_the_value) {
  const auto result = read("\n  <naam>a</naam>\n  <baan>GEHEIM</baan>");
  ASSERT_FALSE(result);
  EXPECT_TRUE(result.error()[0].pointer.starts_with("regel 3, kolom ")) << result.error()[0].pointer;
  EXPECT_EQ(to_text(result.error()[0]).find("GEHEIM"), std::string::npos);
}

}  // namespace
}  // namespace inburgering::schemas
