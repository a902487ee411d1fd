// Lists that are told, left out, withheld or unknown, in each kind of message of both feeds: only one that is
// told to the end ends what it does not hold.
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json/serialize.hpp>

#include "mapping/brp/personen.h"
#include "mapping/brp/persoon.h"
#include "tests/unit/stuf_object.h"

namespace inburgering::mapping::brp {
namespace {

const std::string bsn = "<BG:inp.bsn>999990639</BG:inp.bsn>";
constexpr const char* kinds[] = {"npsLk01", "npsSa01", "npsLa01"};

Translation said(const std::string& kind, const std::string& content) {
  const auto translation = kind == "npsLa01"
                               ? translate(tests::stuf_object(bsn + content), {}, {"brp", "", {}})
                               : translate(tests::stuf_kennisgeving(kind, bsn + content));
  if (!translation) throw std::logic_error(translation.error()[0].rule);
  return *translation;
}
Translation said_in_json(const std::string& members) {
  const auto found = adapters::brp::personen::read_antwoord(
      R"({"type":"RaadpleegMetBurgerservicenummer","personen":[{"burgerservicenummer":"999990639")" +
          members + "}]}",
      std::nullopt);
  if (!found) throw std::logic_error(found.error()[0].rule);
  return *translate(*found, {}, {"brp", "", {}});
}

bool is_whole(const Translation& translation, std::string_view type) {
  return std::ranges::find(translation.complete, type) != translation.complete.end();
}
std::string told(const Translation& translation, std::string_view type) {
  std::string text;
  for (const auto& change : translation.changes)
    if (canonical::objecttype(change.object) == type)
      text += (text.empty() ? "" : "; ") + std::string(to_text(change.actie)) + " " +
              boost::json::serialize(canonical::to_json(change.object));
  return text;
}
/// In an answer relations have no verwerkingssoort.
std::string for_kind(const std::string& kind, std::string content) {
  const std::string soort = " StUF:verwerkingssoort=\"T\"";
  if (kind == "npsLa01")
    for (auto at = content.find(soort); at != std::string::npos; at = content.find(soort))
      content.erase(at, soort.size());
  return content;
}

std::string no_value(const std::string& why) { return " xsi:nil=\"true\" StUF:noValue=\"" + why + "\"/>"; }
const std::string relation = "<BG:inp.heeftAlsNationaliteit StUF:verwerkingssoort=\"T\"";
std::string of_code(const std::string& code, const std::string& more = "") {
  return relation + "><BG:gerelateerde><BG:code>" + code + "</BG:code></BG:gerelateerde>" + more +
         "</BG:inp.heeftAlsNationaliteit>";
}
/// The three places where a relation may say why it does not tell the nationality.
std::vector<std::string> without_nationality(const std::string& why) {
  return {relation + no_value(why),
          relation + "><BG:gerelateerde" + no_value(why) + "</BG:inp.heeftAlsNationaliteit>",
          relation + "><BG:gerelateerde><BG:code" + no_value(why) +
              "</BG:gerelateerde></BG:inp.heeftAlsNationaliteit>"};
}

TEST(Lijsten, nationalities_that_are_withheld_or_not_known_end_none) {
  const auto known_one = of_code("93");
  for (const std::string kind : kinds)
    for (const std::string why : {"nietGeautoriseerd", "nietOndersteund", "waardeOnbekend"})
      for (const auto& withheld : without_nationality(why))
        for (const auto& content : {withheld, known_one + withheld, withheld + known_one})
          EXPECT_FALSE(is_whole(said(kind, for_kind(kind, content)), "Nationaliteit")) << kind << content;
}
TEST(Lijsten, nationalities_that_are_told_end_the_others) {
  for (const std::string kind : kinds) {
    const auto translation = said(kind, for_kind(kind, of_code("93") + of_code("0")));
    EXPECT_TRUE(is_whole(translation, "Nationaliteit")) << kind;
    EXPECT_EQ(told(translation, "Nationaliteit"),
              R"(vastgelegd {"code":"0093"}; vastgelegd {"code":"0000"})");
    for (const auto& none : without_nationality("geenWaarde")) {
      const auto emptied = said(kind, for_kind(kind, none));
      EXPECT_TRUE(is_whole(emptied, "Nationaliteit")) << kind << none;
      EXPECT_EQ(told(emptied, "Nationaliteit"), "");
    }
  }
}
TEST(Lijsten, of_what_is_left_out_only_a_synchronisation_says_that_there_is_none) {
  for (const std::string kind : kinds)
    for (const auto* type : {"Nationaliteit", "InOnderzoek"})
      EXPECT_EQ(is_whole(said(kind, "<BG:geslachtsnaam>X</BG:geslachtsnaam>"), type), kind == "npsSa01")
          << kind << type;
}
TEST(Lijsten, an_unknown_nationality_is_one_in_both_feeds_alike) {
  const std::string unknown = R"(vastgelegd {"code":"0000"})";
  for (const std::string kind : kinds) {
    for (const std::string why : {"waardeOnbekend", "vastgesteldOnbekend"})
      for (const auto& content : without_nationality(why))
        EXPECT_EQ(told(said(kind, for_kind(kind, content)), "Nationaliteit"), unknown) << kind << content;
    EXPECT_EQ(told(said(kind, for_kind(kind, of_code("0"))), "Nationaliteit"), unknown);
    const auto without_code =
        relation +
        "><BG:inp.datumVerkrijging>20200101</BG:inp.datumVerkrijging></BG:inp.heeftAlsNationaliteit>";
    EXPECT_EQ(told(said(kind, for_kind(kind, without_code)), "Nationaliteit"),
              R"(vastgelegd {"code":"0000","datumVerkrijging":"2020-01-01"})");
    for (const std::string why : {"nietGeautoriseerd", "nietOndersteund", "geenWaarde"})
      for (const auto& content : without_nationality(why))
        EXPECT_EQ(told(said(kind, for_kind(kind, content)), "Nationaliteit"), "") << kind << content;
  }
  for (const std::string item : {R"({"type":"NationaliteitOnbekend"})", R"({"type":"Nationaliteit"})",
                                 R"({"type":"Nationaliteit","nationaliteit":{"code":"0000"}})"})
    EXPECT_TRUE(told(said_in_json(R"(,"nationaliteiten":[)" + item + "]"), "Nationaliteit")
                    .starts_with(R"(vastgelegd {"code":"0000")"))
        << item;
}
TEST(Lijsten, a_reason_of_zeros_or_a_point_is_not_known) {
  for (const std::string reason : {"000", "."}) {
    EXPECT_EQ(told(said("npsLa01", for_kind("npsLa01", of_code("93", "<BG:inp.redenVerkrijging>" + reason +
                                                                         "</BG:inp.redenVerkrijging>"))),
                   "Nationaliteit"),
              R"(vastgelegd {"code":"0093","redenVerkrijging":{"onbekend":true}})");
    EXPECT_EQ(
        told(
            said_in_json(
                R"(,"nationaliteiten":[{"type":"Nationaliteit","nationaliteit":{"code":"0093"},"redenOpname":{"code":")" +
                reason + R"("}}])"),
            "Nationaliteit"),
        R"(vastgelegd {"code":"0093","redenVerkrijging":{"onbekend":true},"datumVerkrijging":null})");
  }
}

// What is under investigation

std::string mark(const std::string& attributes, const std::string& content) {
  return "<BG:inOnderzoek StUF:metagegeven=\"true\"" + attributes + content;
}
const std::string runs = ">J</BG:inOnderzoek>";
const std::string over = no_value("geenWaarde");

TEST(Lijsten, an_investigation_runs_where_any_place_says_so_and_is_told_once) {
  const auto lives = [](const std::string& content) {
    return "<BG:inp.verblijftIn>" + content + "</BG:inp.verblijftIn>";
  };
  const std::string place = " groepsnaam=\"Verblijfsplaats\"";
  for (const std::string kind : kinds)
    for (const auto& content :
         {mark(place, runs) + mark(place, over), mark(place, over) + mark(place, runs),
          mark(place, over) + lives(mark("", runs)), mark(place, runs) + lives(mark("", over)),
          mark(place, runs) + mark(place, runs),
          mark(place, runs) + lives(mark("", no_value("nietGeautoriseerd")))})
      EXPECT_EQ(told(said(kind, content), "InOnderzoek"), R"(vastgelegd {"gegevens":"Verblijfsplaats"})")
          << kind << content;
  const auto of_one = [](const std::string& content) { return of_code("93", content); };
  EXPECT_EQ(told(said("npsLk01", of_one(mark("", over)) + of_one(mark("", runs))), "InOnderzoek"),
            R"(vastgelegd {"gegevens":"Nationaliteit"})");
}
TEST(Lijsten, an_investigation_ends_when_that_is_told_and_not_when_it_is_withheld) {
  for (const std::string kind : kinds) {
    EXPECT_EQ(told(said(kind, mark("", over)), "InOnderzoek"),
              R"(beeindigd {"gegevens":"Persoonsgegevens"})");
    EXPECT_EQ(is_whole(said(kind, mark("", over)), "InOnderzoek"), kind != "npsLk01");
    for (const std::string why :
         {"nietGeautoriseerd", "nietOndersteund", "waardeOnbekend", "vastgesteldOnbekend"}) {
      EXPECT_EQ(told(said(kind, mark("", no_value(why))), "InOnderzoek"), "") << kind << why;
      EXPECT_FALSE(is_whole(said(kind, mark("", no_value(why))), "InOnderzoek")) << kind << why;
    }
  }
}
TEST(Lijsten, each_value_of_the_mark_on_the_address_is_told) {
  const auto found = [](const std::string& value) {
    return said("npsLk01", "<StUF:extraElementen><StUF:extraElement naam=\"Aanduidingonderzoekadres\"" +
                               value + "</StUF:extraElementen>");
  };
  const auto of = [&](const std::string& value) { return found(">" + value + "</StUF:extraElement>"); };
  for (const std::string value : {"080000", "081000", "081110", "089999"}) {
    EXPECT_EQ(told(of(value), "InOnderzoek"), R"(vastgelegd {"gegevens":"Verblijfsplaats"})") << value;
    EXPECT_EQ(
        told(of(value), "Persoon").find(R"("vastgesteldVerblijftNietOpAdres":true)") != std::string::npos,
        value == "089999");
  }
  EXPECT_EQ(told(found(over), "InOnderzoek"), R"(beeindigd {"gegevens":"Verblijfsplaats"})");
  EXPECT_EQ(told(found(no_value("nietGeautoriseerd")), "InOnderzoek"), "");
  EXPECT_EQ(told(of("010000"), "InOnderzoek"), "") << "of another category";
}

// In JSON a mark stands in the group that it is about.

TEST(Lijsten, a_group_with_nothing_but_a_mark_tells_no_fact) {
  const std::string marked = R"("inOnderzoek":{"x":true})";
  const auto group = [&](const std::string& name, const std::string& more = "") {
    return said_in_json(",\"" + name + "\":{" + more + marked + "}");
  };
  const auto persoon = [&](const Translation& translation, const std::string& field) {
    const auto text = told(translation, "Persoon");
    const auto at = text.find('"' + field + "\":");
    return at == std::string::npos
               ? std::string("not told")
               : text.substr(at + field.size() + 3, text.find_first_of(",}", at) - at - field.size() - 3);
  };
  // What may not have happened, did not.
  EXPECT_EQ(persoon(group("overlijden"), "overlijdensdatum"), "null");
  EXPECT_EQ(persoon(group("opschortingBijhouding"), "redenOpschortingBijhouding"), "null");
  EXPECT_EQ(persoon(group("verblijfstitel"), "verblijfstitel"), "null");
  // What everybody has, stays as it is known.
  EXPECT_EQ(persoon(group("naam"), "geslachtsnaam"), "not told");
  EXPECT_EQ(persoon(group("geboorte"), "geboortedatum"), "not told");
  EXPECT_EQ(persoon(group("immigratie"), "datumVestigingInNederland"), "not told");
  for (const std::string type :
       {"", R"("type":"Adres",)", R"("type":"Locatie",)", R"("type":"VerblijfplaatsBuitenland",)"})
    for (const auto* field : {"verblijfsadres", "verblijfBuitenland", "datumVertrekUitNederland",
                              "emigratieland", "functieAdres", "vastgesteldVerblijftNietOpAdres"})
      EXPECT_EQ(persoon(group("verblijfplaats", type), field), "not told") << type << field;
  // Its kind may be a fact by itself.
  EXPECT_EQ(persoon(group("verblijfplaats", R"("type":"VerblijfplaatsOnbekend",)"), "verblijfBuitenland"),
            R"({"land":{"onbekend":true)");
}
TEST(Lijsten, whoever_left_to_nobody_knows_where_is_told_alike_by_both_feeds) {
  const auto fields = [](const Translation& translation) {
    const auto persoon =
        std::get<canonical::Persoon>(std::ranges::find_if(translation.changes, [](const auto& change) {
                                       return canonical::objecttype(change.object) == "Persoon";
                                     })->object);
    const auto json = canonical::to_json(persoon);
    std::string text;
    for (const auto* name :
         {"verblijfsadres", "verblijfBuitenland", "datumVertrekUitNederland", "emigratieland"})
      text += std::string(name) + " " +
              (json.contains(name) ? boost::json::serialize(json.at(name)) : std::string("not told")) + "; ";
    return text;
  };
  const auto in_json = fields(said_in_json(
      R"(,"verblijfplaats":{"type":"VerblijfplaatsOnbekend","datumVan":{"type":"JaarDatum","jaar":2025}})"));
  EXPECT_EQ(in_json, R"(verblijfsadres null; verblijfBuitenland {"land":{"onbekend":true}}; )"
                     R"(datumVertrekUitNederland "2025"; emigratieland {"onbekend":true}; )");
  for (const std::string kind : kinds)
    EXPECT_EQ(
        fields(said(
            kind,
            "<BG:sub.verblijfBuitenland><BG:lnd.landcode>0000</BG:lnd.landcode>"
            "</BG:sub.verblijfBuitenland><BG:inp.datumVertrekUitNederland "
            "StUF:indOnvolledigeDatum=\"M\">20250101</BG:inp.datumVertrekUitNederland>" +
                // Of an answer, what was asked for tells it; of the others the address does.
                std::string(kind == "npsLa01" ? "<BG:inp.emigratieLand>0000</BG:inp.emigratieLand>" : ""))),
        in_json)
        << kind;
}
TEST(Lijsten, a_nationality_with_nothing_but_a_mark_is_none_and_ends_none) {
  for (const std::string type : {"", R"("type":"Nationaliteit",)"}) {
    const auto translation = said_in_json(
        R"(,"nationaliteiten":[{)" + type +
        R"("inOnderzoek":{"nationaliteit":true,"datumIngangOnderzoek":{"type":"Datum","datum":"2026-05-01"}}}])");
    EXPECT_EQ(told(translation, "Nationaliteit"), "");
    EXPECT_FALSE(is_whole(translation, "Nationaliteit"));
    EXPECT_EQ(told(translation, "InOnderzoek"),
              R"(vastgelegd {"gegevens":"Nationaliteit","datumIngang":"2026-05-01"})");
    EXPECT_TRUE(is_whole(translation, "InOnderzoek"));
  }
  const auto stateless =
      said_in_json(R"(,"nationaliteiten":[{"type":"Staatloos","inOnderzoek":{"type":true}}])");
  EXPECT_TRUE(is_whole(stateless, "Nationaliteit"));
  EXPECT_TRUE(told(stateless, "Nationaliteit").starts_with(R"(vastgelegd {"code":"0499")"));
  EXPECT_TRUE(is_whole(said_in_json(""), "Nationaliteit")) << "who has none";
}
TEST(Lijsten, since_when_something_is_investigated_is_told) {
  const auto day = [](const std::string& text) { return R"({"type":"Datum","datum":")" + text + "\"}"; };
  EXPECT_EQ(told(said_in_json(R"(,"inOnderzoek":{"geslacht":true,"gemeenteVanInschrijving":true,)"
                              R"("datumIngangOnderzoekPersoon":)" +
                              day("2026-10-01") + R"(,"datumIngangOnderzoekGemeente":)" + day("2026-09-01") +
                              R"(},"verblijfplaats":{"type":"Adres","datumVan":)" + day("2020-01-01") +
                              R"(,"inOnderzoek":{"datumVan":true,"datumIngangOnderzoek":)" +
                              day("2026-08-01") + "}}"),
                 "InOnderzoek"),
            R"(vastgelegd {"gegevens":"Persoonsgegevens","datumIngang":"2026-10-01"}; )"
            R"(vastgelegd {"gegevens":"Inschrijving","datumIngang":"2026-09-01"}; )"
            R"(vastgelegd {"gegevens":"Verblijfsplaats","datumIngang":"2026-08-01"})");
}

}  // namespace
}  // namespace inburgering::mapping::brp
