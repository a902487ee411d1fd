#include "commandline/program.h"

#include <gtest/gtest.h>

#include <array>

#include "commandline/faults.h"
#include "commandline/help.h"

namespace inburgering::commandline {
namespace {

constexpr std::array rows{Row{"het logboek", "the log"}, Row{"een {} van {}", "a {} of {}"}};

/// A small program of two levels.
struct Small {
  CLI::App app{"een programma", "klein"};
  std::string feed;
  int count = 3;
  bool json = false;

  Small() {
    app.require_subcommand(1);
    app.set_help_flag("-h,--help", "toont deze uitleg");
    auto* log = app.add_subcommand("log", "het logboek");
    log->require_subcommand(1);
    auto* list = log->add_subcommand("list", "de laatste berichten");
    list->add_option("--feed", feed, "de bron")->check(CLI::IsMember({"duo", "brp"}));
    list->add_option("--count", count, "hoeveel")->check(CLI::Range(1, 10))->capture_default_str();
    list->add_flag("--json", json, "als JSON");
    log->add_subcommand("verify", "rekent na")->add_option("FILE", feed, "wat")->required();
    app.add_subcommand("serve", "draait");
  }
  /// What is said of these words.
  std::string fault(std::vector<std::string> words, Language language = Language::nl) {
    std::ranges::reverse(words);
    try {
      app.parse(words);
    } catch (const CLI::ParseError& error) {
      return fault_of(error, app, Texts(language, {rows}));
    }
    return "geen fout";
  }
};

TEST(CommandLine, what_was_mistyped_gets_the_nearest_that_there_is) {
  const std::vector<std::pair<std::vector<std::string>, std::string>> cases{
      {{"lgo", "list"}, "lgo is geen opdracht van klein; bedoelt u log?"},
      {{"log", "lst"}, "lst is geen opdracht van klein log; bedoelt u list?"},
      {{"log", "list", "--jsn"}, "--jsn is geen optie van klein log list; bedoelt u --json?"},
      {{"log", "list", "--feeed=duo"}, "--feeed is geen optie van klein log list; bedoelt u --feed?"},
      {{"log", "list", "--feed", "dou"}, "--feed: dou kan hier niet; kies uit duo, brp; bedoelt u duo?"},
      {{"verify"}, "verify is geen opdracht van klein; bedoelt u klein log verify?"},
      {{"toveren"}, "toveren is geen opdracht van klein"},
      {{"serve", "x"}, "x hoort hier niet: klein serve neemt er niet meer"}};
  for (const auto& [words, said] : cases) EXPECT_EQ(Small().fault(words), said);
}
TEST(CommandLine, what_is_missing_or_out_of_range_is_told_in_either_language) {
  const std::vector<std::tuple<std::vector<std::string>, std::string, std::string>> cases{
      {{}, "noem een opdracht: log, serve", "name a command: log, serve"},
      {{"log"}, "noem een opdracht: list, verify", "name a command: list, verify"},
      {{"log", "verify"}, "FILE ontbreekt", "FILE is missing"},
      {{"log", "list", "--count", "11"},
       "--count: 11 ligt niet tussen 1 en 10",
       "--count: 11 is not between 1 and 10"},
      {{"log", "list", "--count", "x"},
       "--count: x ligt niet tussen 1 en 10",
       "--count: x is not between 1 and 10"},
      {{"log", "list", "--feed"}, "achter --feed hoort een waarde", "--feed wants a value"},
      {{"log", "lst"},
       "lst is geen opdracht van klein log; bedoelt u list?",
       "lst is no command of klein log; do you mean list?"}};
  for (const auto& [words, dutch, english] : cases) {
    EXPECT_EQ(Small().fault(words), dutch);
    EXPECT_EQ(Small().fault(words, Language::en), english);
  }
}
TEST(CommandLine, help_keeps_within_a_terminal_and_tells_values_and_defaults) {
  Small small;
  const Texts texts(Language::nl, {rows});
  const auto* list = small.app.get_subcommand("log")->get_subcommand("list");
  const auto text = help_of(outline(*list, texts), texts);
  for (const auto* part : {"klein log list [OPTIES]", "--feed TEKST", "een van: duo, brp", "--count GETAL",
                           "van 1 tot en met 10; zonder: 3", "-h"})
    EXPECT_NE(text.find(part), std::string::npos) << part << '\n' << text;
  EXPECT_EQ(text.find("--json TEKST"), std::string::npos) << "a flag takes no value\n" << text;
  EXPECT_EQ(wrapped("een twee drie", 8), (std::vector<std::string>{"een twee", "drie"}));
  EXPECT_EQ(wrapped("één twee", 8), (std::vector<std::string>{"één twee"})) << "characters, not bytes";
}
TEST(CommandLine, texts_are_found_whole_and_by_their_pattern) {
  const Texts english(Language::en, {rows});
  EXPECT_EQ(english("het logboek"), "the log");
  EXPECT_EQ(english("een blad van het boek"), "a blad of het boek");
  EXPECT_EQ(english("onbekend"), "onbekend");
  EXPECT_FALSE(english.knows("onbekend"));
  EXPECT_EQ(Texts(Language::nl, {rows})("het logboek"), "het logboek");
  EXPECT_EQ(fitted("a {} b {}", "a 1 b 2 b 3"), (std::vector<std::string>{"1", "2 b 3"}));
  EXPECT_EQ(fitted("{} not in {{}}", "x not in {a,b}"), (std::vector<std::string>{"x", "a,b"}));
  EXPECT_EQ(fitted("a {}", "b"), std::nullopt);
  EXPECT_EQ(filled("{}: {}", std::vector<std::string>{"a", "{}"}), "a: {}");
}
TEST(CommandLine, the_language_is_that_of_the_first_variable_that_is_set) {
  const auto with = [](const char* all, const char* messages, const char* lang) {
    ::setenv("LC_ALL", all, 1);
    ::setenv("LC_MESSAGES", messages, 1);
    ::setenv("LANG", lang, 1);
    return language_by("");
  };
  EXPECT_EQ(with("", "", "en_GB.UTF-8"), Language::en);
  EXPECT_EQ(with("", "", "C.UTF-8"), Language::nl);
  EXPECT_EQ(with("", "nl_NL.UTF-8", "en_US.UTF-8"), Language::nl);
  EXPECT_EQ(with("en_US", "nl_NL", "nl_NL"), Language::en);
  EXPECT_EQ(language_by("nl"), Language::nl);
  EXPECT_EQ(with("", "", "enkel"), Language::nl);
}
TEST(CommandLine, pages_and_completion_know_every_command) {
  Small small;
  const Texts texts(Language::nl, {rows});
  const auto all = outline(small.app, texts);
  const auto pages = manual_pages(all, {.version = "1"}, texts);
  ASSERT_EQ(pages.size(), 2U);
  EXPECT_TRUE(pages.at("klein.1").starts_with(".TH \"KLEIN\" 1"));
  EXPECT_NE(pages.at("klein-log.1").find("\\-\\-feed TEKST"), std::string::npos);
  for (const auto& script : {bash_completion(all), zsh_completion(all)})
    for (const auto* part : {"'klein log list'", "duo brp", "--count"})
      EXPECT_NE(script.find(part), std::string::npos) << part << '\n' << script;
}

}  // namespace
}  // namespace inburgering::commandline
