// The table of gebeurtenissen, the code lists and the paths against what DUO published.
#include <gtest/gtest.h>
#include <yaml-cpp/yaml.h>

#include <boost/json/serialize.hpp>
#include <map>
#include <regex>
#include <set>

#include "adapters/duo/gebeurtenis.h"
#include "adapters/duo/inburgeringsplicht.h"
#include "adapters/duo/melding.h"
#include "mapping/canonical/codes.h"
#include "mapping/duo/answer.h"
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
  for (const auto& id : ids(planned.substr(0, planned.find('\n')))) {
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

TEST_F(DuoConformance, every_get_of_duo_is_asked_with_its_version_and_nothing_else) {
  std::map<std::string, std::string> official;
  for (const auto& api : std::filesystem::directory_iterator(duo / "API")) {
    const auto file = YAML::LoadFile(api.path() / "openapi.yml");
    for (const auto& path : file["paths"])
      if (path.second["get"])
        official[path.first.as<std::string>()] = file["info"]["version"].as<std::string>();
  }
  std::map<std::string, std::string> ours;
  for (const auto& resource : resources())
    ours[(resource.about_person ? "/personen/{bsn}" : "") + std::string(resource.path)] =
        resource.api_version;
  EXPECT_EQ(ours, official);
}

/// The smallest body that a schema of an OpenAPI file allows (`whole`: with every property).
YAML::Node resolved(const YAML::Node& schemas, const YAML::Node& node) {
  if (!node["$ref"]) return node;
  const auto ref = node["$ref"].as<std::string>();
  return schemas[ref.substr(ref.rfind('/') + 1)];
}
boost::json::value sample(const YAML::Node& schemas, const YAML::Node& given, bool whole) {
  const auto schema = resolved(schemas, given);
  const auto type = schema["type"].as<std::string>("object");
  if (type == "array") return boost::json::array{sample(schemas, schema["items"], whole)};
  if (type == "object") {
    boost::json::object object;
    std::set<std::string> required;
    for (const auto& name : schema["required"]) required.insert(name.as<std::string>());
    for (const auto& property : schema["properties"])
      if (const auto name = property.first.as<std::string>(); whole || required.contains(name))
        object[name] = sample(schemas, property.second, whole);
    return object;
  }
  if (type == "boolean") return true;
  if (type == "integer") return schema["minimum"].as<std::int64_t>(1);
  if (schema["enum"]) return boost::json::value(schema["enum"][0].as<std::string>());
  if (schema["format"].as<std::string>("") == "date") return "2026-11-02";
  const auto pattern = schema["pattern"].as<std::string>("");
  if (pattern.find("\\p{L}") != std::string::npos) return "Mirjam";
  if (pattern.find("\\+|") != std::string::npos) return "0701234567";
  if (pattern.find(',') != std::string::npos) return "63,50";
  if (pattern.find("A-Z") != std::string::npos)
    return pattern.find("[1-9]") == std::string::npos ? "12AB" : "2593BP";
  return boost::json::value(std::string(schema["minLength"].as<std::size_t>(1), '1'));
}

TEST_F(DuoConformance, every_answer_that_the_specifications_allow_is_understood) {
  int count = 0;
  for (const auto& api : std::filesystem::directory_iterator(duo / "API")) {
    const auto file = YAML::LoadFile(api.path() / "openapi.yml");
    const auto schemas = file["components"]["schemas"];
    for (const auto& resource : resources()) {
      const auto path = (resource.about_person ? "/personen/{bsn}" : "") + std::string(resource.path);
      if (!file["paths"][path]) continue;
      const auto schema = file["paths"][path]["get"]["responses"]["200"]["content"].begin()->second["schema"];
      for (const bool whole : {false, true}) {
        const auto body = boost::json::serialize(sample(schemas, schema, whole));
        for (const auto& fault : resource.check(body)) ADD_FAILURE() << path << ' ' << to_text(fault) << body;
        const auto translation = mapping::duo::translate_answer(resource.name, body, {}, "");
        EXPECT_TRUE(translation) << path << body;
        if (whole && translation) {
          EXPECT_FALSE(translation->changes.empty()) << path << body;
        }
        ++count;
      }
      // What the specification requires is required here too.
      const auto item = resolved(schemas, schema)["type"].as<std::string>("object") == "array"
                            ? resolved(schemas, resolved(schemas, schema)["items"])
                            : resolved(schemas, schema);
      for (const auto& name : item["required"]) {
        auto body = sample(schemas, schema, true);
        auto& object = body.is_array() ? body.as_array()[0].as_object() : body.as_object();
        object.erase(name.as<std::string>());
        EXPECT_FALSE(resource.check(boost::json::serialize(body)).empty()) << path << " without " << name;
      }
    }
  }
  EXPECT_EQ(count, 36);
}

/// The writing operations of DUO's own files: "PUT /personen/{bsn}/map". Notificatie is what DUO does to us.
std::map<std::string, std::pair<YAML::Node, YAML::Node>> official_writes() {
  std::map<std::string, std::pair<YAML::Node, YAML::Node>> writes;
  for (const auto& api : std::filesystem::directory_iterator(duo / "API")) {
    if (api.path().filename() == "Notificatie") continue;
    const auto file = YAML::LoadFile(api.path() / "openapi.yml");
    for (const auto& path : file["paths"])
      for (const std::string method : {"POST", "PUT", "DELETE"}) {
        std::string key = method;
        std::ranges::transform(key, key.begin(), [](char c) { return static_cast<char>(c | 0x20); });
        if (const auto operation = path.second[key])
          writes.emplace(method + ' ' + path.first.as<std::string>(), std::pair(file, operation));
      }
  }
  return writes;
}

TEST_F(DuoConformance, every_report_has_duos_method_path_version_and_success) {
  auto official = official_writes();
  for (const auto& ours : operaties()) {
    SCOPED_TRACE(std::string(ours.method) + ' ' + std::string(ours.path));
    const auto found = official.find(std::string(ours.method) + ' ' + std::string(ours.path));
    ASSERT_NE(found, official.end());
    const auto& [file, operation] = found->second;
    EXPECT_EQ(ours.api_version, file["info"]["version"].as<std::string>());
    EXPECT_TRUE(operation["responses"][std::to_string(ours.done)]);
    EXPECT_EQ(ours.check != nullptr, static_cast<bool>(operation["requestBody"]));
    official.erase(found);
  }
  for (const auto& left : official) ADD_FAILURE() << left.first << " cannot be reported";
}

TEST_F(DuoConformance, a_report_must_have_what_duo_requires) {
  const auto official = official_writes();
  int required = 0;
  for (const auto& ours : operaties()) {
    if (ours.check == nullptr) continue;
    const auto& [file, operation] = official.at(std::string(ours.method) + ' ' + std::string(ours.path));
    const auto schemas = file["components"]["schemas"];
    const auto schema = operation["requestBody"]["content"]["application/json"]["schema"];
    for (const bool whole : {false, true})
      for (const auto& fault : ours.check(boost::json::serialize(sample(schemas, schema, whole))))
        ADD_FAILURE() << ours.path << ' ' << to_text(fault);
    for (const auto& name : resolved(schemas, schema)["required"]) {
      auto body = sample(schemas, schema, true).as_object();
      body.erase(name.as<std::string>());
      EXPECT_FALSE(ours.check(boost::json::serialize(body)).empty()) << ours.path << " without " << name;
      ++required;
    }
  }
  EXPECT_GT(required, 5);
}

}  // namespace
}  // namespace inburgering::adapters::duo
