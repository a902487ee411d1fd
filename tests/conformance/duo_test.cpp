// The table of gebeurtenissen, the code lists and the paths against what DUO published.
#include <gtest/gtest.h>

#include <map>
#include <regex>
#include <set>

#include "adapters/duo/examenresultaat.h"
#include "adapters/duo/gebeurtenis.h"
#include "adapters/duo/inburgeringsplicht.h"
#include "tests/conformance/shared.h"

namespace inburgering::adapters::duo {
namespace {

const std::filesystem::path duo = tests::standards() / "duo-m2m";

class DuoConformance : public testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(duo)) GTEST_SKIP() << "de standaarden staan niet naast het project";
  }
};

std::string letters(const Gebeurtenis& row) {
  static const std::map<Onderwerp, std::string> names{
      {Onderwerp::plicht, "P"},       {Onderwerp::termijn, "T"},    {Onderwerp::examen, "E"},
      {Onderwerp::vrijstelling, "V"}, {Onderwerp::ontheffing, "O"}, {Onderwerp::leerbaarheid, "L"},
      {Onderwerp::pip, "PIP"}};
  std::string text;
  for (const auto onderwerp : row.vraag) text += (text.empty() ? "" : " ") + names.at(onderwerp);
  return text;
}

/// "SS114–SS116" and "SS124 / SS125" stand for several.
std::vector<std::string> ids(const std::string& cell) {
  std::vector<std::string> list;
  static const std::regex id("SS([0-9]{3})");
  for (std::sregex_iterator it(cell.begin(), cell.end(), id), end; it != end; ++it) list.push_back((*it)[0]);
  if (cell.find("\u2013") != std::string::npos && list.size() == 2)
    for (int i = std::stoi(list[0].substr(2)) + 1; i < std::stoi(list[1].substr(2)); ++i)
      list.push_back("SS" + std::to_string(i));
  return list;
}

TEST_F(DuoConformance, every_event_asks_what_duo_says_must_be_asked) {
  const auto facts = tests::text_of(duo / "FACTS.md");
  static const std::regex row(R"(\n\| (SS[^|]+) \| ([^|]+) \| ([A-Z ]+)[^|]*\|)");
  std::set<std::string> seen;
  for (std::sregex_iterator it(facts.begin(), facts.end(), row), end; it != end; ++it) {
    std::string asked = (*it)[3];
    asked.erase(asked.find_last_not_of(' ') + 1);
    for (const auto& id : ids((*it)[1])) {
      seen.insert(id);
      EXPECT_EQ(letters(gebeurtenis(id)), asked) << id;
      EXPECT_FALSE(gebeurtenis(id).attentiesignaal) << id;
    }
  }
  const auto planned = facts.substr(facts.find("Planned attention signals"));
  for (const auto& id : ids(planned.substr(0, planned.find("The pattern")))) {
    seen.insert(id);
    EXPECT_TRUE(gebeurtenis(id).attentiesignaal) << id;
    EXPECT_EQ(letters(gebeurtenis(id)), "P") << id;
  }
  EXPECT_EQ(seen.size(), gebeurtenissen().size()) << "rows that DUO does not know, or the reverse";
}

struct List {
  const char* file;
  const char* schema;
  std::span<const std::string_view> codes;
};
TEST_F(DuoConformance, code_lists_are_those_of_the_specifications) {
  const List lists[] = {
      {"API/Inburgeringsplicht/openapi.yml", "RedenGeenInburgeringsplicht", redenen_geen_inburgeringsplicht},
      {"API/Inburgeringsplicht/openapi.yml", "Doelgroepindeling", doelgroepindelingen},
      {"API/Inburgeringsplicht/openapi.yml", "GedetailleerdeDoelgroep", gedetailleerde_doelgroepen},
      {"API/Inburgeringsplicht/openapi.yml", "AsielrechtenWijzigingVerblijfsdoel", asielrechten_wijzigingen},
      {"API/Examen/openapi.yml", "ExamenonderdeelWI2021Inburgering", examenonderdelen},
      {"API/Examen/openapi.yml", "ExamenniveauWI2021", examenniveaus},
      {"API/Examen/openapi.yml", "ExamenresultaatWI2021", examenresultaten},
      {"API/Examen/openapi.yml", "RedenGeenResultaatInburgeringsexamen", redenen_geen_resultaat},
  };
  for (const auto& [file, schema, codes] : lists) {
    const auto text = tests::text_of(duo / file);
    const auto begin = text.find("enum:", text.find(std::string("\n    ") + schema + ":\n"));
    std::vector<std::string> official;
    static const std::regex item("\n +- ([^\n]+)");
    for (std::sregex_iterator it(text.begin() + static_cast<long>(begin), text.end(), item), end;
         it != end && (*it).prefix().length() <= 5; ++it)
      official.push_back((*it)[1]);
    EXPECT_EQ(std::vector<std::string>(codes.begin(), codes.end()), official) << schema;
  }
}

TEST_F(DuoConformance, every_path_that_we_ask_exists) {
  std::string all;
  for (const auto& entry : std::filesystem::directory_iterator(duo / "API"))
    all += tests::text_of(entry.path() / "openapi.yml");
  for (const auto& resource : resources())
    EXPECT_NE(all.find("\n  /personen/{bsn}" + std::string(resource.path) + ":\n"), std::string::npos)
        << resource.path;
}

}  // namespace
}  // namespace inburgering::adapters::duo
