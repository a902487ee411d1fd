// Each rule on a report that breaks it and on one, as like as can be, that does not.
#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <fstream>
#include <map>

#include "mapping/duo/regels.h"

namespace inburgering::mapping::duo {
namespace {

namespace json = boost::json;

struct Case {
  const char* rule;
  bool broken;
  const char* operation;
  std::string report;            ///< besides gemeente and bsn
  std::string known = "{}";      ///< {"<objecttype>": {…} or [{…}]}
  const char* answered = "";     ///< a resource that DUO answered about
  const char* institution = "";  ///< one row of DUO's list
};

// Today is 2026-11-24 in each of these.
std::string pip(const std::string& day, const std::string& more = "") {
  return R"({"PIP":{"gemeentecode":"0518","dagtekening":")" + day +
         R"("},"Leerroute":{"gemeentecode":"0518","dagtekeningPip":")" + day + R"(",)" +
         (more.empty() ? R"("leerroute":"B1-route")" : more) + "}}";
}
std::string aanbod(const std::string& dates = "") {
  return R"({"Inburgeringsaanbod":{"instellingsnummer":"0000012345","alfabetisering":"NVT")" + dates + "}}";
}
std::string map(const std::string& fields) { return R"({"MAP":{)" + fields + "}}"; }
std::string pvt(const std::string& fields) { return R"({"PVT":{)" + fields + "}}"; }
std::string zroute(const std::string& day) {
  return R"({"ZRoute":{"gemeentecode":"0518","dagtekeningPip":"2026-01-10","datumAfronding":")" + day +
         R"("}})";
}
std::string known_pip(const std::string& gemeente = "0518") {
  return R"("PIP":{"gemeentecode":")" + gemeente +
         R"(","dagtekening":"2026-06-01","dagtekeningInitieel":"2026-03-01"})";
}
std::string termijn(const std::string& begin, const std::string& end) {
  return R"({"Inburgeringstermijn":{"datumAanvang":")" + begin + R"(","datumEinde":")" + end + R"("}})";
}
constexpr auto plicht = R"({"Inburgeringsplichtige":{"datumStart":"2026-05-01"}})";
constexpr auto asiel = R"({"Inburgeringsplichtige":{"doelgroep":"Asielstatushouder"}})";
constexpr auto gezin = R"({"Inburgeringsplichtige":{"doelgroep":"Gezinsmigrant en overige migrant"}})";
constexpr auto zroute_done =
    R"("ZRoute":{"gemeentecode":"0518","dagtekeningPip":"2026-01-10","datumAfronding":"2026-10-01"})";
constexpr auto known_route =
    R"("Leerroute":{"gemeentecode":"0518","dagtekeningPip":"2026-06-01","leerroute":)";

std::vector<Case> cases() {
  const auto with = [](const std::string& members) { return "{" + members + "}"; };
  const auto hours = [](const char* count) {
    return R"({"GevolgdeUren":{"gemeentecode":"0518","urenParticipatieAlsTaalles":)" + std::string(count) +
           "}}";
  };
  const auto voldaan = [&](const std::string& reason) {
    return with(std::string(zroute_done) + R"(,"Inburgeringsplichtige":{"redenGeenInburgeringsplicht":")" +
                reason + R"("})");
  };
  const auto route_is = [&](const char* route) {
    return with(known_pip() + "," + known_route + '"' + route + "\"}");
  };
  return {
      {"pip-voor-plicht", true, "POST pip", pip("2026-04-30"), plicht},
      {"pip-voor-plicht", false, "POST pip", pip("2026-05-01"), plicht},
      {"pip-voor-vorig-pip", true, "POST pip", pip("2026-05-31"), with(known_pip())},
      {"pip-voor-vorig-pip", false, "POST pip", pip("2026-06-01"), with(known_pip())},
      {"pip-voor-vestiging", true, "POST pip", pip("2026-04-30"),
       R"({"Startinburgering":{"datumInschrijvingGemeente":"2026-05-01"}})"},
      {"pip-voor-vestiging", false, "POST pip", pip("2026-05-01"),
       R"({"Startinburgering":{"datumInschrijvingGemeente":"2026-05"}})"},
      {"pip-niveau-onderwijsroute", true, "POST pip",
       pip("2026-11-01", R"("leerroute":"Onderwijsroute","niveau":"A2")")},
      {"pip-niveau-onderwijsroute", false, "POST pip",
       pip("2026-11-01", R"("leerroute":"Onderwijsroute","niveau":"B1")")},
      {"pip-niveau-zroute", true, "POST pip", pip("2026-11-01", R"("leerroute":"Z-route","niveau":"B1")")},
      {"pip-niveau-zroute", false, "POST pip", pip("2026-11-01", R"("leerroute":"Z-route","niveau":"A2")")},
      {"pip-niveau-eerste-pip", true, "POST pip",
       pip("2026-11-01", R"("leerroute":"B1-route","niveau":"A2")"), "{}", "pip"},
      {"pip-niveau-eerste-pip", false, "POST pip",
       pip("2026-11-01", R"("leerroute":"B1-route","niveau":"A2")"), with(known_pip()), "pip"},
      {"pip-niveau-eerste-pip", false, "POST pip",
       pip("2026-11-01", R"("leerroute":"B1-route","niveau":"A2")")},
      {"pip-intensiteit", true, "POST pip",
       pip("2026-11-01", R"("leerroute":"Z-route","geschatteIntensiteitB1Route":600)"), asiel},
      {"pip-intensiteit", true, "POST pip",
       pip("2026-11-01", R"("leerroute":"B1-route","geschatteIntensiteitB1Route":600)"), gezin},
      {"pip-intensiteit", false, "POST pip",
       pip("2026-11-01", R"("leerroute":"B1-route","geschatteIntensiteitB1Route":600)"), asiel},
      {"pip-verwijderen-termijn", true, "DELETE pip", "{}", termijn("2026-06-02", "2029-06-02")},
      {"pip-verwijderen-termijn", false, "DELETE pip", "{}"},
      {"pip-verwijderen-uren", true, "DELETE pip", "{}", hours("1")},
      {"pip-verwijderen-uren", false, "DELETE pip", "{}", hours("0")},
      {"pip-verwijderen-gemeente", true, "DELETE pip", "{}", with(known_pip("0344"))},
      {"pip-verwijderen-gemeente", false, "DELETE pip", "{}", with(known_pip())},
      {"aanbod-doelgroep", true, "POST inburgeringsaanbod", aanbod(), gezin},
      {"aanbod-doelgroep", false, "POST inburgeringsaanbod", aanbod(), asiel},
      {"aanbod-zonder-pip", true, "POST inburgeringsaanbod", aanbod(), "{}", "pip"},
      {"aanbod-zonder-pip", false, "POST inburgeringsaanbod", aanbod(), with(known_pip()), "pip"},
      {"aanbod-instelling", true, "POST inburgeringsaanbod", aanbod(), "{}", "",
       R"({"instellingsnummer":"0000099999"})"},
      {"aanbod-instelling", false, "POST inburgeringsaanbod", aanbod(), "{}", "",
       R"({"instellingsnummer":"0000012345"})"},
      {"aanbod-keurmerk", true, "POST inburgeringsaanbod", aanbod(), route_is("B1-route"), "",
       R"({"instellingsnummer":"0000012345","indicatieBowKeurmerk":false,"indicatieTstKeurmerk":true})"},
      {"aanbod-keurmerk", false, "POST inburgeringsaanbod", aanbod(), route_is("Onderwijsroute"), "",
       R"({"instellingsnummer":"0000012345","indicatieBowKeurmerk":false,"indicatieTstKeurmerk":true})"},
      {"aanbod-voor-pip", true, "POST inburgeringsaanbod",
       aanbod(R"(,"verwachteStartdatumOpleiding":"2026-05-31")"), with(known_pip())},
      {"aanbod-voor-pip", false, "POST inburgeringsaanbod",
       aanbod(R"(,"verwachteStartdatumOpleiding":"2026-06-01")"), with(known_pip())},
      {"aanbod-volgorde", true, "POST inburgeringsaanbod",
       aanbod(R"(,"verwachteStartdatumOpleiding":"2026-12-02","verwachteEinddatumOpleiding":"2026-12-01")")},
      {"aanbod-volgorde", false, "POST inburgeringsaanbod",
       aanbod(R"(,"verwachteStartdatumOpleiding":"2026-12-01","verwachteEinddatumOpleiding":"2026-12-01")")},
      {"aanbod-termijn", true, "POST inburgeringsaanbod",
       aanbod(R"(,"verwachteEinddatumOpleiding":"2029-06-03")"), termijn("2026-06-02", "2029-06-02")},
      {"aanbod-termijn", false, "POST inburgeringsaanbod",
       aanbod(R"(,"verwachteEinddatumOpleiding":"2029-06-02")"), termijn("2026-06-02", "2029-06-02")},
      {"afronding-eigen-pip", true, "PUT map", map(R"("datumEindgesprek":"2026-11-01")"),
       with(known_pip("0344"))},
      {"afronding-eigen-pip", false, "PUT map", map(R"("datumEindgesprek":"2026-11-01")"), with(known_pip())},
      {"afronding-voor-termijn", true, "PUT pvt", pvt(R"("datumOndertekening":"2026-06-01")"),
       termijn("2026-06-02", "2029-06-02")},
      {"afronding-voor-termijn", false, "PUT pvt", pvt(R"("datumOndertekening":"2026-06-02")"),
       termijn("2026-06-02", "2029-06-02")},
      {"afronding-toekomst", true, "PUT zroute", zroute("2026-11-25")},
      {"afronding-toekomst", false, "PUT zroute", zroute("2026-11-24")},
      {"afronding-na-zroute", true, "PUT map", map(R"("datumEindgesprek":"2026-10-02")"), with(zroute_done)},
      {"afronding-na-zroute", false, "PUT map", map(R"("datumEindgesprek":"2026-10-01")"), with(zroute_done)},
      {"afronding-voldaan", true, "PUT pvt", pvt(R"("datumOndertekening":"2026-09-01")"),
       voldaan("Inburgeringsplicht voldaan")},
      {"afronding-voldaan", false, "PUT pvt", pvt(R"("datumOndertekening":"2026-09-01")"), with(zroute_done)},
      {"afronding-intrekken", true, "PUT map", map(""), with(zroute_done)},
      {"afronding-intrekken", false, "PUT map", map("")},
      {"verwijtbaar-op-tijd", true, "PUT map", map(R"("datumEindgesprek":"2026-11-01","verwijtbaar":false)"),
       termijn("2023-11-02", "2026-11-02")},
      {"verwijtbaar-op-tijd", false, "PUT map", map(R"("datumEindgesprek":"2026-11-02","verwijtbaar":false)"),
       termijn("2023-11-02", "2026-11-02")},
      {"verwijtbaar-nee", true, "PUT pvt", pvt(R"("verwijtbaarNietVoldaan":false)"),
       termijn("2024-01-25", "2027-01-25")},
      {"verwijtbaar-nee", false, "PUT pvt", pvt(R"("verwijtbaarNietVoldaan":false)"),
       termijn("2024-01-24", "2027-01-24")},
      {"verwijtbaar-ja", true, "PUT pvt", pvt(R"("verwijtbaarNietVoldaan":true)"),
       termijn("2023-11-24", "2026-11-24")},
      {"verwijtbaar-ja", false, "PUT pvt", pvt(R"("verwijtbaarNietVoldaan":true)"),
       termijn("2023-11-23", "2026-11-23")},
  };
}

/// Reads the object types named in a JSON text.
std::vector<canonical::Object> objects_of(const std::string& text) {
  std::vector<canonical::Object> objects;
  const auto parsed = json::parse(text);
  for (const auto& member : parsed.as_object()) {
    auto read = canonical::from_json(member.key(), member.value());
    if (read)
      objects.push_back(std::move(*read));
    else
      for (const auto& fault : read.error())
        ADD_FAILURE() << std::string(member.key()) << ' ' << to_text(fault);
  }
  return objects;
}

Melding read(const Case& each) {
  const std::string operation = each.operation;
  const auto space = operation.find(' ');
  auto report = json::parse(each.report);
  report.as_object()["gemeente"] = "0518";
  report.as_object()["bsn"] = "999993367";
  return read_melding(*adapters::duo::find_operatie(operation.substr(0, space), operation.substr(space + 1)),
                      report)
      .value();
}

TEST(Regels, each_is_broken_by_one_report_and_not_by_the_next) {
  std::map<std::string, std::set<bool>, std::less<>> seen;
  for (const auto& each : cases()) {
    SCOPED_TRACE(each.rule + std::string(each.broken ? " broken by " : " kept by ") + each.operation +
                 each.report);
    const auto melding = read(each);
    Bekend bekend{objects_of(each.known), {}, {}};
    if (*each.answered != '\0') bekend.beantwoord.insert(each.answered);
    if (*each.institution != '\0')
      bekend.instellingen = objects_of(R"({"Instelling":)" + std::string(each.institution) + "}");
    const auto faults = toets({melding, bekend, *schemas::Day::parse("2026-11-24")});
    EXPECT_EQ(std::ranges::count(faults, each.rule, &schemas::Fault::rule), each.broken ? 1 : 0);
    seen[each.rule].insert(each.broken);
  }
  for (const auto& regel : regels()) EXPECT_EQ(seen[std::string(regel.name)].size(), 2U) << regel.name;
  EXPECT_EQ(seen.size(), regels().size());
}

TEST(Regels, nothing_known_breaks_nothing) {
  for (const auto& each : cases()) {
    if (std::string_view(each.known) != "{}" || *each.answered != '\0' || *each.institution != '\0' ||
        each.broken)
      continue;
    const auto melding = read(each);
    EXPECT_TRUE(toets({melding, {}, *schemas::Day::parse("2026-11-24")}).empty()) << each.rule;
  }
}

TEST(Regels, each_stands_in_the_guide_for_who_reports) {
  std::ifstream file(PROJECT_DIR "/docs/meldingen.md");
  const std::string guide(std::istreambuf_iterator<char>(file), {});
  for (const auto& regel : regels()) {
    const auto row = "| `" + std::string(regel.name) + "` | " + std::string(regel.text) + " |";
    EXPECT_NE(guide.find(row), std::string::npos) << row;
  }
}

}  // namespace
}  // namespace inburgering::mapping::duo
