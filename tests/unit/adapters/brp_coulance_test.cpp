// Harmless departures from the schema: each put right when it is on, refused when it is off, and told.
#include <gtest/gtest.h>

#include "adapters/brp/kennisgeving.h"
#include "adapters/brp/schema.h"
#include "tests/unit/stuf_message.h"

namespace inburgering::adapters::brp {
namespace {

using tests::StufMessage;

const schemas::xml::Grammar& grammar() {
  static const auto compiled = stuf_bg_grammar(std::filesystem::path(PROJECT_DIR) / "schemas");
  return *compiled;
}
std::string with_object(const std::string& content) {
  StufMessage message;
  message.objects = StufMessage::object("T", "<BG:inp.bsn>999990639</BG:inp.bsn>" + content);
  return message.soap();
}
std::string adres(const std::string& content) {
  return with_object("<BG:verblijfsadres>" + content + "</BG:verblijfsadres>");
}
std::string replaced(std::string text, const std::string& what, const std::string& by) {
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size()))
    text.replace(at, what.size(), by);
  return text;
}

struct Case {
  const char* naam;
  std::string xml;
  const char* pad;
  const char* waarde;
};
void PrintTo(const Case& c, std::ostream* out) { *out << c.naam; }

class Coulances : public testing::TestWithParam<Case> {};
TEST_P(Coulances, is_refused_without_and_put_right_and_told_with) {
  const auto& [naam, xml, pad, waarde] = GetParam();
  const auto strict = parse_kennisgeving(grammar(), xml, {.coulances = {}});
  ASSERT_FALSE(strict);
  EXPECT_EQ(strict.error().fault.code, "StUF055");
  const auto* coulance = find_coulance(naam);
  ASSERT_NE(coulance, nullptr);
  const auto read = parse_kennisgeving(grammar(), xml, {.coulances = {&coulance, 1}});
  ASSERT_TRUE(read) << to_text(read.error().faults[0]);
  EXPECT_EQ(read->coulances, std::vector<std::string_view>{naam});
  if (pad == nullptr) return;
  ASSERT_NE(read->actueel().gegeven(pad), nullptr);
  EXPECT_EQ(read->actueel().gegeven(pad)->waarde, waarde);
}
INSTANTIATE_TEST_SUITE_P(
    Brp, Coulances,
    testing::Values(
        Case{"postcode-met-spatie", adres("<BG:aoa.postcode>2592 TH</BG:aoa.postcode>"),
             "verblijfsadres/aoa.postcode", "2592TH"},
        Case{"huisletter-te-lang",
             adres("<BG:aoa.huisnummer>7</BG:aoa.huisnummer><BG:aoa.huisletter>BIS</BG:aoa.huisletter>"),
             "verblijfsadres/aoa.huisnummertoevoeging", "BIS"},
        Case{"verwerkingssoort-ontbreekt",
             with_object(replaced(StufMessage::nationality("T", "93"), " StUF:verwerkingssoort=\"T\"", "")),
             nullptr, nullptr},
        Case{"nil-niet-leeg",
             with_object("<BG:overlijdensdatum xsi:nil=\"true\" StUF:noValue=\"geenWaarde\">00000000"
                         "</BG:overlijdensdatum>"),
             "overlijdensdatum", ""},
        Case{"tijdstipBericht-leeg", replaced(StufMessage{}.soap(), "20261102093015", ""), nullptr, nullptr},
        Case{"xsi-verschreven",
             replaced(with_object("<BG:overlijdensdatum xsi:nil=\"true\" StUF:noValue=\"geenWaarde\"/>"),
                      "XMLSchema-instance", "XMLSchemainstance"),
             "overlijdensdatum", ""}),
    [](const auto& each) { return replaced(each.param.naam, "-", "_"); });

TEST(Coulance, a_message_in_order_costs_nothing_and_tells_nothing) {
  const auto read = parse_kennisgeving(grammar(), StufMessage{}.soap());
  ASSERT_TRUE(read);
  EXPECT_TRUE(read->coulances.empty());
}
TEST(Coulance, what_is_really_wrong_stays_wrong_and_is_told_with_its_place_in_the_message_as_it_came) {
  const auto xml = replaced(
      adres("\n  <BG:aoa.postcode>2592 TH</BG:aoa.postcode>\n  <BG:aoa.huisnummer>nul</BG:aoa.huisnummer>"),
      "<s:Body>", "<s:Body>\n");
  const auto read = parse_kennisgeving(grammar(), xml);
  ASSERT_FALSE(read);
  ASSERT_EQ(read.error().faults.size(), 1u);
  EXPECT_TRUE(read.error().faults[0].pointer.starts_with("regel 4, ")) << read.error().faults[0].pointer;
  EXPECT_TRUE(read.error().faults[0].pointer.ends_with("/aoa.huisnummer")) << read.error().faults[0].pointer;
}
TEST(Coulance, an_addition_that_is_there_keeps_its_place_behind_the_letters) {
  const auto read = parse_kennisgeving(
      grammar(), adres("<BG:aoa.huisnummer>7</BG:aoa.huisnummer><BG:aoa.huisletter>BIS</BG:aoa.huisletter>"
                       "<BG:aoa.huisnummertoevoeging>2</BG:aoa.huisnummertoevoeging>"));
  ASSERT_TRUE(read) << to_text(read.error().faults[0]);
  EXPECT_EQ(read->actueel().gegeven("verblijfsadres/aoa.huisnummertoevoeging")->waarde, "BIS2");
  EXPECT_EQ(read->actueel().gegeven("verblijfsadres/aoa.huisletter"), nullptr);
  EXPECT_FALSE(
      parse_kennisgeving(grammar(), adres("<BG:aoa.huisletter>BIS</BG:aoa.huisletter>"
                                          "<BG:aoa.huisnummertoevoeging>hs</BG:aoa.huisnummertoevoeging>")))
      << "no room for both";
}
TEST(Coulance, a_missing_verwerkingssoort_is_read_as_t_only_where_a_person_is_added) {
  StufMessage message;
  message.mutatiesoort = "W";
  const auto object = StufMessage::object(
      "W", "<BG:inp.bsn>999990639</BG:inp.bsn>" +
               replaced(StufMessage::nationality("T", "93"), " StUF:verwerkingssoort=\"T\"", ""));
  message.objects = object + object;
  EXPECT_FALSE(parse_kennisgeving(grammar(), message.soap()));
}
TEST(Coulance, each_has_a_name_of_its_own_and_an_explanation) {
  std::set<std::string_view> names;
  for (const auto& each : coulances()) {
    EXPECT_TRUE(names.insert(each.naam).second) << each.naam;
    EXPECT_FALSE(each.uitleg.empty());
  }
}

TEST(Bestand, holds_messages_one_by_one) {
  const auto set = "<x:StUF-berichtenSet xmlns:x=\"http://www.egem.nl/StUF/StUF0301\">" +
                   StufMessage{}.bare() + StufMessage{}.bare() + "</x:StUF-berichtenSet>";
  const auto messages = berichten_van(set);
  ASSERT_TRUE(messages);
  ASSERT_EQ(messages->size(), 2u);
  for (const auto& message : *messages) EXPECT_TRUE(parse_kennisgeving(grammar(), message));
  EXPECT_EQ(berichten_van(StufMessage{}.soap())->size(), 1u);
  EXPECT_FALSE(berichten_van("geen xml"));
}
TEST(Codering, of_the_content_type_goes_before_that_of_the_document_and_a_byte_order_mark_before_both) {
  const auto name_in = [](const std::string& xml, std::string_view content_type) {
    const auto read = parse_kennisgeving(grammar(), xml, {.content_type = content_type});
    return read ? read->actueel().gegeven("geslachtsnaam")->waarde : "refused";
  };
  const auto latin = replaced(StufMessage{}.bare(), "Jansen", "M\xFCller");
  EXPECT_EQ(name_in("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>" + latin, ""), "Müller");
  EXPECT_EQ(name_in(latin, "text/xml; charset=iso-8859-1"), "Müller");
  EXPECT_EQ(name_in("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>" + latin, "text/xml; charset=utf-8"),
            "Müller");
  EXPECT_EQ(name_in(latin, ""), "refused") << "not UTF-8, whatever it says";
  EXPECT_EQ(name_in("<?xml version=\"1.0\" encoding=\"UTF-16\"?>" + replaced(latin, "\xFC", "u"), ""),
            "Muller")
      << "a lie that does not matter";
  const auto utf8 = replaced(StufMessage{}.bare(), "Jansen", "Müller");
  EXPECT_EQ(name_in("\xEF\xBB\xBF" + utf8, "text/xml; charset=iso-8859-1"), "Müller");
  EXPECT_EQ(name_in(utf8, "text/xml; charset=\"UTF-8\"; action=x"), "Müller");
}

}  // namespace
}  // namespace inburgering::adapters::brp
