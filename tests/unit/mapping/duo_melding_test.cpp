#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "mapping/duo/melding.h"

namespace inburgering::mapping::duo {
namespace {

namespace json = boost::json;

schemas::Result<Melding> read(std::string_view method, std::string_view name, std::string_view text) {
  return read_melding(*adapters::duo::find_operatie(method, name), json::parse(text));
}
/// The body that goes to DUO, or the pointers of the faults.
std::string sent(std::string_view method, std::string_view name, std::string_view text) {
  const auto melding = read(method, name, text);
  if (melding) return wire_body(*melding).value_or("refused");
  std::string pointers;
  for (const auto& fault : melding.error()) pointers += fault.pointer + " " + fault.rule + ";";
  return pointers;
}

constexpr std::string_view who = R"("gemeente":"0518","bsn":"999993367",)";
std::string person(std::string_view objects) { return "{" + std::string(who) + std::string(objects) + "}"; }
const std::string pip = person(
    R"("PIP":{"gemeentecode":"0518","dagtekening":"2026-11-10","magOpleidingAfmaken":true,"naamContactpersoon":"J. de Vries"},
       "Leerroute":{"gemeentecode":"0518","dagtekeningPip":"2026-11-10","leerroute":"B1-route","niveau":"B1",
                    "geschatteIntensiteitB1Route":600,"alfabetisering":"NVT","examenA2":false})");

TEST(Melding, each_kind_is_written_as_duo_asks_for_it) {
  EXPECT_EQ(
      sent("POST", "pip", pip),
      R"({"dagtekeningPip":"2026-11-10","leerroute":"B","niveau":"B1","geschatteIntensiteitB1Route":600,)"
      R"("indicatorMagOpleidingAfmaken":true,"indicatorAlfabetiseringsonderwijs":"NVT"})");
  EXPECT_EQ(sent("DELETE", "pip", R"({"gemeente":"0518","bsn":"999993367"})"), "");
  EXPECT_EQ(sent("PUT", "map", person(R"("MAP":{"datumEindgesprek":"2026-11-20","verwijtbaar":true})")),
            R"({"datumEindgesprekMap":"2026-11-20","verwijtbaar":"Ja"})");
  EXPECT_EQ(sent("PUT", "map", person(R"("MAP":{})")), "{}") << "this is how a MAP is taken back";
  EXPECT_EQ(sent("PUT", "uren-participatieactiviteiten",
                 person(R"("GevolgdeUren":{"gemeentecode":"0518","urenParticipatieactiviteiten":7})")),
            R"({"uren":7})");
  EXPECT_EQ(
      sent(
          "POST", "contactpersoon",
          R"({"gemeente":"0518","Contactpersoon":{"naam":"J","email":"j@x.example","telefoonnummer":"0701234567"}})"),
      R"({"naam":"J","email":"j@x.example","telefoonnummer":"0701234567"})");
}

TEST(Melding, what_does_not_fit_is_named_with_its_place) {
  EXPECT_EQ(sent("POST", "inburgeringsaanbod",
                 person(R"("Inburgeringsaanbod":{"instellingsnummer":"../../uren","alfabetisering":"A"})")),
            "/Inburgeringsaanbod/instellingsnummer patroon;");
  EXPECT_EQ(sent("DELETE", "inburgeringsaanbod",
                 R"({"gemeente":"0518","bsn":"999993367","instellingsnummer":"12345?6789"})"),
            "/instellingsnummer patroon;");
  EXPECT_EQ(sent("PUT", "map", R"({"gemeente":"0518","dossier":"x","bsn":"999993367","MAP":{},"extra":1})"),
            "/dossier keuze;/extra onbekend;");
  EXPECT_EQ(
      sent(
          "PUT", "contactpersoon",
          R"({"gemeente":"0518","Contactpersoon":{"naam":"J","email":"j@x.example","telefoonnummer":"0701234567"}})"),
      "/Contactpersoon/contactpersoonId contactpersoon;");
  EXPECT_EQ(sent("POST", "pip", "[]"), " type;");
}

TEST(Melding, what_duo_has_no_place_for_is_said_beforehand) {
  EXPECT_EQ(not_told(*read("POST", "pip", pip)),
            (std::vector<std::string>{"PIP.naamContactpersoon", "Leerroute.examenA2"}));
}

TEST(Melding, what_was_left_out_has_no_value_once_duo_took_it) {
  const auto melding = read("PUT", "map", person(R"("MAP":{"datumEindgesprek":"2026-11-20"})"));
  const auto translation = effect(*melding, {melding->bsn, {}}, "M-1");
  ASSERT_EQ(translation.changes.size(), 1U);
  EXPECT_EQ(json::serialize(canonical::to_json(translation.changes[0].object)),
            R"({"datumEindgesprek":"2026-11-20","verwijtbaar":null})");
}

struct LookBack {
  const char* what;
  std::string method, name, report;
  int status;
  const char* answer;
  Navraag outcome;
  const char* known = "";  ///< a PIP or a MAP
};
TEST(Melding, after_a_lost_answer_duo_tells_whether_it_arrived) {
  const std::string hours =
      person(R"("GevolgdeUren":{"gemeentecode":"0518","urenTaallesEnKnmBredeIntake":40})");
  const std::string map = person(R"("MAP":{"datumEindgesprek":"2026-11-20"})");
  const std::string blamed = person(R"("MAP":{"datumEindgesprek":"2026-11-20","verwijtbaar":true})");
  const std::string gone = R"({"gemeente":"0518","bsn":"999993367"})";
  constexpr auto same =
      R"({"gemeentecode":"0518","pip":{"dagtekeningPip":"2026-11-10","leerroute":"B","niveau":"B1","geschatteIntensiteitB1Route":600,"indicatorMagOpleidingAfmaken":true,"indicatorAlfabetiseringsonderwijs":"NVT"}})";
  constexpr auto other = R"({"gemeentecode":"0518","pip":{"dagtekeningPip":"2026-11-10","leerroute":"Z"}})";
  constexpr auto elsewhere =
      R"({"gemeentecode":"0344","pip":{"dagtekeningPip":"2026-11-10","leerroute":"B"}})";
  const LookBack rows[] = {
      {"the PIP stands there", "POST", "pip", pip, 200, same, Navraag::done},
      {"another route", "POST", "pip", pip, 200, other, Navraag::not_done},
      {"that of another gemeente", "POST", "pip", pip, 200, elsewhere, Navraag::not_done},
      {"no PIP at all", "POST", "pip", pip, 404, "", Navraag::not_done},
      {"DUO is ill", "POST", "pip", pip, 503, "", Navraag::unclear},
      {"an answer that cannot be read", "POST", "pip", pip, 200, "<html>", Navraag::unclear},
      {"the deleted PIP is gone", "DELETE", "pip", gone, 404, "", Navraag::done},
      {"the deleted PIP still stands", "DELETE", "pip", gone, 200, same, Navraag::not_done,
       R"({"gemeentecode":"0518","dagtekening":"2026-11-10"})"},
      {"an older PIP came to light", "DELETE", "pip", gone, 200, other, Navraag::done,
       R"({"gemeentecode":"0518","dagtekening":"2026-11-15"})"},
      {"unknown which PIP it was", "DELETE", "pip", gone, 200, same, Navraag::unclear},
      {"the hours are counted", "PUT", "uren-taallesknm", hours, 200,
       R"([{"gemeentecode":"0518","TaallesEnKnmBredeIntake":{"uren":40}}])", Navraag::done},
      {"older hours", "PUT", "uren-taallesknm", hours, 200,
       R"([{"gemeentecode":"0518","TaallesEnKnmBredeIntake":{"uren":39}}])", Navraag::not_done},
      {"hours of another gemeente", "PUT", "uren-taallesknm", hours, 200,
       R"([{"gemeentecode":"0344","TaallesEnKnmBredeIntake":{"uren":40}}])", Navraag::not_done},
      {"the MAP stands there", "PUT", "map", map, 200, R"({"datumEindgesprekMap":"2026-11-20"})",
       Navraag::done},
      {"no MAP day yet", "PUT", "map", map, 200, R"({})", Navraag::not_done},
      {"blame is not told back", "PUT", "map", blamed, 200, R"({"datumEindgesprekMap":"2026-11-20"})",
       Navraag::unclear, R"({"datumEindgesprek":"2026-11-20"})"},
      {"a new day proves the blame too", "PUT", "map", blamed, 200, R"({"datumEindgesprekMap":"2026-11-20"})",
       Navraag::done},
      {"a MAP taken back", "PUT", "map", person(R"("MAP":{})"), 404, "", Navraag::done},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.what);
    const auto melding = read(row.method, row.name, row.report);
    ASSERT_TRUE(melding) << to_text(melding.error()[0]);
    std::vector<canonical::Object> known;
    if (*row.known != '\0')
      known.push_back(*canonical::from_json(row.name == "pip" ? "PIP" : "MAP", json::parse(row.known)));
    EXPECT_EQ(look_back(*melding, row.status, row.answer, known), row.outcome);
  }
}

}  // namespace
}  // namespace inburgering::mapping::duo
