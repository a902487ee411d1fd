// Our own subset of StUF-BG against the official package: what is valid there is taken here, what we send is
// valid there, and the gateway runs on the official package as well.
#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>
#include <map>
#include <regex>
#include <set>

#include "adapters/brp/antwoord.h"
#include "adapters/brp/kennisgeving.h"
#include "adapters/brp/namespaces.h"
#include "adapters/brp/schema.h"
#include "adapters/brp/vraag.h"
#include "mapping/brp/persoon.h"
#include "tests/conformance/random_xml.h"
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
    EXPECT_TRUE(ours.faults.empty()) << entry.path() << schemas::to_text(ours.faults[0]);
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

TEST_F(StufConformance, our_question_is_valid_officially) {
  const auto call = vraag("https://brp/BeantwoordVraag", *schemas::Bsn::parse("999996617"),
                          {{"00000099000000000518", "INBURGERING", ""},
                           {"00000099000000003000", "BRP", ""},
                           "REF-1",
                           *schemas::Moment::parse("2026-11-02T08:30:15Z")},
                          {});
  const auto parsed = official->parse(call.body);
  EXPECT_TRUE(parsed.faults.empty()) << to_text(parsed.faults[0]);
}

/// What becomes of each message of real systems: a refusal code, or the tolerances that it needed.
struct Found {
  const char* file;
  const char* outcome;
};
constexpr Found found_messages[] = {
    {"lk01-afnemersindicatie-01.xml", "taken"},
    {"lk01-afnemersindicatie-03.xml", "taken"},
    {"lk01-afnemersindicatie-07.xml", "taken"},
    {"lk01-zonder-envelope-01.xml", "taken"},
    {"lk01-volledig-01.xml", "taken verwerkingssoort-ontbreekt nil-niet-leeg"},
    {"lk01-forum-verkeerde-rootnaam.xml", "StUF004"},
    {"lv01-bsn-01.xml", "StUF025"},
    {"lv01-bsn-03.xml", "StUF025"},
    {"lv01-naam-01.xml", "StUF025"},
    {"lv01-adres-04.xml", "StUF025"},
    {"fo01-corv-20160608-131643.xml", "StUF025"},
    {"fo03-op-lv01-bsn-01.xml", "answer 500"},
    {"antwoord-afnemersindicatie-01.xml", "StUF025"},
    {"antwoord-afnemersindicatie-08.xml", "answer "},
    {"la01-bsn-02.xml", "answer"},
    {"la01-bsn-04.xml", "answer"},
    {"la01-bsn-06.xml", "answer"},
    {"la01-naam-01.xml", "answer postcode-met-spatie"},
    {"la01-amsterdam-basis.xml", "answer xsi-verschreven"},
    {"la01-amsterdam-nationaliteit-io.xml", "answer"},
    {"la01-amsterdam-nationaliteit-niet-geautoriseerd.xml", "answer"},
    {"la07-amsterdam-empty.xml", "StUF025"},
};

/// The BSN of the person in an answer; of those who have none there, anyone.
schemas::Bsn bsn_in(const std::string& text) {
  std::smatch found;
  if (std::regex_search(text, found, std::regex("inp\\.bsn>([0-9]{9})<")))
    if (auto bsn = schemas::Bsn::parse(found[1].str())) return *bsn;
  return *schemas::Bsn::parse("999996617");
}

std::string outcome_of(const schemas::xml::Grammar& grammar, const std::string& file,
                       const std::string& text) {
  const auto with = [](std::string outcome, const std::vector<std::string_view>& coulances) {
    for (const auto each : coulances) (outcome += ' ') += each;
    return outcome;
  };
  if (file.starts_with("la01") || file.contains("fo03") || file == "antwoord-afnemersindicatie-08.xml") {
    const auto read = read_beantwoord(grammar, text, "", bsn_in(text));
    if (!read) return "refused " + to_text(read.error()[0]);
    if (read->fout) return "answer " + read->fout->code;
    EXPECT_TRUE(read->persoon) << file;
    EXPECT_TRUE(mapping::brp::translate(*read->persoon, {}, {"brp", {}, {}})) << file;
    return with("answer", read->coulances);
  }
  const auto read = parse_kennisgeving(grammar, text);
  if (!read) return read.error().fault.code;
  const auto translation = mapping::brp::translate(*read);
  // Two of them have a BSN that fails the 11-test, as test data have.
  EXPECT_TRUE(translation || translation.error()[0].rule == "elfproef") << file;
  return with("taken", read->coulances);
}

TEST_F(StufConformance, each_message_of_real_systems_is_taken_refused_or_put_right_as_the_table_says) {
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(stuf / "examples" / "found"))
    files += entry.path().extension() == ".xml" ? 1 : 0;
  EXPECT_EQ(files, std::size(found_messages)) << "a message has no row";
  for (const auto& row : found_messages)
    EXPECT_EQ(outcome_of(*own, row.file, tests::text_of(stuf / "examples" / "found" / row.file)), row.outcome)
        << row.file;
}

/// Names of elements that our schema lets through unread; what is wrong inside them is no concern of ours.
std::set<std::string> unread_names() {
  std::set<std::string> names;
  const auto text = tests::text_of(own_schemas / "stuf-bg" / "bg0310.xsd");
  const std::regex declaration("<element name=\"([^\"]+)\" type=\"BG:NietGelezen\"");
  for (std::sregex_iterator each(text.begin(), text.end(), declaration), end; each != end; ++each)
    names.insert((*each)[1]);
  // A nationality's is read; where someone lives is told in passing.
  names.erase("gerelateerde");
  names.insert("inp.verblijftIn");
  return names;
}

/// For each line, whether it stands inside something that is not read, wherever a mutation brought it.
std::vector<bool> unread_lines(const std::vector<tests::Line>& lines, const std::set<std::string>& names) {
  std::vector<bool> unread;
  std::vector<bool> open;
  for (const auto& line : lines) {
    const bool inside = !open.empty() && open.back();
    const bool closes = line.text.starts_with("</");
    const bool here = inside || (!line.path.empty() && names.contains(line.path.back()));
    unread.push_back(here);
    if (closes && !open.empty())
      open.pop_back();
    else if (!closes && !line.text.contains("</"))
      open.push_back(here);
  }
  return unread;
}

/// The line that a fault is about, from 0.
std::size_t line_of(const schemas::Fault& fault) {
  return std::stoul(fault.pointer.substr(std::string("regel ").size())) - 1;
}

TEST_F(StufConformance, random_messages_are_judged_alike) {
  tests::RandomXml random({stuf / "xsd" / "bg0310" / "mutatie" / "bg0310_msg_mutatie.xsd",
                           stuf / "xsd" / "bg0310" / "vraagAntwoord" / "bg0310_msg_vraagAntwoord.xsd"},
                          20261125);
  const auto unread = unread_names();
  std::map<std::string, std::pair<int, int>> counts;  // valid, invalid
  for (const std::string root : {"npsLk01", "npsLk02", "npsSa01", "npsSa02", "npsLa01"})
    for (int round = 0; round < 200; ++round) {
      auto lines = random.document(bg_ns, root);
      if (round % 2 == 1) random.mutate(lines);
      const auto text = tests::joined(lines);
      const auto theirs = official->parse(text);
      const auto ours = own->parse(text);
      auto& [valid, invalid] = counts[root];
      ++(theirs.faults.empty() ? valid : invalid);
      if (theirs.faults.empty()) {
        ASSERT_TRUE(ours.faults.empty())
            << root << " is refused here only: " << schemas::to_text(ours.faults[0]) << "\n"
            << text;
        continue;
      }
      const auto let_be = unread_lines(lines, unread);
      const bool excused = std::ranges::all_of(theirs.faults, [&](const auto& fault) {
        const auto line = line_of(fault);
        return line < lines.size() && let_be[line];
      });
      if (!excused) {
        ASSERT_FALSE(ours.faults.empty())
            << root << " is taken here only: " << schemas::to_text(theirs.faults[0]) << "\n"
            << text;
      }
    }
  for (const auto& [root, count] : counts) {
    EXPECT_GE(count.first, 25) << root << ": too few valid ones to prove anything";
    EXPECT_GE(count.second, 25) << root << ": too few invalid ones to prove anything";
    std::cout << root << ": " << count.first << " valid, " << count.second << " invalid\n";
  }
}

}  // namespace
}  // namespace inburgering::adapters::brp
