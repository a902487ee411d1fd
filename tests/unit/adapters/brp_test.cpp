#include <gtest/gtest.h>

#include "adapters/brp/antwoord.h"
#include "adapters/brp/kennisgeving.h"
#include "adapters/brp/namespaces.h"
#include "adapters/brp/schema.h"
#include "tests/unit/stuf_message.h"

namespace inburgering::adapters::brp {
namespace {

using tests::StufMessage;

const schemas::xml::Grammar& grammar() {
  static const auto compiled = stuf_bg_grammar(std::filesystem::path(PROJECT_DIR) / "schemas");
  if (!compiled) throw std::runtime_error(to_text(compiled.error()[0]));
  return *compiled;
}

std::string code_of(const std::string& xml) {
  const auto read = parse_kennisgeving(grammar(), xml);
  return read ? "" : read.error().fault.code;
}

TEST(Kennisgeving, is_read_in_a_soap_envelope_and_bare) {
  for (const auto& xml : {StufMessage{}.soap(), StufMessage{}.bare()}) {
    const auto read = parse_kennisgeving(grammar(), xml);
    ASSERT_TRUE(read) << to_text(read.error().faults[0]);
    EXPECT_EQ(read->mutatiesoort, 'T');
    EXPECT_EQ(read->stuurgegevens.zender, (Systeem{"0518", "BRP", ""}));
    EXPECT_EQ(read->stuurgegevens.referentienummer, "REF-1");
    EXPECT_EQ(read->stuurgegevens.tijdstip_bericht, "20261102093015");
    EXPECT_EQ(read->actueel().gegeven("inp.bsn")->waarde, "999990639");
  }
}
struct Envelop {
  const char* name;
  const char* from;
  const char* to;
  const char* code;  ///< empty: taken
  const char* told;  ///< stands in the place or the words
};
class EnvelopTest : public testing::TestWithParam<Envelop> {};
TEST_P(EnvelopTest, is_named_for_what_is_wrong_with_it) {
  auto xml = StufMessage{}.soap();
  const auto [name, from, to, code, told] = GetParam();
  for (std::size_t at = xml.find(from); at != std::string::npos && *from != 0;
       at = xml.find(from, at + std::string_view(to).size()))
    xml.replace(at, std::string_view(from).size(), to);
  const auto read = parse_kennisgeving(grammar(), xml);
  ASSERT_EQ(read ? "" : read.error().fault.code, code) << xml;
  if (read) return;
  EXPECT_TRUE((read.error().faults[0].pointer + read.error().faults[0].message).contains(told))
      << to_text(read.error().faults[0]);
  const auto answer = foutbericht({}, read.error().fault);
  const auto parsed = schemas::xml::Grammar::none().parse(answer);
  const auto* fault = parsed.root->child(soap_ns, "Body")->child(soap_ns, "Fault");
  const bool of_soap =
      std::string_view(code) == "VersionMismatch" || std::string_view(code) == "MustUnderstand";
  EXPECT_EQ(fault->child("", "detail") == nullptr, of_soap);
  EXPECT_EQ(text_of(*fault, "", "faultcode"), "soapenv:" + std::string(of_soap ? code : "Client"));
}
const std::string header_before_body(const std::string& attributes) {
  return "<s:Header><w:Security xmlns:w=\"urn:w\" " + attributes + "/></s:Header><s:Body>";
}
const std::string must = header_before_body("s:mustUnderstand=\"1\"");
const std::string must_next =
    header_before_body("s:mustUnderstand=\"1\" s:actor=\"http://schemas.xmlsoap.org/soap/actor/next\"");
const std::string must_other = header_before_body("s:mustUnderstand=\"1\" s:actor=\"urn:other\"");
const std::string may = header_before_body("s:mustUnderstand=\"0\"");
const std::string none = header_before_body("");
INSTANTIATE_TEST_SUITE_P(
    Kennisgeving, EnvelopTest,
    testing::Values(
        Envelop{"right", "", "", "", ""},
        Envelop{"soap12", "http://schemas.xmlsoap.org/soap/envelope/",
                "http://www.w3.org/2003/05/soap-envelope", "VersionMismatch", "SOAP 1.2"},
        Envelop{"another", "http://schemas.xmlsoap.org/soap/envelope/", "urn:soap", "VersionMismatch",
                "geen SOAP 1.1"},
        Envelop{"must", "<s:Header/><s:Body>", must.c_str(), "MustUnderstand", "/Envelope/Header"},
        Envelop{"must_next", "<s:Header/><s:Body>", must_next.c_str(), "MustUnderstand", "mustUnderstand"},
        Envelop{"must_other", "<s:Header/><s:Body>", must_other.c_str(), "", ""},
        Envelop{"may", "<s:Header/><s:Body>", may.c_str(), "", ""},
        Envelop{"none", "<s:Header/><s:Body>", none.c_str(), "", ""},
        Envelop{"two_bodies", "</s:Body>", "</s:Body><s:Body/>", "StUF055", "twee Body"},
        Envelop{"two_messages", "</s:Body>", "<x/></s:Body>", "StUF055", ""}),
    [](const auto& each) { return each.param.name; });

TEST(Kennisgeving, keeps_the_five_reasons_for_no_value_and_incomplete_dates) {
  StufMessage message;
  message.objects =
      StufMessage::object("T",
                          "<BG:inp.bsn>999990639</BG:inp.bsn>"
                          "<BG:voornamen StUF:noValue=\"nietGeautoriseerd\"/>"
                          "<BG:geboortedatum StUF:indOnvolledigeDatum=\"M\">19900101</BG:geboortedatum>"
                          "<BG:overlijdensdatum xsi:nil=\"true\" StUF:noValue=\"geenWaarde\"/>");
  const auto read = parse_kennisgeving(grammar(), message.soap());
  ASSERT_TRUE(read) << to_text(read.error().faults[0]);
  EXPECT_EQ(read->actueel().gegeven("voornamen")->no_value, Gegeven::NoValue::niet_geautoriseerd);
  EXPECT_EQ(read->actueel().gegeven("geboortedatum")->ind_onvolledige_datum, 'M');
  EXPECT_EQ(read->actueel().gegeven("overlijdensdatum")->no_value, Gegeven::NoValue::geen_waarde);
  EXPECT_EQ(read->actueel().gegeven("voorletters"), nullptr);
}

struct Refusal {
  const char* name;
  std::string xml;
  const char* code;
};
void PrintTo(const Refusal& r, std::ostream* out) { *out << r.name; }
StufMessage with(auto change) {
  StufMessage message;
  change(message);
  return message;
}

class Refused : public testing::TestWithParam<Refusal> {};
TEST_P(Refused, with_the_code_of_the_table) { EXPECT_EQ(code_of(GetParam().xml), GetParam().code); }
INSTANTIATE_TEST_SUITE_P(
    Kennisgeving, Refused,
    testing::Values(
        Refusal{"not_xml", "hallo", "StUF055"}, Refusal{"not_well_formed", "<a><b></a>", "StUF055"},
        Refusal{"doctype", "<!DOCTYPE x>" + StufMessage{}.soap(), "StUF055"},
        Refusal{"empty_body",
                "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body/></s:Envelope>",
                "StUF055"},
        Refusal{"other_sector",
                with([](auto& m) { m.bg = "http://www.egem.nl/StUF/sector/zkn/0310"; }).soap(), "StUF004"},
        Refusal{"other_version_of_the_sector",
                with([](auto& m) { m.bg = "http://www.egem.nl/StUF/sector/bg/0204"; }).soap(), "StUF007"},
        Refusal{"no_stuf_at_all", with([](auto& m) { m.bg = "urn:x"; }).soap(), "StUF004"},
        Refusal{"another_message_about_persons", with([](auto& m) { m.element = "npsLv01"; }).soap(),
                "StUF025"},
        Refusal{"a_message_about_something_else", with([](auto& m) { m.element = "nnpLk01"; }).soap(),
                "StUF031"},
        Refusal{"a_message_about_something_unheard_of", with([](auto& m) { m.element = "xyzLk01"; }).soap(),
                "StUF028"},
        Refusal{"another_message_about_something_else", with([](auto& m) { m.element = "nnpLv01"; }).soap(),
                "StUF040"},
        Refusal{"an_element_that_is_no_message", with([](auto& m) { m.element = "NPS-Lk01"; }).soap(),
                "StUF022"},
        Refusal{"an_unknown_berichtcode", with([](auto& m) { m.element = "npsZz01"; }).soap(), "StUF022"},
        Refusal{"another_entity", with([](auto& m) { m.entiteittype = "NNP"; }).soap(), "StUF031"},
        Refusal{"an_unknown_element",
                with([](auto& m) { m.objects = StufMessage::object("T", "<BG:hobby>x</BG:hobby>"); }).soap(),
                "StUF055"},
        Refusal{"a_code_outside_its_list", with([](auto& m) {
                                             m.objects = StufMessage::object(
                                                 "T", "<BG:geslachtsaanduiding>X</BG:geslachtsaanduiding>");
                                           }).soap(),
                "StUF055"},
        Refusal{"one_object_where_two_are_due", with([](auto& m) { m.mutatiesoort = "W"; }).soap(),
                "StUF055"},
        Refusal{"two_objects_where_one_is_due", with([](auto& m) { m.objects += m.objects; }).soap(),
                "StUF055"},
        Refusal{"a_moment_that_does_not_exist", with([](auto& m) { m.tijdstip = "20261399"; }).soap(),
                "StUF055"},
        Refusal{"an_empty_referentienummer_is_let_through",
                with([](auto& m) { m.referentienummer = ""; }).soap(), ""}),
    [](const auto& each) { return each.param.name; });

TEST(Kennisgeving, a_refusal_still_knows_which_message_it_was) {
  StufMessage message;
  message.objects = StufMessage::object("T", "<BG:hobby>x</BG:hobby>");
  const auto read = parse_kennisgeving(grammar(), message.soap());
  ASSERT_FALSE(read);
  ASSERT_TRUE(read.error().stuurgegevens);
  EXPECT_EQ(read.error().stuurgegevens->referentienummer, "REF-1");
}
TEST(Kennisgeving, lets_through_what_this_gateway_does_not_read) {
  StufMessage message;
  message.objects = StufMessage::object(
      "T",
      "<BG:inp.bsn>999990639</BG:inp.bsn><BG:inp.burgerlijkeStaat>2</BG:inp.burgerlijkeStaat>"
      "<BG:inp.heeftAlsKinderen StUF:entiteittype=\"NPSNPSKND\" StUF:verwerkingssoort=\"T\"><BG:gerelateerde "
      "StUF:entiteittype=\"NPS\""
      " StUF:verwerkingssoort=\"T\"><BG:inp.bsn>999993653</BG:inp.bsn></BG:gerelateerde></"
      "BG:inp.heeftAlsKinderen>");
  EXPECT_EQ(code_of(message.soap()), "");
}

TEST(Kennisgeving, no_value_within_what_is_not_read_is_let_through_however_it_is_written) {
  for (const std::string end : {"/>", "></BG:authentiek>"})
    for (const std::string space : {"", " "}) {
      StufMessage message;
      message.objects = StufMessage::object(
          "T",
          "<BG:inp.bsn>999990639</BG:inp.bsn><BG:sub.correspondentieAdres><BG:authentiek xsi:nil=\"true\" "
          "StUF:noValue=\"geenWaarde\"" +
              end + space + "</BG:sub.correspondentieAdres>");
      EXPECT_EQ(code_of(message.soap()), "") << end << space;
    }
}

Antwoord reply() {
  return {Binding::asynchroon,
          {"00000099000000000518", "INBURGERING", ""},
          {"0518", "BRP & co", ""},
          "id-1",
          *schemas::Moment::parse("2026-11-02T08:30:15.123Z"),
          "REF-1"};
}
TEST(Antwoord, bv03_and_fo03_are_valid_against_the_schema) {
  for (const auto& text :
       {bevestiging(reply()), foutbericht(reply(), {"StUF055", "regel 2: <fout> & meer"})}) {
    const auto parsed = grammar().parse(text);
    EXPECT_TRUE(parsed.faults.empty()) << to_text(parsed.faults[0]) << text;
  }
}
TEST(Antwoord, fo03_stands_in_the_detail_of_a_fault_with_the_blame_of_the_table) {
  const auto parsed = grammar().parse(foutbericht(reply(), {"StUF046", ""}));
  const auto* fault = parsed.root->child(soap_ns, "Body")->child(soap_ns, "Fault");
  EXPECT_EQ(fault->child("", "faultcode")->text, "soapenv:Server");
  const auto* body = fault->child("", "detail")->child(stuf_ns, "Fo03Bericht")->child(stuf_ns, "body");
  EXPECT_EQ(body->child(stuf_ns, "code")->text, "StUF046");
  EXPECT_EQ(body->child(stuf_ns, "plek")->text, "server");
}
TEST(Antwoord, details_are_cut_at_a_thousand_characters_and_not_inside_one) {
  std::string details;
  for (int i = 0; i < 1500; ++i) details += "é";
  EXPECT_TRUE(grammar().parse(foutbericht(reply(), {"StUF055", details})).faults.empty());
}
TEST(Foutcodes, fit_the_standard) {
  for (const auto& row : foutcodes()) {
    EXPECT_LE(row.code.size(), 7u);
    EXPECT_LE(row.omschrijving.size(), 200u);
    EXPECT_TRUE(row.plek == "client" || row.plek == "server");
  }
}

}  // namespace
}  // namespace inburgering::adapters::brp
