#include <gtest/gtest.h>

#include "adapters/taalschool/resources.h"

namespace inburgering::adapters::taalschool {
namespace {

template <class Record>
std::string rules_of(std::string_view json) {
  const auto parsed = schemas::parse_json(json);
  const auto read = parsed ? read_rij<Record>(*parsed) : std::unexpected(parsed.error());
  std::string rules;
  if (!read)
    for (const auto& fault : read.error()) rules += fault.pointer + ":" + fault.rule + " ";
  return rules;
}

const std::string begin = R"({"kenmerk":"A-1","gemeentecode":"0518","bsn":"999990639",)";

TEST(Voortgangsmeting, tells_every_fault_at_once) {
  EXPECT_EQ(
      rules_of<Voortgangsmeting>(
          R"({"kenmerk":"","gemeentecode":"518","bsn":"123456789","meetdatum":"2026-02-30","niveauLezen":"C9","typefout":1})"),
      "/kenmerk:patroon /gemeentecode:patroon /bsn:elfproef /meetdatum:dag /niveauLezen:codelijst "
      "/typefout:onbekend-veld ");
}

struct Case {
  const char* name;
  std::string json;
  const char* rules;
};

std::string attendance(const std::string& rest) { return begin + R"("soort":"taalles",)" + rest + "}"; }

TEST(Aanwezigheid, holds_together) {
  const Case cases[] = {
      {"one day", R"("periodeVan":"2026-11-02","periodeTot":"2026-11-02","urenGevolgd":1)", ""},
      {"halves count", R"("periodeVan":"2026-11-02","periodeTot":"2026-11-02","urenGevolgd":1.5)", ""},
      {"as text", R"("periodeVan":"2026-11-02","periodeTot":"2026-11-02","urenGevolgd":"1.50")", ""},
      {"ends before it begins", R"("periodeVan":"2026-11-02","periodeTot":"2026-11-01","urenGevolgd":1)",
       "/periodeTot:periode "},
      {"longer than a year", R"("periodeVan":"2025-11-01","periodeTot":"2026-11-02","urenGevolgd":1)",
       "/periodeTot:periode "},
      {"more hours than there are",
       R"("periodeVan":"2026-11-02","periodeTot":"2026-11-02","urenGevolgd":20,"urenGeoorloofdVerzuim":5)",
       "/urenGevolgd:uren "},
      {"negative", R"("periodeVan":"2026-11-02","periodeTot":"2026-11-02","urenGevolgd":-1)",
       "/urenGevolgd:getal "},
      {"too fine", R"("periodeVan":"2026-11-02","periodeTot":"2026-11-02","urenGevolgd":1.255)",
       "/urenGevolgd:getal "},
      {"too many", R"("periodeVan":"2026-11-02","periodeTot":"2026-11-02","urenGevolgd":10000)",
       "/urenGevolgd:getal "},
      {"beyond all numbers", R"("periodeVan":"2026-11-02","periodeTot":"2026-11-02","urenGevolgd":1e300)",
       "/urenGevolgd:getal "},
      {"null", R"("periodeVan":"2026-11-02","periodeTot":"2026-11-02","urenGevolgd":null)",
       "/urenGevolgd:type "},
  };
  for (const auto& [name, json, rules] : cases)
    EXPECT_EQ(rules_of<Aanwezigheid>(attendance(json)), rules) << name;
}

TEST(Kenmerk, may_not_give_the_person_away) {
  EXPECT_EQ(
      rules_of<Voortgangsmeting>(
          R"({"kenmerk":"VM-999990639","gemeentecode":"0518","bsn":"999990639","meetdatum":"2026-02-03"})"),
      "/kenmerk:bsn-in-kenmerk ");
}

TEST(Afronding, says_why_when_it_was_stopped_and_only_then) {
  const auto afronding = [](const char* rest) {
    return rules_of<Afronding>(begin + R"("deelname":"D-1","einddatum":"2026-11-02",)" + rest + "}");
  };
  EXPECT_EQ(afronding(R"("uitkomst":"voltooid")"), "");
  EXPECT_EQ(afronding(R"("uitkomst":"gestopt","reden":"werk")"), "");
  EXPECT_EQ(afronding(R"("uitkomst":"gestopt")"), "/reden:verplicht ");
  EXPECT_EQ(afronding(R"("uitkomst":"voltooid","reden":"werk")"), "/reden:uitkomst ");
}

TEST(Deelname, tells_the_activity_of_participation_alone) {
  const auto deelname = [](const char* rest) {
    return rules_of<Deelname>(begin + R"("startdatum":"2026-11-02",)" + rest + "}");
  };
  EXPECT_EQ(deelname(R"("soort":"taalles","urenPerWeek":12.5)"), "");
  EXPECT_EQ(deelname(R"("soort":"participatie","activiteit":"taalmaatje")"), "");
  EXPECT_EQ(deelname(R"("soort":"participatie")"), "/activiteit:verplicht ");
  EXPECT_EQ(deelname(R"("soort":"taalles","activiteit":"taalmaatje")"), "/activiteit:soort ");
  EXPECT_EQ(deelname(R"("soort":"taalles","verwachteEinddatum":"2026-11-01")"),
            "/verwachteEinddatum:periode ");
  EXPECT_EQ(deelname(R"("soort":"taalles","instellingsnummer":"123")"), "/instellingsnummer:patroon ");
}

TEST(Toetsresultaat, tells_something_and_no_more_than_can_be) {
  const auto toets = [](const std::string& rest) {
    return rules_of<Toetsresultaat>(
        begin + R"("soort":"eindtoets","onderdeel":"LE","toetsdatum":"2026-11-02")" + rest + "}");
  };
  EXPECT_EQ(toets(R"(,"niveau":"A2")"), "");
  EXPECT_EQ(toets(R"(,"score":"63.50","maximaleScore":"100.00")"), "");
  EXPECT_EQ(toets(R"(,"score":"101.00","maximaleScore":"100.00")"), "/score:score ");
  EXPECT_EQ(toets(""), "/uitslag:verplicht ");
}

}  // namespace
}  // namespace inburgering::adapters::taalschool
