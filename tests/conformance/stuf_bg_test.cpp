// Our own subset of StUF-BG against the official package: what is valid there is taken here, what we send is
// valid there, and the gateway runs on the official package as well.
#include <gtest/gtest.h>

#include "adapters/brp/antwoord.h"
#include "adapters/brp/kennisgeving.h"
#include "adapters/brp/schema.h"
#include "mapping/brp/persoon.h"
#include "tests/conformance/shared.h"
#include "tests/unit/stuf_message.h"

namespace inburgering::adapters::brp {
namespace {

const std::filesystem::path stuf = tests::standards() / "stuf-bg-0310";
const std::filesystem::path own_schemas = std::filesystem::path(PROJECT_DIR) / "schemas";

class StufConformance : public testing::Test {
 protected:
  static inline std::optional<schemas::xml::Grammar> own;
  static inline std::optional<schemas::xml::Grammar> official;

  static void SetUpTestSuite() {
    if (!std::filesystem::exists(stuf)) return;
    own = std::move(*stuf_bg_grammar(own_schemas));
    auto compiled = stuf_bg_grammar(own_schemas, stuf / "xsd");
    ASSERT_TRUE(compiled) << to_text(compiled.error()[0]);
    official = std::move(*compiled);
  }
  static void TearDownTestSuite() {
    own.reset();
    official.reset();
  }
  void SetUp() override {
    if (!official) GTEST_SKIP() << "de standaarden staan niet naast het project";
  }
};

TEST_F(StufConformance, the_examples_are_taken_and_translated_under_both) {
  int count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(stuf / "examples")) {
    if (entry.path().extension() != ".xml") continue;
    ++count;
    for (const auto* grammar : {&*own, &*official}) {
      const auto read = parse_kennisgeving(*grammar, tests::text_of(entry.path()));
      ASSERT_TRUE(read) << entry.path() << to_text(read.error().faults[0]);
      EXPECT_TRUE(mapping::brp::translate(*read)) << entry.path();
    }
  }
  EXPECT_EQ(count, 3);
}
TEST_F(StufConformance, what_is_officially_valid_among_messages_of_real_systems_is_taken_here) {
  int valid = 0;
  for (const auto& entry : std::filesystem::directory_iterator(stuf / "examples" / "found")) {
    if (!entry.path().filename().string().starts_with("lk01")) continue;
    const auto text = tests::text_of(entry.path());
    if (!official->parse(text).faults.empty()) continue;
    ++valid;
    const auto ours = own->parse(text);
    EXPECT_TRUE(ours.faults.empty()) << entry.path() << to_text(ours.faults[0]);
  }
  EXPECT_GE(valid, 1);
}
TEST_F(StufConformance, our_replies_are_valid_officially) {
  const Antwoord reply{Binding::asynchroon,
                       {"00000099000000000518", "INBURGERING", ""},
                       {"0518", "BRP", "x"},
                       "01890a5d-ac96-774b-bcce-b302099a8057",
                       *schemas::Moment::parse("2026-11-02T08:30:15.123Z"),
                       "REF-1"};
  for (const auto& text : {bevestiging(reply), foutbericht(reply, {"StUF055", "details"})}) {
    const auto parsed = official->parse(text);
    EXPECT_TRUE(parsed.faults.empty()) << to_text(parsed.faults[0]);
  }
}
TEST_F(StufConformance, the_messages_of_our_story_are_valid_officially) {
  for (const char* file : {"1-nieuwe-ingeschrevene.xml", "2-verhuizing.xml"}) {
    const auto parsed = official->parse(
        tests::text_of(std::filesystem::path(PROJECT_DIR) / "simulator/fixtures/verhaal" / file));
    EXPECT_TRUE(parsed.faults.empty()) << file << to_text(parsed.faults[0]);
  }
}
TEST_F(StufConformance, a_message_of_each_kind_is_judged_alike) {
  using tests::StufMessage;
  for (const char* soort : {"T", "W", "V", "C", "F", "X"})
    for (const char* element :
         {"<BG:geslachtsaanduiding>M</BG:geslachtsaanduiding>",
          "<BG:geslachtsaanduiding>X</BG:geslachtsaanduiding>",
          "<BG:inp.a-nummer>0123456789</BG:inp.a-nummer>", "<BG:geboortedatum>199001011</BG:geboortedatum>",
          "<BG:vbt.aanduidingVerblijfstitel>261</BG:vbt.aanduidingVerblijfstitel>",
          "<BG:overlijdensdatum xsi:nil=\"true\" StUF:noValue=\"geenWaarde\"/>",
          "<BG:overlijdensdatum StUF:noValue=\"ietsAnders\" xsi:nil=\"true\"/>", "<BG:geslachtsnaam/>",
          "<BG:voornamen>x</BG:voornamen><BG:geslachtsnaam>y</BG:geslachtsnaam>"}) {
      StufMessage message;
      message.mutatiesoort = soort;
      message.objects = StufMessage::object("T", element);
      EXPECT_EQ(own->parse(message.soap()).faults.empty(), official->parse(message.soap()).faults.empty())
          << soort << element;
    }
}

}  // namespace
}  // namespace inburgering::adapters::brp
