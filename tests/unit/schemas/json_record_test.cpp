#include "schemas/record/json_record.h"

#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>

#include "schemas/record/difference.h"

namespace inburgering::schemas {

struct Part {
  std::string name;
  bool operator==(const Part&) const = default;
};
struct Sample {
  std::string code;
  Day day;
  std::optional<std::int64_t> number;
  Stated<std::string> remark;
  std::vector<Part> parts;
};
constexpr std::string_view codes[] = {"A", "B"};
template <>
inline constexpr auto fields<Part> =
    describe<Part>("Part", field("name", &Part::name, "", "", {.max_length = 3}));
template <>
inline constexpr auto fields<Sample> = describe<Sample>(
    "Sample", key("code", &Sample::code, "", "", {.codes = codes}), field("day", &Sample::day, "", ""),
    field("number", &Sample::number, "", "", {.minimum = 0, .maximum = 9}),
    field("remark", &Sample::remark, "", ""), field("parts", &Sample::parts, "", ""));

namespace {

std::vector<std::string> pointers_and_rules(const Faults& faults) {
  std::vector<std::string> list;
  for (const auto& fault : faults) list.push_back(fault.pointer + " " + fault.rule);
  return list;
}

TEST(JsonRecord, tells_every_fault_with_its_pointer) {
  const auto read = read_json_text<Sample>(
      R"({"code":"C","number":10,"remark":3,"parts":[{"name":"abc"},{"name":"abcd"},{}],"extra/~":1})");
  ASSERT_FALSE(read);
  EXPECT_EQ(
      pointers_and_rules(read.error()),
      (std::vector<std::string>{"/code codelijst", "/number bereik", "/remark type", "/parts/1/name lengte",
                                "/parts/2/name verplicht", "/extra~1~0 onbekend-veld", "/day verplicht"}));
}
TEST(JsonRecord, a_fault_never_repeats_the_value) {
  const auto read = read_json_text<Sample>(R"({"code":"GEHEIM","day":"GEHEIM"})");
  ASSERT_FALSE(read);
  for (const auto& fault : read.error())
    EXPECT_EQ(to_text(fault).find("GEHEIM"), std::string::npos) << to_text(fault);
}
TEST(JsonRecord, keeps_absent_no_value_and_unknown_apart_on_the_way_in_and_out) {
  const auto remark = [](const char* text) {
    const auto read = read_json_text<Sample>(std::string(R"({"code":"A","day":"2026-11-02")") + text + "}");
    return read ? boost::json::serialize(write_json(*read)) : std::string("refused");
  };
  EXPECT_EQ(remark(""), R"({"code":"A","day":"2026-11-02"})");
  EXPECT_EQ(remark(R"(,"remark":null)"), R"({"code":"A","day":"2026-11-02","remark":null})");
  EXPECT_EQ(remark(R"(,"remark":{"onbekend":true})"),
            R"({"code":"A","day":"2026-11-02","remark":{"onbekend":true}})");
  EXPECT_EQ(remark(R"(,"remark":"x")"), R"({"code":"A","day":"2026-11-02","remark":"x"})");
  EXPECT_EQ(remark(R"(,"remark":{"onbekend":false})"), "refused");
}
TEST(JsonRecord, counts_characters_and_not_bytes) { EXPECT_TRUE(read_json_text<Part>(R"({"name":"éüß"})")); }
TEST(JsonRecord, says_where_the_json_breaks) {
  const auto read = read_json_text<Sample>("{\"code\": \"A\",\n  \"day\": }");
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error()[0].rule, "json");
  EXPECT_NE(read.error()[0].message.find("regel 2"), std::string::npos) << read.error()[0].message;
}
TEST(JsonRecord, refuses_two_hundred_thousand_nested_arrays_and_truncated_text) {
  const auto deep = read_json_text<Sample>(std::string(200000, '['));
  ASSERT_FALSE(deep);
  EXPECT_EQ(deep.error()[0].rule, "diepte");
  EXPECT_FALSE(read_json_text<Sample>(""));
  EXPECT_FALSE(read_json_text<Sample>("{\"code\""));
  EXPECT_FALSE(read_json_text<Sample>("{} {}"));
}

TEST(JsonRecord, a_fault_tells_the_kind_of_the_value) {
  const auto read = read_json_text<Sample>(R"({"code":"C","day":"2026-02-30","number":"4","remark":[]})");
  ASSERT_FALSE(read);
  const char* kinds[] = {"tekst van 1 teken", "tekst van 10 tekens", "tekst van 1 teken", "een lijst"};
  for (std::size_t i = 0; i < 4; ++i)
    EXPECT_NE(read.error()[i].message.find(kinds[i]), std::string::npos) << to_text(read.error()[i]);
}

TEST(Difference, names_the_fields_that_changed_in_table_order) {
  Sample before{"A", *Day::parse("2026-11-02"), 1, std::string("x"), {}};
  Sample after = before;
  after.remark = Stated<std::string>::no_value();
  after.number = 2;
  EXPECT_EQ(difference(before, after), (std::vector<std::string>{"number", "remark"}));
  EXPECT_TRUE(difference(before, before).empty());
}
TEST(LayOver, what_is_absent_stays_and_no_value_empties) {
  Sample known{"A", *Day::parse("2026-11-02"), 1, std::string("x"), {}};
  Sample said{"A", *Day::parse("2026-11-03"), std::nullopt, {}, {}};
  lay_over(known, said);
  EXPECT_EQ(known.day.text(), "2026-11-03");
  EXPECT_EQ(known.number, 1);
  EXPECT_EQ(known.remark.value(), "x");
  said.remark = Stated<std::string>::no_value();
  lay_over(known, said);
  EXPECT_EQ(known.remark, Stated<std::string>::no_value());
}
TEST(KeyOf, holds_the_key_fields_alone) {
  EXPECT_EQ(boost::json::serialize(key_of(Sample{"A", {}, {}, {}, {}})), R"({"code":"A"})");
}

TEST(JsonText, a_name_that_stands_twice_is_pointed_at) {
  const auto place = [](std::string_view text) {
    const auto read = parse_json(text);
    return read ? "" : read.error()[0].pointer + " " + read.error()[0].rule;
  };
  EXPECT_EQ(place(R"({"a":1,"b":2,"a":3})"), "/a dubbel");
  EXPECT_EQ(place(R"({"rijen":[{"bsn":1},{"x":{},"bsn":1,"bsn":2}]})"), "/rijen/1/bsn dubbel");
  EXPECT_EQ(place(R"([[],[{"a/b":{"c~":1,"c~":1}}]])"), "/1/0/a~1b/c~0 dubbel");
  EXPECT_EQ(place(R"({"\u0061":1,"a":2})"), "/a dubbel") << "however it is written";
  EXPECT_EQ(place(R"({"a":{"a":1},"b":{"a":1}})"), "");
  EXPECT_EQ(place(R"([{"a":1},{"a":1}])"), "");
}

}  // namespace
}  // namespace inburgering::schemas
