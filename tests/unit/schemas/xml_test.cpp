#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <fstream>
#include <thread>

#include "schemas/xml/grammar.h"
#include "schemas/xml/stream.h"

namespace inburgering::schemas::xml {
namespace {

long resident_kilobytes() {
  std::ifstream file("/proc/self/statm");
  long pages = 0;
  file >> pages >> pages;
  return pages * sysconf(_SC_PAGESIZE) / 1024;
}

class XmlGrammar : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    // Of this process alone: tests run side by side.
    const auto file =
        std::filesystem::path(testing::TempDir()) / ("sample-" + std::to_string(getpid()) + ".xsd");
    std::ofstream(file)
        << R"(<schema xmlns="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:s" xmlns:s="urn:s"
        elementFormDefault="qualified"><element name="root"><complexType><sequence>
        <element name="number" type="int"/><element name="text" type="string" minOccurs="0" nillable="true"/>
        <any namespace="##other" processContents="skip" minOccurs="0" maxOccurs="unbounded"/>
        </sequence></complexType></element></schema>)";
    auto compiled = Grammar::compile({file});
    std::filesystem::remove(file);
    grammar = new Grammar(std::move(compiled.value()));
  }
  static void TearDownTestSuite() { delete grammar; }
  static std::string rule(std::string_view document) {
    const auto parsed = grammar->parse(document);
    return parsed.faults.empty() ? "" : parsed.faults.front().rule;
  }
  static inline Grammar* grammar = nullptr;
};

TEST_F(XmlGrammar, builds_the_tree_of_a_valid_document) {
  const auto parsed =
      grammar->parse("<a:root xmlns:a='urn:s'>\n<a:number> 3 </a:number><a:text>é &amp; x</a:text></a:root>");
  ASSERT_TRUE(parsed.faults.empty()) << to_text(parsed.faults[0]);
  EXPECT_EQ(parsed.root->child("urn:s", "number")->text, "3");
  EXPECT_EQ(parsed.root->child("urn:s", "text")->text, "é & x");
  EXPECT_EQ(parsed.root->child("urn:s", "number")->line, 2u);
  EXPECT_EQ(parsed.root->child("", "number"), nullptr);
}
TEST_F(XmlGrammar, tells_each_fault_with_line_column_and_path_and_without_the_value) {
  const auto parsed = grammar->parse("<root xmlns='urn:s'>\n<number>GEHEIM</number>\n<other/></root>");
  ASSERT_EQ(parsed.faults.size(), 3u);
  EXPECT_EQ(parsed.faults[0].rule, "waarde");
  EXPECT_TRUE(parsed.faults[0].pointer.starts_with("regel 2, kolom ")) << parsed.faults[0].pointer;
  EXPECT_TRUE(parsed.faults[0].pointer.ends_with("/root/number")) << parsed.faults[0].pointer;
  EXPECT_EQ(parsed.faults[1].message, "dit element is hier niet bekend: other");
  EXPECT_EQ(parsed.faults[2].rule, "volgorde");
  for (const auto& fault : parsed.faults) EXPECT_EQ(to_text(fault).find("GEHEIM"), std::string::npos);
}
TEST_F(XmlGrammar, refuses_a_doctype_and_never_resolves_an_entity) {
  EXPECT_EQ(rule("<!DOCTYPE root><root xmlns='urn:s'><number>1</number></root>"), "doctype");
  EXPECT_EQ(
      rule("<!DOCTYPE root [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><root xmlns='urn:s'><number>1</number>"
           "<text>&x;</text></root>"),
      "doctype");
  EXPECT_EQ(rule("<!DOCTYPE r [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>]><r>&b;</r>"),
            "doctype");
}
TEST_F(XmlGrammar, refuses_what_is_not_well_formed) {
  for (const char* text : {"", " ", "hallo", "<root xmlns='urn:s'>", "<root xmlns='urn:s'><number>1</root>",
                           "<a><b></a>", "<root xmlns='urn:s'><number>1</number></root><root/>", "\xff\xfe<"})
    EXPECT_FALSE(grammar->parse(text).well_formed) << text;
}
TEST_F(XmlGrammar, stops_at_sixty_four_levels) {
  std::string deep = "<root xmlns='urn:s'><number>1</number>";
  for (int i = 0; i < 200000; ++i) deep += "<x xmlns='urn:x'>";
  EXPECT_EQ(rule(deep), "diepte");
}
TEST_F(XmlGrammar, stops_counting_at_fifty_faults) {
  std::string many = "<root xmlns='urn:s'>";
  for (int i = 0; i < 1000; ++i) many += "<text>x</text><number>y</number>";
  EXPECT_LE(grammar->parse(many + "</root>").faults.size(), 50u);
}
TEST_F(XmlGrammar, follows_no_schema_location) {
  EXPECT_EQ(rule("<root xmlns='urn:s' xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' "
                 "xsi:schemaLocation='urn:s file:///nonexistent.xsd'><number>1</number></root>"),
            "");
}
TEST_F(XmlGrammar, is_sound_after_every_kind_of_refusal) {
  const std::string good = "<root xmlns='urn:s'><number>1</number></root>";
  for (const char* bad :
       {"<!DOCTYPE r><r/>", "<root", "<root xmlns='urn:s'><number>x</number></root>", "<r/>"}) {
    EXPECT_NE(rule(bad), "") << bad;
    EXPECT_EQ(rule(good), "") << "after " << bad;
  }
}
TEST_F(XmlGrammar, a_tree_written_anew_is_wrong_where_its_source_was) {
  // What is wrong stands behind text of several lines and of other letters, comments, instructions, empty
  // elements and CDATA, on one line and on many, at a start and at an end.
  const std::string layouts[] = {"",    "\n", "\r\n\r\n   ", "<!-- één\n  regel -->", "<?werk doe\n dit?>",
                                 "\n\t"};
  for (const auto& between : layouts)
    for (const std::string value : {"goed", "\n goed\n\n", "é€😀", "<![CDATA[a\nb]]>", ""})
      for (const std::string wrong : {"<number>x</number>", "<number>\n\nx\n</number>", "<onbekend/>",
                                      "<number/>", "<text>é</text><text>twee</text>"}) {
        const auto source = "<?xml version='1.0'?>" + between + "<root xmlns='urn:s'>" + between + "<text>" +
                            value + "</text>" + between + wrong + between + "</root>";
        static const auto unchecked = Grammar::none();
        const auto tree = unchecked.parse(source);
        ASSERT_TRUE(tree.root) << source;
        const auto said = grammar->parse(source).faults;
        const auto again = grammar->parse(to_text(*tree.root)).faults;
        ASSERT_EQ(said.size(), again.size()) << source << to_text(*tree.root);
        for (std::size_t i = 0; i < said.size(); ++i) {
          const auto line = [](const Fault& fault) {
            return fault.pointer.substr(0, fault.pointer.find(','));
          };
          EXPECT_EQ(line(said[i]), line(again[i])) << source << "\n" << to_text(*tree.root);
        }
      }
}
TEST_F(XmlGrammar, is_shared_between_threads) {
  std::vector<std::thread> threads;
  std::atomic<int> wrong = 0;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&wrong, t] {
      for (int i = 0; i < 200; ++i) {
        const bool good = (i + t) % 2 == 0;
        const auto text =
            std::string("<root xmlns='urn:s'><number>") + (good ? "1" : "x") + "</number></root>";
        if (grammar->parse(text).faults.empty() != good) ++wrong;
      }
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
}
TEST_F(XmlGrammar, forgets_the_namespaces_that_senders_make_up) {
  std::vector<std::thread> threads;
  std::atomic<int> wrong = 0;
  const auto unchecked = Grammar::none();
  [[maybe_unused]] const auto before = resident_kilobytes();
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&, t] {
      for (int i = 0; i < 400; ++i) {
        std::string text = "<root xmlns='urn:s'><number>1</number>";
        for (int n = 0; n < 50; ++n)
          text += "<x:y xmlns:x='urn:" + std::to_string(t) + ":" + std::to_string(i) + ":" +
                  std::to_string(n) + std::string(100, 'z') + "'/>";
        text += "</root>";
        const auto parsed = grammar->parse(text);
        if (!parsed.faults.empty() ||
            parsed.root->children.back().ns.uri().find(":49") == std::string_view::npos)
          ++wrong;
        if (!unchecked.parse(text).faults.empty()) ++wrong;
      }
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
#ifndef INBURGERING_SANITIZED  // sanitizers keep what was freed
  EXPECT_LT(resident_kilobytes() - before, 30000) << "80,000 names of 120 characters would be 38 MB for each";
#endif
}
TEST(Grammar, says_which_schema_file_is_wrong) {
  EXPECT_FALSE(Grammar::compile({"/nonexistent.xsd"}));
  const auto file = std::filesystem::path(testing::TempDir()) / "broken.xsd";
  std::ofstream(file)
      << "<schema xmlns='http://www.w3.org/2001/XMLSchema'><element name='x' type='nothing'/></schema>";
  EXPECT_FALSE(Grammar::compile({file}));
}

struct Deaf : Listener {
  bool opened(std::string_view, const Attributes&) override { return true; }
  bool closed(std::string_view) override { return true; }
  void text(std::string_view) override {}
};

std::optional<Fault> streamed(std::string_view document) {
  Deaf listener;
  const auto source = [&](char* into, std::size_t room) -> std::optional<std::size_t> {
    const auto length = document.copy(into, room);
    document.remove_prefix(length);
    return length;
  };
  return stream(source, listener, 1'000'000);
}

TEST(XmlStream, refuses_a_piece_of_more_than_a_mebibyte_that_is_kept_whole) {
  const std::string large(std::size_t{4} << 20U, 'x');
  for (const auto& document : {"<a b=\"" + large + "\"/>", "<a><!--" + large + "--></a>",
                               "<a><![CDATA[" + large + "]]></a>", "<a><?p " + large + "?></a>"}) {
    const auto fault = streamed(document);
    ASSERT_TRUE(fault) << document.substr(0, 20);
    EXPECT_EQ(fault->rule, "omvang") << document.substr(0, 20);
  }
}

TEST(XmlStream, takes_many_pieces_that_are_together_larger) {
  const std::string large(std::size_t{256} << 10U, 'x');
  std::string document = "<a>";
  for (int i = 0; i < 32; ++i) document += "<b c=\"" + large + "\">" + large + "</b><!--" + large + "-->";
  EXPECT_FALSE(streamed(document + "</a>"));
  const std::string text(std::size_t{4} << 20U, 'x');  // which is told in pieces
  EXPECT_FALSE(streamed("<a>" + text + "</a>"));
}

}  // namespace
}  // namespace inburgering::schemas::xml
