#include <gtest/gtest.h>

#include <algorithm>

#include "adapters/brp/namespaces.h"
#include "adapters/brp/schema.h"
#include "adapters/brp/velden.h"
#include "adapters/brp/vraag.h"

namespace inburgering::adapters::brp {
namespace {

const schemas::xml::Grammar& grammar() {
  static const auto compiled = stuf_bg_grammar(std::filesystem::path(PROJECT_DIR) / "schemas");
  return *compiled;
}
const auto miriam = *schemas::Bsn::parse("999996617");

transport::Call asked() {
  return vraag("https://brp/BeantwoordVraag", miriam,
               {{"00000099000000000518", "INBURGERING", ""},
                {"00000099000000003000", "BRP", ""},
                "REF-1",
                *schemas::Moment::parse("2026-11-02T08:30:15Z")},
               {});
}
std::string antwoord(const std::string& object) {
  return "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body><BG:npsLa01 "
         "xmlns:BG=\"http://www.egem.nl/StUF/sector/bg/0310\" "
         "xmlns:StUF=\"http://www.egem.nl/StUF/StUF0301\">"
         "<BG:stuurgegevens><StUF:berichtcode>La01</StUF:berichtcode><StUF:entiteittype>NPS</"
         "StUF:entiteittype>"
         "</BG:stuurgegevens><BG:parameters><StUF:indicatorVervolgvraag>false</StUF:indicatorVervolgvraag>"
         "</BG:parameters>" +
         (object.empty() ? "" : "<BG:antwoord>" + object + "</BG:antwoord>") +
         "</BG:npsLa01></s:Body></s:Envelope>";
}
std::string persoon(const std::string& bsn) {
  return "<BG:object StUF:entiteittype=\"NPS\"><BG:inp.bsn>" + bsn +
         "</BG:inp.bsn><BG:geslachtsnaam>Tesfay</BG:geslachtsnaam></BG:object>";
}
std::string fout(const std::string& kind, const std::string& code, bool in_fault) {
  const auto message = "<StUF:" + kind +
                       "Bericht xmlns:StUF=\"http://www.egem.nl/StUF/StUF0301\"><StUF:stuurgegevens>"
                       "<StUF:berichtcode>" +
                       kind + "</StUF:berichtcode></StUF:stuurgegevens><StUF:body><StUF:code>" + code +
                       "</StUF:code></StUF:body></StUF:" + kind + "Bericht>";
  return "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body>" +
         (in_fault ? "<s:Fault><faultcode>s:Server</faultcode><faultstring>x</faultstring><detail>" +
                         message + "</detail></s:Fault>"
                   : message) +
         "</s:Body></s:Envelope>";
}

TEST(Vraag, is_valid_names_one_person_and_asks_for_the_list_and_nothing_else) {
  const auto call = asked();
  EXPECT_EQ(call.url.find(miriam.digits()), std::string::npos);
  const auto parsed = grammar().parse(call.body);
  ASSERT_TRUE(parsed.faults.empty()) << to_text(parsed.faults[0]);
  const auto* scope = message_of(*parsed.root)->child(bg_ns, "scope")->child(bg_ns, "object");
  for (const auto& element : scope->children)
    EXPECT_TRUE(std::ranges::any_of(velden(), [&](const auto& veld) {
      return veld.stuf.substr(0, veld.stuf.find('/')) == element.name;
    })) << element.name;
}
TEST(Vraag, each_field_has_a_reason_and_stands_once) {
  std::set<std::string_view> seen;
  for (const auto& veld : velden()) {
    EXPECT_FALSE(veld.waarvoor.empty());
    EXPECT_TRUE(seen.insert(veld.stuf).second) << veld.stuf;
  }
}
TEST(Beantwoord, tells_the_person_or_that_there_is_none) {
  const auto read = read_beantwoord(grammar(), antwoord(persoon("999996617")), "", miriam);
  ASSERT_TRUE(read) << to_text(read.error()[0]);
  EXPECT_EQ(read->persoon->gegeven("geslachtsnaam")->waarde, "Tesfay");
  const auto nobody = read_beantwoord(grammar(), antwoord(""), "", miriam);
  ASSERT_TRUE(nobody);
  EXPECT_FALSE(nobody->persoon);
}
TEST(Beantwoord, about_another_or_about_two_is_refused) {
  EXPECT_FALSE(read_beantwoord(grammar(), antwoord(persoon("999993653")), "", miriam));
  EXPECT_FALSE(read_beantwoord(grammar(), antwoord(persoon("999996617") + persoon("999996617")), "", miriam));
  EXPECT_FALSE(read_beantwoord(grammar(), antwoord("<BG:object StUF:entiteittype=\"NPS\"/>"), "", miriam));
  EXPECT_FALSE(read_beantwoord(grammar(), "hallo", "", miriam));
  EXPECT_FALSE(read_beantwoord(grammar(), "<html/>", "", miriam));
}
TEST(Beantwoord, a_fault_is_recognised_wherever_it_stands) {
  for (const std::string kind : {"Fo02", "Fo03"})
    for (const bool in_fault : {true, false}) {
      const auto passing = read_beantwoord(grammar(), fout(kind, "StUF960", in_fault), "", miriam);
      ASSERT_TRUE(passing) << kind;
      EXPECT_EQ(passing->fout->code, "StUF960");
      EXPECT_TRUE(passing->tijdelijk);
      EXPECT_FALSE(read_beantwoord(grammar(), fout(kind, "StUF013", in_fault), "", miriam)->tijdelijk);
    }
}

}  // namespace
}  // namespace inburgering::adapters::brp
