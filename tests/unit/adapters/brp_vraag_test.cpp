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

TEST(Beantwoord, a_code_of_another_side_is_told_only_where_it_can_be_one) {
  for (const std::string code : {"StUF058", "500", "902", "BG00001", ""})
    for (const bool in_fault : {true, false})
      EXPECT_EQ(read_beantwoord(grammar(), fout("Fo02", code, in_fault), "", miriam)->fout->code, code);
  for (const std::string text : {"999996617", "persoon 999996617 is onbekend", "StUF058\n", "<![CDATA[<b>]]>",
                                 "StUF0580", "Jansen, J.", "é"})
    EXPECT_EQ(received_foutcode(text), unreadable_foutcode) << text;
  EXPECT_EQ(read_beantwoord(grammar(), fout("Fo02", "BSN 999996617", true), "", miriam)->fout->code,
            unreadable_foutcode);
}
TEST(Beantwoord, a_name_that_a_sender_made_up_is_not_told_where_it_could_be_about_somebody) {
  const auto name = [](const std::string& naam) {
    const auto read = read_beantwoord(
        grammar(),
        antwoord(
            "<BG:object StUF:entiteittype=\"NPS\"><BG:inp.bsn>999996617</BG:inp.bsn><StUF:extraElementen>"
            "<StUF:extraElement naam=\"" +
            naam + "\">x</StUF:extraElement></StUF:extraElementen></BG:object>"),
        "", miriam);
    return read ? read->persoon->extra_elementen.at(0) : to_text(read.error()[0]);
  };
  EXPECT_EQ(name("gemeenteVanInschrijvingNietIngezetene"), "gemeenteVanInschrijvingNietIngezetene");
  for (const std::string made_up : {"bsn999996617", "Jansen, J.", "999996617"})
    EXPECT_EQ(name(made_up), "(naam niet te tonen)");
}

}  // namespace
}  // namespace inburgering::adapters::brp
