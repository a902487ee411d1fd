// The table of gebeurtenissen, the code lists and the paths against what DUO published.
#include <gtest/gtest.h>
#include <yaml-cpp/yaml.h>

#include <map>
#include <regex>
#include <set>

#include "adapters/duo/examenresultaat.h"
#include "adapters/duo/gebeurtenis.h"
#include "adapters/duo/inburgeringsplicht.h"
#include "mapping/canonical/codes.h"
#include "mapping/feed_codes.h"
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
  const schemas::CodeList& ours;
  std::span<const mapping::FeedCode> table = {};
};
TEST_F(DuoConformance, every_code_of_the_specifications_is_a_code_of_ours) {
  namespace codes = mapping::canonical::codes;
  const List lists[] = {
      {"Inburgeringsplicht", "RedenGeenInburgeringsplicht", codes::reden_geen_inburgeringsplicht},
      {"Inburgeringsplicht", "Doelgroepindeling", codes::doelgroep},
      {"Inburgeringsplicht", "GedetailleerdeDoelgroep", codes::gedetailleerde_doelgroep},
      {"Inburgeringsplicht", "AsielrechtenWijzigingVerblijfsdoel",
       codes::asielrechten_wijziging_verblijfsdoel},
      {"Examen", "ExamenonderdeelWI2021Inburgering", codes::examenonderdeel},
      {"Examen", "ExamenniveauWI2021", codes::taalniveau},
      {"Examen", "ExamenresultaatWI2021", codes::examenresultaat},
      {"Examen", "RedenGeenResultaatInburgeringsexamen", codes::reden_geen_resultaat},
      {"PIP", "Leerroute", codes::leerroute, mapping::leerroutes},
      {"PIP", "NiveauPip", codes::taalniveau},
      {"PIP", "Alfabetiseringsonderwijs", codes::alfabetisering},
      {"Inburgeringsaanbod", "Alfabetiseringsonderwijs", codes::alfabetisering},
      {"Leerbaarheidstoets", "LeerbaarheidstoetsResultaat", codes::resultaat_leerbaarheidstoets},
      {"Vrijstelling", "AanvraagOordeel", codes::oordeel},
      {"Vrijstelling", "RedenVrijstellingInburgeringsplicht", codes::reden_vrijstelling},
      {"Vrijstelling", "ExamenonderdeelNederlands", codes::examenonderdeel},
      {"Vrijstelling", "ExamenniveauGedeeltelijkeVrijstelling", codes::taalniveau},
      {"Ontheffing", "AanvraagOordeel", codes::oordeel},
      {"Ontheffing", "OntheffingsgrondInburgering", codes::ontheffingsgrond},
      {"Ontheffing", "ExamenonderdeelOntheffingInburgering", codes::examenonderdeel},
  };
  for (const auto& [file, schema, ours, table] : lists) {
    const auto official =
        YAML::LoadFile(duo / "API" / file / "openapi.yml")["components"]["schemas"][schema]["enum"];
    ASSERT_GT(official.size(), 0U) << file << ' ' << schema;
    for (const auto& each : official) {
      const auto code = each.as<std::string>();
      const auto row = std::ranges::find(table, code, &mapping::FeedCode::theirs);
      EXPECT_NE(ours.find(row == table.end() ? code : row->ours), nullptr) << schema << ' ' << code;
    }
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
