// Every kind of message, mutatiesoort and verwerkingssoort, with what it means beside it (StUF 03.01 §5.2.3).
#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>

#include "adapters/brp/schema.h"
#include "mapping/brp/persoon.h"
#include "tests/unit/stuf_message.h"

namespace inburgering::mapping::brp {
namespace {

using tests::StufMessage;

const schemas::xml::Grammar& grammar() {
  static const auto compiled = adapters::brp::stuf_bg_grammar(std::filesystem::path(PROJECT_DIR) / "schemas");
  return *compiled;
}

std::string told(const std::string& xml) {
  const auto read = adapters::brp::parse_kennisgeving(grammar(), xml);
  if (!read) return "refused " + read.error().fault.code;
  const auto translation = translate(*read);
  if (!translation) return "refused " + translation.error()[0].rule;
  std::string text;
  for (const auto& change : translation->changes)
    text += (text.empty() ? "" : "; ") + std::string(to_text(change.actie)) + " " +
            std::string(canonical::objecttype(change.object)) + " " +
            boost::json::serialize(canonical::to_json(change.object));
  if (translation->vorig_bsn) text += "; vorig " + translation->vorig_bsn->digits();
  return text;
}

constexpr const char* kinds[] = {"npsLk01", "npsLk02", "npsSa01", "npsSa02"};

/// The message of one kind. A synchronisatie holds one whole object, with a key of its own.
std::string message_of(const std::string& kind, char mutatiesoort, const std::string& objects) {
  StufMessage message;
  message.mutatiesoort = std::string(1, mutatiesoort);
  message.objects = objects;
  return message.of_kind(kind);
}

std::string object_of(const std::string& kind, char soort, const std::string& content,
                      const std::string& bsn = "999990639") {
  auto object = StufMessage::object(std::string(1, soort), "<BG:inp.bsn>" + bsn + "</BG:inp.bsn>" + content);
  if (kind.starts_with("npsSa"))
    object.replace(object.find("StUF:verwerkingssoort"), 0, "StUF:sleutelSynchronisatie=\"S1\" ");
  return object;
}

// The object itself: what it says follows from the mutatiesoort; its verwerkingssoort only tells how keys
// stand.
struct ObjectRow {
  char mutatiesoort;
  const char* verwerkingssoorten;
  const char* means;
};
constexpr ObjectRow object_rows[] = {
    {'T', "TWVEIRSO", R"(vastgelegd Persoon {"geslachtsnaam":"Nieuw"})"},
    {'W', "TWVEIRSO", R"(gewijzigd Persoon {"geslachtsnaam":"Nieuw"})"},
    {'C', "TWVEIRSO", R"(gewijzigd Persoon {"geslachtsnaam":"Nieuw"})"},
    {'F', "TWVEIRSO", R"(gewijzigd Persoon {"geslachtsnaam":"Nieuw"})"},
    {'V', "TWVEIRSO", ""},
};

TEST(Soorten, of_the_object) {
  int checked = 0;
  for (const auto& row : object_rows)
    for (const char soort : std::string(row.verwerkingssoorten))
      for (const std::string kind : kinds) {
        const bool two = row.mutatiesoort != 'T' && row.mutatiesoort != 'V';
        const auto present = object_of(kind, soort, "<BG:geslachtsnaam>Nieuw</BG:geslachtsnaam>");
        const auto xml = message_of(
            kind, row.mutatiesoort,
            two ? object_of(kind, soort, "<BG:geslachtsnaam>Oud</BG:geslachtsnaam>") + present : present);
        // A synchronisatie tells one state; two objects do not fit its schema.
        const std::string expected = kind.starts_with("npsSa") && two ? "refused StUF055" : row.means;
        EXPECT_EQ(told(xml), expected) << kind << row.mutatiesoort << soort;
        ++checked;
      }
  EXPECT_EQ(checked, 5 * 8 * 4);
}

// A relation in the old and in the current object, with the same verwerkingssoort.
struct RelationRow {
  const char* mutatiesoorten;
  char verwerkingssoort;
  const char* means;
};
constexpr const char* begins = R"(vastgelegd Nationaliteit {"code":"0093"})";
constexpr const char* ends = R"(beeindigd Nationaliteit {"code":"0112"})";
constexpr const char* replaced =
    R"(beeindigd Nationaliteit {"code":"0112"}; vastgelegd Nationaliteit {"code":"0093"})";
constexpr RelationRow relation_rows[] = {
    {"T", 'T', begins},   {"T", 'W', begins},   {"T", 'R', begins},     {"T", 'V', ""},
    {"T", 'E', ""},       {"T", 'I', ""},       {"T", 'S', ""},         {"T", 'O', ""},
    {"WCF", 'T', begins}, {"WCF", 'W', begins}, {"WCF", 'R', replaced}, {"WCF", 'V', ends},
    {"WCF", 'E', ends},   {"WCF", 'I', ""},     {"WCF", 'S', ""},       {"WCF", 'O', ""},
    {"V", 'T', ""},       {"V", 'W', ""},       {"V", 'R', ""},         {"V", 'V', ""},
    {"V", 'E', ""},       {"V", 'I', ""},       {"V", 'S', ""},         {"V", 'O', ""},
};

TEST(Soorten, of_a_relation) {
  int checked = 0;
  for (const auto& row : relation_rows)
    for (const char mutatiesoort : std::string(row.mutatiesoorten))
      for (const std::string kind : {"npsLk01", "npsLk02"}) {
        const std::string soort(1, row.verwerkingssoort);
        const auto old = object_of(kind, 'I', StufMessage::nationality(soort, "112"));
        const auto present = object_of(kind, 'I', StufMessage::nationality(soort, "93"));
        const bool two = mutatiesoort != 'T' && mutatiesoort != 'V';
        EXPECT_EQ(told(message_of(kind, mutatiesoort, two ? old + present : present)), row.means)
            << kind << mutatiesoort << soort;
        ++checked;
      }
  EXPECT_EQ(checked, 5 * 8 * 2);
}
TEST(Soorten, a_relation_that_begins_has_an_empty_one_before_it_and_one_that_ends_an_empty_one_after_it) {
  const std::string empty_begun =
      "<BG:inp.heeftAlsNationaliteit StUF:entiteittype=\"NPSNAT\" StUF:verwerkingssoort=\"T\" "
      "xsi:nil=\"true\" "
      "StUF:noValue=\"geenWaarde\"/>";
  auto empty_ended = empty_begun;
  empty_ended.replace(empty_ended.find("\"T\""), 3, "\"E\"");
  EXPECT_EQ(told(message_of("npsLk01", 'W',
                            object_of("npsLk01", 'I', empty_begun) +
                                object_of("npsLk01", 'I', StufMessage::nationality("T", "93")))),
            begins);
  EXPECT_EQ(told(message_of("npsLk01", 'W',
                            object_of("npsLk01", 'I', StufMessage::nationality("E", "112")) +
                                object_of("npsLk01", 'I', empty_ended))),
            ends);
}
TEST(Soorten, a_corrected_bsn_is_told_and_two_persons_in_one_change_are_refused) {
  const auto change = [](char mutatiesoort, char soort) {
    return told(message_of("npsLk01", mutatiesoort,
                           object_of("npsLk01", soort, "", "999993653") + object_of("npsLk01", soort, "")));
  };
  for (const char soort : {'S', 'O'}) {
    EXPECT_EQ(change('C', soort), "; vorig 999993653");
    EXPECT_EQ(change('F', soort), "; vorig 999993653");
    EXPECT_EQ(change('W', soort), "refused persoon");
  }
  EXPECT_EQ(change('C', 'W'), "refused persoon");
}
TEST(Soorten, a_move_told_only_by_where_someone_lives_is_a_move) {
  const std::string lives =
      "<BG:inp.verblijftIn StUF:entiteittype=\"NPSTGO\" StUF:verwerkingssoort=\"R\"><BG:gerelateerde "
      "StUF:entiteittype=\"TGO\" StUF:verwerkingssoort=\"T\"><BG:adresAanduidingGrp><BG:num.identificatie>"
      "0518200000466194</BG:num.identificatie><BG:gor.openbareRuimteNaam>Spui</BG:gor.openbareRuimteNaam>"
      "<BG:aoa.huisnummer>70</BG:aoa.huisnummer></BG:adresAanduidingGrp></BG:gerelateerde></"
      "BG:inp.verblijftIn>";
  EXPECT_EQ(
      told(message_of("npsLk01", 'W', object_of("npsLk01", 'I', "") + object_of("npsLk01", 'I', lives))),
      R"(gewijzigd Persoon {"verblijfsadres":{"openbareRuimte":"Spui","huisnummer":70},"verblijfBuitenland":null})");
}
TEST(Soorten, what_is_under_investigation_begins_and_ends) {
  const std::string marks =
      "<BG:inOnderzoek groepsnaam=\"Verblijfsplaats\" StUF:metagegeven=\"true\">J</BG:inOnderzoek>"
      "<BG:inOnderzoek elementnaam=\"aanduidingVerblijfstitel\" StUF:metagegeven=\"true\" xsi:nil=\"true\" "
      "StUF:noValue=\"geenWaarde\"/>";
  EXPECT_EQ(told(message_of("npsLk01", 'T', object_of("npsLk01", 'T', marks))),
            R"(vastgelegd InOnderzoek {"gegevens":"Verblijfsplaats"}; )"
            R"(beeindigd InOnderzoek {"gegevens":"aanduidingVerblijfstitel"})");
}

struct Order {
  const char* name;
  Volgorde said;
  Volgorde known;
  bool overtakes;
};
void PrintTo(const Order& order, std::ostream* out) { *out << order.name; }
class Overtakes : public testing::TestWithParam<Order> {};
TEST_P(Overtakes, by_moment_correction_and_validity) {
  EXPECT_EQ(overtakes(GetParam().said, GetParam().known), GetParam().overtakes);
}
INSTANTIATE_TEST_SUITE_P(
    Volgorde, Overtakes,
    testing::Values(
        Order{"a_later_change", {"20261103", "", false}, {"20261102", "", false}, true},
        Order{"an_older_change", {"20261101", "", false}, {"20261102", "", false}, false},
        Order{"an_older_correction", {"20261101", "", true}, {"20261102", "", false}, false},
        Order{"the_same_moment", {"20261102", "", false}, {"20261102", "", false}, true},
        Order{"a_correction_overtakes_a_change_of_the_same_day",
              {"20261102", "", true},
              {"20261102093015", "", false},
              true},
        Order{"a_change_does_not_overtake_a_correction_of_the_same_day",
              {"20261102", "", false},
              {"20261102093015", "", true},
              false},
        Order{"a_later_change_overtakes_a_correction", {"20261103", "", false}, {"20261102", "", true}, true},
        Order{"a_change_that_holds_from_an_earlier_day",
              {"20261103", "20261001", false},
              {"20261102", "20261101", false},
              false},
        Order{"a_correction_may_reach_back",
              {"20261103", "20261001", true},
              {"20261102", "20261101", false},
              true},
        Order{"a_change_that_holds_from_a_later_day",
              {"20261103", "20261102", false},
              {"20261102", "20261101", false},
              true}),
    [](const auto& each) { return each.param.name; });

}  // namespace
}  // namespace inburgering::mapping::brp
