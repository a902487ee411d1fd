#include "gateway/operator/openapi.h"

#include <boost/json/serialize.hpp>

#include "gateway/http/answers.h"
#include "gateway/log/outlook.h"
#include "gateway/log/words.h"
#include "gateway/openapi/build.h"
#include "gateway/operator/desk.h"
#include "gateway/store/consents.h"

namespace inburgering::gateway::operation {
namespace {

namespace json = boost::json;
namespace build = gateway::openapi;
using namespace gateway::openapi;

constexpr std::string_view introduction =
    "Waarmee een beheerder de uitwisseling volgt en bijstuurt: het uitwisselingslogboek, abonnementen, "
    "synchronisaties en "
    "ketenpartners. De pagina's van de monitor gebruiken precies deze API. Aanmelden gaat met een "
    "clientcertificaat van "
    "een partij met de rol beheerder, of op de machine zelf met een eenmalige link. Rechten: kijker ziet, "
    "beheerder ziet "
    "en doet, privacy ziet en leest inhouden, met een reden die in het logboek komt. Een bsn gaat alleen in "
    "een body.";

json::object moment(std::string_view description) {
  return {{"type", json::array{"string", "null"}}, {"format", "date-time"}, {"description", description}};
}
json::object truth(std::string_view description) {
  return {{"type", "boolean"}, {"description", description}};
}
json::object maybe_number(std::string_view description) {
  return {{"type", json::array{"integer", "null"}}, {"description", description}};
}
json::object day(std::string_view description) {
  return {{"type", "string"}, {"format", "date"}, {"description", description}};
}
json::object maybe_day(std::string_view description) {
  return {{"type", json::array{"string", "null"}}, {"format", "date"}, {"description", description}};
}
json::object maybe_text(std::string_view description) {
  return {{"type", json::array{"string", "null"}}, {"description", description}};
}
json::object of_codes(std::string_view description, json::array codes) {
  return {{"type", "string"}, {"description", description}, {"enum", std::move(codes)}};
}
json::object closed(json::object properties, json::array required = {}) {
  auto schema = object_of(std::move(properties));
  if (!required.empty()) schema["required"] = std::move(required);
  schema["additionalProperties"] = false;
  return schema;
}
json::object any() { return {{"type", "object"}}; }

json::object bodies() {
  namespace state = store::consent_state;
  json::object all;
  all["Bericht"] = object_of(
      {{"nr", number("plaats in het logboek")},
       {"berichtId", text("id van deze uitwisseling")},
       {"oorzaak", text("id van het bericht waar dit uit volgt; het eigen id als het het eerste is")},
       {"gemeente", text("OIN; leeg als dat nog niet bekend was")},
       {"gemeentecode", text("van die gemeente")},
       {"moment", moment("wanneer het begon")},
       {"richting", of_codes("van of naar de gateway",
                             json::array(log::direction::all.begin(), log::direction::all.end()))},
       {"feed", text(log::listed(log::feed::all))},
       {"soort", text("wat voor uitwisseling")},
       {"partij", text("OIN van de andere kant")},
       {"partijNaam", text("naam van die partij")},
       {"certificaat", text("onderwerp van het certificaat, of wie er was aangemeld")},
       {"referentie", text("berichtId, referentienummer, kenmerk of gebeurtenis")},
       {"dossier", text("pseudoniem van de persoon")},
       {"uitkomst", text(log::listed(log::outcome::usual) + ", …")},
       {"httpStatus", number("0: geen antwoord")},
       {"duurMs", number("milliseconden")},
       {"stappen", list_of(object_of({{"stap", text("naam")}, {"duurMs", number("milliseconden")}}))},
       {"bytes", number("omvang van de inhoud")},
       {"gebeurtenissen", number("hoeveel er uit volgden")},
       {"fouten", list_of(ref("schemas", "Fout"))},
       {"traceId", text("W3C Trace Context")},
       {"fsc", json::object{{"type", "object"},
                            {"description", "record van de transactie van FSC; alleen waar die er was"}}},
       {"inhoudBewaard", truth("of de inhoud er is, versleuteld")},
       {"bodyHash", text("digest van de inhoud met de sleutel van de opslag; binnen een gemeente gelijk bij "
                         "gelijke inhoud")},
       {"hash", text("van deze regel; de volgende regel bevat haar")}});
  all["Berichten"] =
      object_of({{"berichten", list_of(ref("schemas", "Bericht"))},
                 {"volgende", maybe_number("geef dit mee als `voor` voor de volgende pagina")},
                 {"ingekort", truth("het zoeken duurde te lang; ga verder met `volgende`")},
                 {"laatste", number("nummer van de laatste regel van het logboek")},
                 {"waardenGetoond", truth("zonder toestemming van een ander (vier ogen) staan bij "
                                          "de objecten geen waarden en geen sleutels")},
                 {"objecten", list_of(any())}});
  all["Reis"] =
      object_of({{"nr", number("plaats in het logboek van het eerste bericht")},
                 {"berichtId", text("id van het eerste bericht: /berichten/{id} toont de hele reis")},
                 {"moment", moment("wanneer zij begon")},
                 {"laatste", moment("van de laatste uitwisseling tot nu toe")},
                 {"gemeente", text("OIN; leeg als dat nog niet bekend was")},
                 {"gemeentecode", text("van die gemeente")},
                 {"richting", of_codes("van het eerste bericht",
                                       json::array(log::direction::all.begin(), log::direction::all.end()))},
                 {"feed", text(log::listed(log::feed::all))},
                 {"soort", text("van het eerste bericht")},
                 {"partij", text("OIN van wie het kwam")},
                 {"partijNaam", text("naam van die partij")},
                 {"referentie", text("van het eerste bericht")},
                 {"dossier", text("pseudoniem van de persoon")},
                 {"uitkomst", text("van het eerste bericht")},
                 {"httpStatus", number("van het eerste bericht")},
                 {"duurMs", number("van het eerste bericht")},
                 {"fouten", list_of(ref("schemas", "Fout"))},
                 {"traceId", text("W3C Trace Context")},
                 {"uitwisselingen", number("hoeveel regels van het logboek")},
                 {"meer", truth("er zijn er meer dan geteld")},
                 {"gebeurtenissen", number("die eruit volgden")},
                 {"afnemers", number("die er iets van krijgen")},
                 {"afgeleverd", number("die er alles van hebben")},
                 {"stand", of_codes("hoe zij ervoor staat: hapert wordt vanzelf herhaald, mislukt niet",
                                    json::array(log::stand::all.begin(), log::stand::all.end()))},
                 {"wat", text("wat er misging; leeg als er niets misging")},
                 {"doe", text("wat eraan te doen is")},
                 {"pagina", text("van de monitor, waar dat kan")}});
  all["Abonnement"] = json::object{
      {"type", "object"}, {"description", "zoals in de Gemeente-API, met hoe de wachtrij ervoor staat"}};
  all["Synchronisatie"] = object_of(
      {{"id", text("van deze ronde")},
       {"schema", text("planning, of hand")},
       {"gemeente", text("gemeentecode")},
       {"staat", of_codes("hoe zij ervoor staat", {"loopt", "gepauzeerd", "geannuleerd", "voltooid"})},
       {"gestart", moment("begin")},
       {"geeindigd", moment("einde")},
       {"totaal", number("vragen")},
       {"gedaan", number("beantwoord")},
       {"resources", list_of(any())}});
  all["Herkomst"] = object_of(
      {{"berichtId", text("van welk bericht")},
       {"soort", text("zoals in het logboek")},
       {"moment", moment("wanneer het kwam")},
       {"inhoud", text("zoals zij over de lijn ging; ontbreekt als zij er niet meer is")},
       {"geenInhoud", text("waarom zij ontbreekt")},
       {"volledig", truth("of van alles de plaats is gezocht; bij een zeer groot bericht niet")},
       {"objecten",
        list_of(object_of(
            {{"objecttype", text("soort object")},
             {"sleutel", any()},
             {"velden",
              list_of(object_of(
                  {{"veld", text("naam")},
                   {"waarde", json::object{{"description", "wat het bericht ervan zei"}}},
                   {"stand", of_codes("of dat nu geldt, wijkt voor een andere bron, of door dezelfde bron "
                                      "is vervangen of beëindigd",
                                      {"geldt", "wijkt", "herhaalt", "vervangen", "beeindigd"})},
                   {"gezetDoor", text("bij `herhaalt`: het bericht dat het zette")},
                   {"regel", text("naam en versie van de regel; leeg van vóór regels werden bewaard")},
                   {"regelNu", text("als de regel sindsdien een andere versie kreeg: welke")},
                   {"regelTekst", text("wat zij leest")},
                   {"bron", text("het gegeven in de standaard van de bron, waar het model dat noemt")},
                   {"plaatsen", list_of(object_of({{"pad", text("JSON Pointer, of pad van elementen")},
                                                   {"lijn", number("regel in het XML-bericht")}}))},
                   {"grondslag",
                    list_of(object_of(
                        {{"objecttype", text("soort object")},
                         {"sleutel", any()},
                         {"velden", list_of(object_of({{"veld", text("waarop het rust")},
                                                       {"waarde", json::object{{"description", "nu"}}},
                                                       {"berichtId", text("dat het zette")}}))}}))}}))}}))}});
  all["Termijn"] = object_of({{"gemeentecode", text("van de gemeente")},
                              {"dossier", text("pseudoniem van de persoon")},
                              {"klok", text("welke, zie docs/termijnen.md")},
                              {"titel", text("in woorden")},
                              {"stand", of_codes("hoe zij ervoor staat", {"verstreken", "nadert", "loopt"})},
                              {"begin", maybe_day("dag waarna zij loopt")},
                              {"laatsteDag", day("laatste dag waarop het op tijd is")},
                              {"dagen", number("tot die dag; negatief als zij voorbij is")},
                              {"berichtId", maybe_text("bericht dat haar startte, voor zover bekend")}});
  all["Toestemming"] = object_of(
      {{"id", text("van deze aanvraag")},
       {"voor", of_codes("wat er gedaan zal worden", {"inhoud", "vergeten", "sleutel"})},
       {"van", text("bericht, dossier of naam van de sleutel")},
       {"persoon", truth("zij geldt voor alles over één persoon: `van` is het dossier")},
       {"gemeentecode", text("leeg bij een sleutel, die van alle gemeenten is")},
       {"aanvrager", text("wie het vroeg")},
       {"reden", text("waarom")},
       {"gevraagd", moment("wanneer")},
       {"verloopt", moment("daarna geldt zij niet meer")},
       {"staat", of_codes("hoe zij ervoor staat", {state::asked, state::given, state::refused, state::used})},
       {"beantwoordDoor", text("leeg zolang niemand antwoordde")},
       {"magAntwoorden", truth("of u haar kunt beantwoorden")}});
  const json::object value{{"type", json::array{"integer", "string", "null"}},
                           {"description",
                            "een getal; \"<5\": er staan minder dan vijf personen achter; \"≥5\": meer, maar "
                            "mee afgeschermd omdat "
                            "anders een ander getal eruit volgt; null: niets van deze maand"}};
  all["Kerncijfers"] = object_of(
      {{"gemeente", text("gemeentecode")},
       {"naam", text("van de gemeente")},
       {"stand", moment("wanneer er geteld is, hoogstens een uur geleden of nu bezig; null: nog niet")},
       {"onleesbaar", number("dossiers waarvan niet alles te lezen was; wat onleesbaar is telt niet mee")},
       {"bezig", truth("er wordt nu geteld: vraag het over enige seconden weer")},
       {"maanden", list_of(text("2026-11; de lopende maand tot en met vandaag"))},
       {"kerncijfers",
        list_of(object_of(
            {{"naam", text("van dit kerncijfer")},
             {"titel", text("in het Nederlands")},
             {"eenheid", of_codes("wat er geteld is", {"personen", "examens", "uren", "procent"})},
             {"rubrieken", list_of(object_of({{"rubriek", text("zoals de codelijst haar noemt; bij scholen "
                                                               "het OIN")},
                                              {"naam", text("zoals men haar toont")},
                                              {"waarden", list_of(value)}}))}}))}});
  add_problem(all);
  return all;
}

struct Operation {
  std::string_view path, method, id, tag, summary;
  std::string_view status = "200";
  json::object answered = any();
  json::object body = {};
  json::array parameters = {};
  std::string_view also_as = {};  ///< a media type that can be asked for beside JSON
};

json::array search_parameters() {
  const auto one = [](std::string_view name, std::string_view description,
                      json::object schema = {{"type", "string"}}) {
    return parameter(name, "query", false, description, std::move(schema));
  };
  const json::object positive{{"type", "integer"}, {"minimum", 1}};
  const json::object date_time{{"type", "string"}, {"format", "date-time"}};
  return {one("id", "bericht-id, referentie of dossier"),
          one("dossier", "alleen over dit dossier"),
          one("partij", "OIN"),
          one("feed", log::listed(log::feed::all, " of ")),
          one("soort", "precies zoals een bericht haar noemt"),
          one("richting", log::listed(log::direction::all, " of ")),
          one("uitkomst", "precies zoals een bericht haar noemt"),
          one("aandacht", "ja: alleen waar iemand naar moet kijken"),
          one("gemeente", "gemeentecode"),
          one("van", "vanaf dit moment", date_time),
          one("tot", "tot dit moment", date_time),
          one("voor", "alleen regels met een lager nummer", positive),
          one("aantal", "hoogste aantal",
              {{"type", "integer"}, {"minimum", 1}, {"maximum", 500}, {"default", 50}})};
}

json::array journey_parameters() {
  const auto one = [](std::string_view name, std::string_view description) {
    return parameter(name, "query", false, description, {{"type", "string"}});
  };
  json::array all;
  for (auto& each : search_parameters()) {
    const auto& name = each.at("name").as_string();
    if (name == "richting" || name == "aantal") continue;
    all.emplace_back(std::move(each));
  }
  all.emplace_back(one("stand", log::listed(log::stand::all, " of ")));
  all.emplace_back(one("trace", "W3C Trace Context"));
  all.emplace_back(one("eigen", "ja: ook wat de gateway en haar beheerders onder elkaar deden en goed ging"));
  all.emplace_back(parameter("aantal", "query", false, "hoogste aantal",
                             {{"type", "integer"}, {"minimum", 1}, {"maximum", 200}, {"default", 50}}));
  return all;
}

json::array follow_parameters() {
  auto all = search_parameters();
  all.emplace_back(parameter("na", "query", true, "nummer van de laatste regel die u hebt",
                             {{"type", "integer"}, {"minimum", 0}}));
  all.emplace_back(parameter("wacht", "query", false, "wacht zo veel seconden tot er iets is",
                             {{"type", "integer"}, {"minimum", 0}, {"maximum", 25}}));
  return all;
}

json::array klok_parameters() {
  const auto one = [](std::string_view name, std::string_view description) {
    return parameter(name, "query", false, description, {{"type", "string"}});
  };
  return {one("gemeente", "gemeentecode"),
          one("stand", "verstreken, nadert of loopt; zonder: de eerste twee"),
          one("klok", "alleen deze klok"),
          parameter("formaat", "query", false, "csv: een bestand voor een rekenblad",
                    {{"type", "string"}, {"enum", {"json", "csv"}}, {"default", "json"}})};
}

json::array month_parameters() {
  const json::object month{{"type", "string"}, {"pattern", "^[0-9]{4}-[0-9]{2}$"}};
  const json::object form{{"type", "string"}, {"enum", {"json", "csv"}}, {"default", "json"}};
  return {parameter("gemeente", "query", true, "gemeentecode", {{"type", "string"}}),
          parameter("van", "query", false, "vanaf deze maand, van de laatste 24: 2026-01", month),
          parameter("tot", "query", false, "tot en met deze maand", month),
          parameter("formaat", "query", false,
                    "csv: een bestand, met een rij per getal; 503 zolang er nog niet is geteld", form)};
}

json::object person(bool with_reason) {
  json::object properties{{"gemeente", text("gemeentecode")},
                          {"bsn", json::object{{"type", "string"}, {"pattern", "^[0-9]{9}$"}}},
                          {"vNummer", number("v-nummer, van hoogstens tien cijfers")}};
  json::array required{"gemeente"};
  if (with_reason) {
    properties["reden"] = text("waarom; komt in het logboek en noemt geen nummer van een persoon");
    properties["voor"] = json::object{{"type", "integer"}, {"minimum", 1}};
    required.emplace_back("reden");
  }
  return closed(std::move(properties), std::move(required));
}

std::vector<Operation> operations() {
  const auto messages = ref("schemas", "Berichten");
  const auto subscription = ref("schemas", "Abonnement");
  const auto run = ref("schemas", "Synchronisatie");
  const auto consent = ref("schemas", "Toestemming");
  const json::object date_time{{"type", "string"}, {"format", "date-time"}};
  return {
      {"/sessie", "get", "sessie", "sessie", "Wie er is aangemeld, en met welk recht."},
      {"/sessie", "post", "meld_aan", "sessie",
       "Meldt iemand aan met de code uit een eenmalige link; het cookie is de sleutel.", "200", any(),
       closed({{"code", text("uit de link")}}, {"code"})},
      {"/sessie", "delete", "meld_af", "sessie", "Meldt af."},
      {"/overzicht", "get", "overzicht", "overzicht", "Is alles goed, en zo niet: wat te doen."},
      {"/reizen",
       "get",
       "reizen",
       "berichten",
       "Het logboek als reizen, nieuwste eerst: wat kwam, wat het werd, wie het bereikte, en wat er te doen "
       "is.",
       "200",
       object_of({{"reizen", list_of(ref("schemas", "Reis"))},
                  {"volgende", maybe_number("geef dit mee als `voor` voor de volgende pagina")},
                  {"ingekort", truth("het zoeken duurde te lang; ga verder met `volgende`")},
                  {"laatste", number("nummer van de laatste regel van het logboek")}}),
       {},
       journey_parameters()},
      {"/berichten",
       "get",
       "berichten",
       "berichten",
       "Zoekt in het logboek, nieuwste eerst.",
       "200",
       messages,
       {},
       search_parameters()},
      {"/berichten/volgen",
       "get",
       "volg_berichten",
       "berichten",
       "Wat er na een regel bij kwam, oudste eerst; wacht als er nog niets is.",
       "200",
       messages,
       {},
       follow_parameters()},
      {"/berichten/zoeken", "post", "zoek_persoon", "berichten",
       "Zoekt het dossier van een persoon; dat komt in het logboek.", "200",
       object_of({{"dossier", text("pseudoniem")}}), person(false)},
      {"/berichten/{id}", "get", "bericht", "berichten", "Eén bericht met zijn hele reis."},
      {"/berichten/{id}/inhoud", "post", "inhoud", "berichten",
       "De inhoud van een bericht; het inzien komt in het logboek.", "200",
       object_of({{"inhoud", text("zoals zij over de lijn ging")}}),
       closed({{"reden", text("waarom")}}, {"reden"})},
      {"/berichten/{id}/herkomst", "post", "herkomst", "berichten",
       "De inhoud van een bericht, met van elk veld dat het zette de plaats daarin en de regel; het inzien "
       "komt "
       "in het logboek.",
       "200", ref("schemas", "Herkomst"),
       closed({{"reden", text("waarom")}, {"veld", text("alleen dit veld, als `veld` of `Objecttype.veld`")}},
              {"reden"})},
      {"/personen/uitwisselingen", "post", "uitwisselingen", "personen",
       "Alles wat er van één persoon is, voor een inzageverzoek (AVG artikel 15): de uitwisselingen, en op "
       "de "
       "eerste pagina de gegevens, elk met de bron, het bericht en de regel. Vraagt de gemeente vier ogen "
       "voor "
       "inhoud, dan de waarden alleen met toestemming voor alles over deze persoon.",
       "200", messages, person(true)},
      {"/abonnementen", "get", "abonnementen", "abonnementen", "Alle abonnementen met hun wachtrij.", "200",
       object_of({{"abonnementen", list_of(subscription)}})},
      {"/abonnementen/{id}", "get", "abonnement", "abonnementen",
       "Eén abonnement, met wie er vaststaat en het verloop.", "200", subscription},
      {"/abonnementen/{id}/onbestelbaar", "get", "onbestelbaar", "abonnementen",
       "Wat niet meer wordt aangeboden."},
      {"/abonnementen/{id}/test", "post", "proef", "abonnementen",
       "Stuurt een proefgebeurtenis en vertelt het antwoord.", "200", any(), closed({})},
      {"/abonnementen/{id}/pauzeren", "post", "pauzeer_abonnement", "abonnementen", "Levert voorlopig niets.",
       "200", subscription, closed({})},
      {"/abonnementen/{id}/hervatten", "post", "hervat_abonnement", "abonnementen", "Gaat verder.", "200",
       subscription, closed({})},
      {"/abonnementen/{id}/beginstand", "post", "beginstand", "abonnementen", "Zet de huidige stand klaar.",
       "202", subscription, closed({{"dossier", text("alleen dit dossier")}})},
      {"/abonnementen/{id}/herhaling", "post", "herhaling", "abonnementen",
       "Zet gebeurtenissen opnieuw klaar.", "202", any(),
       closed({{"dossier", text("alles van dit dossier")},
               {"gebeurtenis", text("deze ene")},
               {"van", date_time},
               {"tot", date_time}})},
      {"/abonnementen/{id}/onbestelbaar/opnieuw", "post", "opnieuw", "abonnementen",
       "Biedt onbestelbare opnieuw aan.", "202", any(),
       closed({{"gebeurtenis", text("deze ene")}, {"sinds", date_time}})},
      {"/abonnementen/{id}/vastgelopen/overslaan", "post", "sla_over", "abonnementen",
       "Legt de gebeurtenis die niet aankomt bij onbestelbaar.", "202", any(),
       closed({{"dossier", text("bij wie")}}, {"dossier"})},
      {"/synchronisaties", "get", "synchronisaties", "synchronisaties", "De laatste rondes, met voortgang.",
       "200", object_of({{"synchronisaties", list_of(run)}})},
      {"/synchronisaties", "post", "start_synchronisatie", "synchronisaties", "Begint een ronde.", "202", run,
       closed({{"gemeente", text("gemeentecode")},
               {"resources", list_of(text("naam"))},
               {"dossiers", list_of(text("dossier"))}},
              {"gemeente"})},
      {"/synchronisaties/{id}", "get", "synchronisatie", "synchronisaties", "Eén ronde.", "200", run},
      {"/synchronisaties/{id}/pauzeren", "post", "pauzeer", "synchronisaties", "Vraagt voorlopig niets meer.",
       "200", run, closed({})},
      {"/synchronisaties/{id}/hervatten", "post", "hervat", "synchronisaties", "Gaat verder.", "200", run,
       closed({})},
      {"/synchronisaties/{id}/annuleren", "post", "annuleer", "synchronisaties", "Beëindigt een ronde.",
       "200", run, closed({})},
      {"/termijnen",
       "get",
       "termijnen",
       "termijnen",
       "Wat binnenkort afloopt en wat verstreken is, per gemeente en klok, en hoeveel.",
       "200",
       object_of({{"termijnen", list_of(ref("schemas", "Termijn"))},
                  {"ingekort", truth("er zijn er meer; vraag er een gemeente of klok bij")},
                  {"aantallen", list_of(any())}}),
       {},
       klok_parameters(),
       "text/csv"},
      {"/planningen", "get", "planningen", "synchronisaties", "Wanneer er weer gevraagd wordt."},
      {"/volledigheid", "get", "volledigheid", "synchronisaties",
       "Geen gemiste wijziging is ouder dan zo veel uren."},
      {"/toestemmingen", "get", "toestemmingen", "toestemmingen",
       "Wat beheerders elkaar vragen waar een gemeente vier ogen vraagt: gevraagd, of toegestaan en nog niet "
       "gebruikt.",
       "200", object_of({{"toestemmingen", list_of(consent)}})},
      {"/toestemmingen", "post", "vraag_toestemming", "toestemmingen",
       "Vraagt een ander toe te staan wat u wilt doen.", "201", consent,
       closed(
           {{"voor", text("inhoud, vergeten of sleutel")},
            {"van", text("het bericht, het dossier, of de naam van de sleutel; bij inhoud geldt een dossier "
                         "voor alles over die persoon")},
            {"gemeente", text("gemeentecode, bij een dossier")},
            {"reden", text("waarom; komt in het logboek en noemt geen nummer van een persoon")}},
           {"voor", "van", "reden"})},
      {"/toestemmingen/{id}/antwoord", "post", "antwoord", "toestemmingen",
       "Staat toe of weigert wat een ander vroeg; niet wat u zelf vroeg.", "200", consent,
       closed({{"antwoord", text("ja of nee")}}, {"antwoord"})},
      {"/kerncijfers",
       "get",
       "kerncijfers",
       "kerncijfers",
       "Wat een gemeente per maand stuurt en verantwoordt, zo geteld dat niemand herkenbaar is.",
       "200",
       ref("schemas", "Kerncijfers"),
       {},
       month_parameters(),
       "text/csv"},
      {"/ketenpartners", "get", "ketenpartners", "ketenpartners",
       "Partijen, hun certificaten en wanneer zij er voor het laatst waren."},
      {"/openapi.json", "get", "contract", "sessie", "Dit contract."},
  };
}

}  // namespace

json::object openapi() {
  json::object paths;
  for (auto& each : operations()) {
    const std::string path(each.path);
    const bool changes = each.method != "get";
    json::object good{{each.status, answer(each.summary, std::move(each.answered))}};
    if (!each.also_as.empty())
      good.at(each.status).at("content").as_object()[each.also_as] =
          json::object{{"schema", json::object{{"type", "string"}}}};
    auto made =
        build::operation(each.id, each.tag, each.summary,
                         path.contains("{id}") ? with_faults(std::move(good), {"401", "403", "404", "503"})
                                               : with_faults(std::move(good), {"401", "403", "503"}));
    if (changes && each.method != "delete") {
      made = build::operation(each.id, each.tag, each.summary,
                              with_faults(made.at("responses").as_object(), {"404", "409", "415"}));
      made["requestBody"] = build::body_of(std::move(each.body));
    }
    if (!each.parameters.empty()) made["parameters"] = std::move(each.parameters);
    if (!paths.contains(path)) {
      json::object item;
      if (path.contains("{id}")) item["parameters"] = json::array{ref("parameters", "Id")};
      paths[path] = std::move(item);
    }
    paths[path].as_object()[each.method] = std::move(made);
  }
  json::array tags;
  for (const auto& [name, description] :
       {std::pair{"sessie", "aan- en afmelden"}, std::pair{"overzicht", "de stand van zaken"},
        std::pair{"berichten", "het uitwisselingslogboek"}, std::pair{"personen", "inzageverzoeken"},
        std::pair{"abonnementen", "leveringen aan afnemers"},
        std::pair{"synchronisaties", "vragen aan DUO en de BRP"},
        std::pair{"termijnen", "wat afloopt en wat verstreken is"}, std::pair{"toestemmingen", "vier ogen"},
        std::pair{"kerncijfers", "sturing en verantwoording"},
        std::pair{"ketenpartners", "wie er aangesloten is"}})
    tags.emplace_back(json::object{{"name", name}, {"description", description}});
  json::object responses;
  responses["400"] = problem_response("Niet volgens dit contract; elke fout met haar plek");
  responses["401"] = problem_response("Niet aangemeld");
  responses["403"] = problem_response("Uw recht is hiervoor niet genoeg");
  responses["404"] = problem_response("Is er niet, of niet voor u");
  responses["409"] = problem_response("Kan nu niet");
  responses["415"] = problem_response("Geen JSON");
  responses["503"] = problem_response("Nu niet beschikbaar; probeer het later opnieuw");
  json::object parameters;
  parameters["Id"] = parameter("id", "path", true, "id", {{"type", "string"}});
  return document({.title = "Beheer-API",
                   .version = gateway::openapi::version::beheer,
                   .base = "/beheer/v1",
                   .introduction = introduction,
                   .holder = "de beheerder",
                   .tags = std::move(tags),
                   .paths = std::move(paths),
                   .schemas = bodies(),
                   .responses = std::move(responses),
                   .parameters = std::move(parameters)});
}

void show_contract(Desk&, Visit, Done done) { done(http::json_answer(200, json::serialize(openapi()))); }

}  // namespace inburgering::gateway::operation
