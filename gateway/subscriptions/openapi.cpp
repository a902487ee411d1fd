#include "gateway/subscriptions/openapi.h"

#include <tuple>

#include "adapters/duo/melding.h"
#include "adapters/taalschool/rij.h"
#include "gateway/openapi/build.h"
#include "gateway/wishes/subscription.h"
#include "mapping/gemeente/registratie.h"

namespace inburgering::gateway::subscriptions {
namespace {

namespace json = boost::json;
using namespace gateway::openapi;

constexpr std::string_view introduction =
    "Waarmee het systeem van een gemeente zich abonneert op wat DUO, de BRP en taalscholen over inburgeraars "
    "melden, aan DUO meldt en registreert wat alleen de gemeente weet. Gebeurtenissen zijn CloudEvents 1.0. "
    "Elke gebeurtenis komt minstens één keer "
    "aan, "
    "per persoon op volgorde; de id blijft gelijk, zodat herhalingen te herkennen zijn. Lees "
    "docs/afnemers.md.";

json::object text_of_codes(std::string_view description, std::initializer_list<std::string_view> codes) {
  return {
      {"type", "string"}, {"description", description}, {"enum", json::array(codes.begin(), codes.end())}};
}

json::object moment(std::string_view description) {
  return {{"type", json::array{"string", "null"}}, {"format", "date-time"}, {"description", description}};
}

json::object closed(json::object properties, json::array required = {}) {
  auto schema = object_of(std::move(properties));
  if (!required.empty()) schema["required"] = std::move(required);
  schema["additionalProperties"] = false;
  return schema;
}

json::object wish_properties(json::array& required) {
  json::object properties;
  schemas::for_each_field<wishes::Subscription>([&]<class Field>(const Field& field) {
    using Member = decltype(schemas::member_type(field.member));
    auto schema = member_schema<Member>(field.limits);
    schema["description"] = field.description;
    properties[field.name] = std::move(schema);
    // Who asks stands in the certificate, and an id is made where none is given.
    if (field.name == "gemeenten") required.emplace_back(field.name);
  });
  properties["gemeenten"].as_object()["minItems"] = 1;
  return properties;
}

json::object schemas_of_bodies() {
  json::object all;
  json::array required;
  auto wish = wish_properties(required);
  auto standing = wish;
  auto wanted = closed(std::move(wish), required);
  wanted["description"] = schemas::fields<wishes::Subscription>.about.text;
  wanted["examples"] = json::array{json::object{{"id", "kvs-persoon"},
                                                {"gemeenten", json::array{"0518"}},
                                                {"objecttypes", json::array{"Inburgeringstermijn", "PIP"}},
                                                {"url", "https://kvs.example/gebeurtenissen"},
                                                {"beginstand", true}}};
  all["Wens"] = std::move(wanted);
  standing["status"] =
      text_of_codes("hoe het ervoor staat", {"te-bevestigen", "actief", "gepauzeerd", "wordt-verwijderd"});
  standing["herkomst"] = text_of_codes("wie het maakte", {"configuratie", "api", "beheer"});
  standing["schemaEinde"] = json::object{
      {"type", "string"},
      {"format", "date"},
      {"description", "tot deze dag is deze versie zeker te krijgen; ontbreekt bij de nieuwste"}};
  standing["wachtend"] = number("gebeurtenissen die nog niet zijn aangekomen");
  standing["onbestelbaar"] = number("gebeurtenissen die niet meer worden aangeboden");
  standing["positie"] = number("de laatste plaats in de wachtrij");
  standing["personenOpLijst"] = number("hoeveel nummers er op uw eigen lijst staan");
  standing["aangemaakt"] = moment("sinds wanneer het er is");
  standing["taken"] = list_of(ref("schemas", "Taak"));
  all["Abonnement"] = object_of(std::move(standing));
  all["Taak"] =
      object_of({{"taakId", text("naam van de taak")},
                 {"soort", text_of_codes("wat er gebeurt", {"beginstand", "herhaling", "verwijdering"})},
                 {"loopt", json::object{{"type", "boolean"}}},
                 {"totaal", number("hoeveel dossiers of gebeurtenissen er zijn")},
                 {"gedaan", number("hoeveel er zijn nagegaan")},
                 {"klaargezet", number("hoeveel gebeurtenissen er zijn klaargezet")},
                 {"begonnen", moment("begin")},
                 {"geeindigd", moment("einde")}});
  all["Onbestelbaar"] = object_of(
      {{"gebeurtenis", text("id van de gebeurtenis")},
       {"type", text("soort gebeurtenis")},
       {"dossier", text("over welk dossier")},
       {"dataschema", text("urn:nld:inburgering:schema:<objecttype>:v<versie>")},
       {"schemaeinde", text("tot deze dag is deze versie zeker te krijgen; ontbreekt bij de nieuwste")},
       {"sequence", text("nummer binnen het dossier")},
       {"reden", text_of_codes("waarom", {"geweigerd", "horizon", "overgeslagen", "niet-bevoegd",
                                          "onleesbaar", "schemaversie"})},
       {"httpStatus", number("laatste antwoord; 0: geen")},
       {"pogingen", number("hoe vaak het is geprobeerd")},
       {"moment", moment("sinds wanneer")},
       {"positie", number("plaats in de wachtrij")}});
  all["Vastgelopen"] = object_of({{"dossier", text("wiens gebeurtenissen wachten")},
                                  {"gebeurtenis", text("id van de gebeurtenis die niet aankomt")},
                                  {"type", text("soort gebeurtenis")},
                                  {"pogingen", number("hoe vaak het is geprobeerd")},
                                  {"sinds", moment("sinds wanneer")},
                                  {"volgendePoging", moment("wanneer het weer wordt geprobeerd")}});
  const auto day = [](std::string_view description) {
    return json::object{
        {"type", json::array{"string", "null"}}, {"format", "date"}, {"description", description}};
  };
  all["Schemaversie"] =
      object_of({{"versie", number("zo noemt een abonnement haar: `schemaversie`")},
                 {"model", text("met het nummer van de laatste toevoeging, bijvoorbeeld 2.0")},
                 {"sinds", day("eerste dag")},
                 {"schemaEinde", day("tot deze dag is zij zeker te krijgen; null: de nieuwste")},
                 {"jsonSchema", text("adres van het JSON Schema")},
                 {"xsd", text("adres van het XML Schema")}});
  all["Gebeurtenis"] = json::object{
      {"type", "object"},
      {"description", "een CloudEvent 1.0; `data` beschrijft schemas/canonical/inburgering.schema.json"},
      {"required", json::array{"specversion", "id", "source", "type", "subject", "time", "sequence", "data"}},
      {"properties",
       json::object{
           {"specversion", text("1.0")},
           {"id", text("blijft gelijk bij elke aanbieding; hieraan herkent u een herhaling")},
           {"source", text("de gateway")},
           {"type", text("nl.inburgering.<objecttype>.<vastgelegd|gewijzigd|beeindigd>")},
           {"subject", text("het dossier; een pseudoniem")},
           {"time", json::object{{"type", "string"}, {"format", "date-time"}}},
           {"dataschema", text("urn:nld:inburgering:schema:<objecttype>:v<versie>")},
           {"schemaeinde", text("tot deze dag is deze versie zeker te krijgen; ontbreekt bij de nieuwste")},
           {"sequence", text("nummer binnen het dossier, zonder gaten")},
           {"previoussequence", text("de vorige die u over dit dossier kreeg; ontbreekt bij de eerste")},
           {"snapshot", text("\"true\": vertelt de stand op dit moment, geen wijziging")},
           {"replay", text("\"true\": u vroeg om deze gebeurtenis opnieuw")},
           {"data", json::object{{"type", "object"}}},
           {"dataref", text("in plaats van `data` bij informatie arm: waar u die ophaalt")}}}};
  add_problem(all);
  return all;
}

json::object listing(std::string_view name, std::string_view record) {
  return object_of({{name, list_of(ref("schemas", record))}});
}

void add_path(json::object& paths, const std::string& path, std::string_view method, json::object operation) {
  if (!paths.contains(path)) {
    json::object item;
    if (path.contains("{id}")) item["parameters"] = json::array{ref("parameters", "Id")};
    paths[path] = std::move(item);
  }
  paths[path].as_object()[method] = std::move(operation);
}

void add_subscriptions(json::object& paths) {
  constexpr std::string_view tag = "abonnementen";
  const std::string one = "/abonnementen/{id}";
  const auto shown = [](std::string_view description) {
    return answer(description, ref("schemas", "Abonnement"));
  };
  const auto add = [&](const std::string& path, std::string_view method, std::string_view id,
                       std::string_view summary, json::object good,
                       std::initializer_list<std::string_view> faults, json::object body = {}) {
    auto made = operation(id, tag, summary, with_faults(std::move(good), faults));
    if (!body.empty()) made["requestBody"] = body_of(std::move(body));
    add_path(paths, path, method, std::move(made));
  };
  const auto body_is_optional = [&](const std::string& path) {
    paths[path].as_object()["post"].as_object()["requestBody"].as_object()["required"] = false;
  };
  add("/abonnementen", "get", "abonnementen", "Uw abonnementen, met hoe zij ervoor staan.",
      {{"200", answer("De abonnementen", listing("abonnementen", "Abonnement"))}}, {"403", "503"});
  add("/abonnementen", "post", "maak_abonnement", "Maakt een abonnement.", {{"201", shown("Gemaakt")}},
      {"403", "409", "503"}, ref("schemas", "Wens"));
  add(one, "get", "abonnement", "Eén abonnement.", {{"200", shown("Het abonnement")}}, {"403", "404", "503"});
  add(one, "put", "wijzig_abonnement",
      "Wijzigt een abonnement. Wat al wacht gaat voortaan naar het nieuwe adres.",
      {{"200", shown("Gewijzigd")}}, {"403", "404", "409", "503"}, ref("schemas", "Wens"));
  add(one, "delete", "verwijder_abonnement", "Beëindigt een abonnement; wat wacht wordt niet meer geleverd.",
      {{"202", answer("Wordt verwijderd", object_of({{"nietMeerGeleverd", number("hoeveel er wachtten")}}))}},
      {"403", "404", "409", "503"});
  for (const auto& [verb, summary] :
       {std::pair{"pauzeren", "Levert voorlopig niets; wat gebeurt blijft wachten."},
        std::pair{"hervatten", "Gaat verder waar het was."}})
    add(one + "/" + verb, "post", verb, summary, {{"200", shown("Gedaan")}}, {"403", "404", "503"});
  add(one + "/test", "post", "proef", "Stuurt een proefgebeurtenis, over niemand, en vertelt het antwoord.",
      {{"200", answer("Wat uw server antwoordde",
                      object_of({{"gelukt", json::object{{"type", "boolean"}}},
                                 {"httpStatus", number("wat uw server antwoordde; 0: niets")},
                                 {"duurMs", number("hoe lang dat duurde")},
                                 {"melding", text("wat er mis ging")}}))}},
      {"403", "404", "409", "503"});
  add(one + "/beginstand", "post", "vraag_beginstand",
      "Zet de huidige stand klaar van alle dossiers, of van één.", {{"202", shown("Wordt klaargezet")}},
      {"403", "404", "409", "422", "503"}, closed({{"dossier", text("alleen dit dossier")}}));
  body_is_optional(one + "/beginstand");
  add(one + "/herhaling", "post", "vraag_herhaling",
      "Zet gebeurtenissen opnieuw klaar: van een dossier, van een tijdvak, of één.",
      {{"202", answer("Wordt klaargezet", object_of({{"totaal", number("hoeveel er worden nagegaan")}}))}},
      {"403", "404", "422", "503"},
      closed({{"dossier", text("alles van dit dossier")},
              {"gebeurtenis", text("deze ene")},
              {"van", json::object{{"type", "string"}, {"format", "date-time"}}},
              {"tot", json::object{{"type", "string"}, {"format", "date-time"}}}}));
  const auto numbers = [] {
    return json::object{{"type", "array"},
                        {"items", json::object{{"oneOf",
                                                {json::object{{"type", "string"}, {"pattern", "^[0-9]{9}$"}},
                                                 json::object{{"type", "integer"}}}}}},
                        {"description", "bsn's als tekst, v-nummers als getal van hoogstens tien cijfers"}};
  };
  add(one + "/personen", "post", "wijzig_personen", "Wijzigt uw eigen lijst van personen.",
      {{"200", answer("Gewijzigd", object_of({{"personenOpLijst", number("hoeveel er nu op staan")}}))}},
      {"403", "404", "503"}, [&] {
        auto lists = closed({{"vervangen", numbers()}, {"toevoegen", numbers()}, {"verwijderen", numbers()}});
        lists["minProperties"] = 1;
        return lists;
      }());
  add(one + "/onbestelbaar", "get", "onbestelbaar", "Gebeurtenissen die niet meer worden aangeboden.",
      {{"200", answer("De gebeurtenissen", listing("onbestelbaar", "Onbestelbaar"))}}, {"403", "404", "503"});
  add(one + "/onbestelbaar/opnieuw", "post", "onbestelbaar_opnieuw",
      "Biedt ze opnieuw aan: één, alle sinds een moment, of alle (10.000 tegelijk).",
      {{"202", answer("Wachten weer", object_of({{"opnieuw", number("hoeveel")}}))}}, {"403", "404", "503"},
      closed({{"gebeurtenis", text("deze ene")},
              {"sinds", json::object{{"type", "string"}, {"format", "date-time"}}}}));
  body_is_optional(one + "/onbestelbaar/opnieuw");
  add(one + "/vastgelopen", "get", "vastgelopen", "Personen van wie een gebeurtenis niet aankomt.",
      {{"200", answer("De personen", listing("vastgelopen", "Vastgelopen"))}}, {"403", "404", "503"});
  add(one + "/vastgelopen/overslaan", "post", "sla_over",
      "Legt de gebeurtenis die niet aankomt bij onbestelbaar, zodat de volgende kan gaan.",
      {{"202", answer("Overgeslagen", object_of({{"overgeslagen", text("id van de gebeurtenis")}}))}},
      {"403", "404", "503"}, closed({{"dossier", text("bij wie")}}, {"dossier"}));
}

/// Beside events, for a cursor that was given out after the backup that the gateway was put back from.
json::object herstel() {
  return object_of({{"van", json::object{{"type", "string"}, {"format", "date-time"}}},
                    {"tot", json::object{{"type", "string"}, {"format", "date-time"}}},
                    {"cursor", text("tot en met deze wist de gateway ervan; wat zij u daarna gaf niet")},
                    {"melding", text("wat dat voor u betekent")}});
}

void add_feed(json::object& paths) {
  constexpr std::string_view tag = "gebeurtenissen";
  auto fetch = operation(
      "haal_gebeurtenissen", tag, "Haalt op wat er wacht, voor systemen die niet zijn aan te roepen.",
      with_faults({{"200", answer("Gebeurtenissen",
                                  object_of({{"gebeurtenissen", list_of(ref("schemas", "Gebeurtenis"))},
                                             {"cursor", text("geef dit de volgende keer mee als `na`")},
                                             {"meer", json::object{{"type", "boolean"}}},
                                             {"herstel", herstel()}}))}},
                  {"403", "404", "503"}));
  fetch["parameters"] =
      json::array{parameter("abonnement", "query", false, "welk abonnement; nodig als u er meer hebt",
                            {{"type", "string"}}),
                  parameter("na", "query", false, "cursor van het vorige antwoord",
                            {{"type", "string"}, {"pattern", "^[0-9]{1,18}$"}}),
                  parameter("max", "query", false, "hoogste aantal",
                            {{"type", "integer"}, {"minimum", 1}, {"maximum", 1000}, {"default", 100}}),
                  parameter("wacht", "query", false, "wacht zo veel seconden tot er iets is",
                            {{"type", "integer"}, {"minimum", 0}, {"maximum", 60}, {"default", 0}})};
  add_path(paths, "/gebeurtenissen", "get", std::move(fetch));
  auto confirm = operation(
      "bevestig_ontvangst", tag,
      "Bevestigt dat u alles tot en met een cursor hebt; dat wordt niet opnieuw gegeven. "
      "Hoogstens 5000 tegelijk.",
      with_faults({{"200", answer("Bevestigd", object_of({{"bevestigd", number("hoeveel")},
                                                          {"wachtend", number("hoeveel er nog wachten")}}))}},
                  {"403", "404", "503"}));
  confirm["requestBody"] =
      body_of(closed({{"tot", json::object{{"type", "string"}, {"pattern", "^[0-9]{1,18}$"}}},
                      {"abonnement", text("welk abonnement")}},
                     {"tot"}));
  add_path(paths, "/gebeurtenissen/bevestiging", "post", std::move(confirm));
  auto data = operation(
      "gegevens", tag, "Wat een informatie-arme gebeurtenis weglaat; het adres staat in haar `dataref`.",
      with_faults({{"200", answer("De inhoud van `data`", {{"type", "object"}})}}, {"403", "404", "503"}));
  data["parameters"] =
      json::array{parameter("gebeurtenis", "path", true, "id van de gebeurtenis", {{"type", "string"}}),
                  parameter("abonnement", "query", true, "waarvoor zij kwam", {{"type", "string"}})};
  add_path(paths, "/gebeurtenissen/{gebeurtenis}/gegevens", "get", std::move(data));
  add_path(paths, "/ondertekensleutels", "get",
           operation("ondertekensleutels", tag,
                     "De publieke sleutels waarmee de gateway ondertekent (JWK Set), bij `ondertekening`.",
                     with_faults(
                         {{"200", answer("De sleutels",
                                         object_of({{"keys", list_of(json::object{{"type", "object"}})}}))}},
                         {"403", "503"})));
  auto dossier = operation(
      "dossier", "dossiers", "Alles wat nu over een persoon bekend is.",
      with_faults({{"200", answer("Het dossier",
                                  object_of({{"dossier", text("nummer van het dossier")},
                                             {"gemeente", text("gemeentecode")},
                                             {"bsn", text("van wie")},
                                             {"vNummer", number("van wie")},
                                             {"sequence", text("de laatste gebeurtenis hierin")},
                                             {"schemaversie", number("versie van het model")},
                                             {"objecten", list_of(json::object{{"type", "object"}})}}))}},
                  {"403", "404", "503"}));
  dossier["parameters"] = json::array{
      parameter("dossier", "path", true, "nummer van het dossier", {{"type", "string"}}),
      parameter("schemaversie", "query", false,
                "versie van het model; zonder dit gegeven de oudste die een abonnement van u vraagt",
                {{"type", "integer"},
                 {"minimum", mapping::versions::oldest},
                 {"maximum", mapping::versions::newest}})};
  add_path(paths, "/dossiers/{dossier}", "get", std::move(dossier));
}

void add_versions(json::object& paths) {
  constexpr std::string_view tag = "schemaversies";
  add_path(paths, "/schemaversies", "get",
           operation("schemaversies", tag, "De versies van het model waarin u gebeurtenissen kunt krijgen.",
                     with_faults({{"200", answer("De versies, de oudste eerst",
                                                 listing("schemaversies", "Schemaversie"))}},
                                 {"403", "503"})));
  for (const auto& [name, id, type, what] :
       {std::tuple{"json-schema", "json_schema", "application/schema+json", "JSON Schema 2020-12"},
        std::tuple{"xsd", "xsd", "application/xml", "XML Schema 1.0"}}) {
    auto made = operation(id, tag, "Het model in deze versie, als " + std::string(what) + ".",
                          with_faults({{"200", answer(what, {{"type", "object"}})}}, {"403", "404", "503"}));
    auto& good = made["responses"].as_object()["200"].as_object();
    good["content"] = content(type, {});
    made["parameters"] = json::array{parameter("versie", "path", true, "nummer van de versie",
                                               {{"type", "integer"},
                                                {"minimum", mapping::versions::oldest},
                                                {"maximum", mapping::versions::newest}})};
    add_path(paths, "/schemaversies/{versie}/" + std::string(name), "get", std::move(made));
  }
}

void add_reports(json::object& paths) {
  constexpr std::string_view tag = "meldingen";
  const auto taken = [] {
    return answer("Vastgelegd; wordt aan DUO gemeld",
                  object_of({{"meldingId", text("hieronder is de melding bekend")},
                             {"status", text("hoe zij ervoor staat")},
                             {"kijkHier", text("waar u dat volgt")}}));
  };
  for (const auto& operatie : adapters::duo::operaties()) {
    std::string method(operatie.method);
    for (auto& c : method) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    const std::string name(operatie.name);
    auto made = operation(method + "_" + name, tag, "Meldt " + name + " aan DUO; zie docs/meldingen.md.",
                          with_faults({{"202", taken()}}, {"403", "409", "422", "503"}));
    if (method != "delete") made["requestBody"] = body_of({{"type", "object"}});
    add_path(paths, "/meldingen/" + name, method, std::move(made));
  }
  const auto shown = json::object{{"type", "object"}};
  add_path(
      paths, "/meldingen", "get",
      operation("meldingen", tag, "Uw laatste meldingen aan DUO.",
                with_faults({{"200", answer("De meldingen", object_of({{"meldingen", list_of(shown)}}))}},
                            {"403", "503"})));
  auto one = operation("melding", tag, "Eén melding.",
                       with_faults({{"200", answer("De melding", shown)}}, {"403", "404", "503"}));
  one["parameters"] = json::array{parameter("meldingId", "path", true, "zie kijkHier", {{"type", "string"}})};
  add_path(paths, "/meldingen/{meldingId}", "get", std::move(one));
  auto hours =
      operation("bevestig_uren", tag, "Bevestigt de getelde uren, die daarmee aan DUO worden gemeld.",
                with_faults({{"202", taken()}}, {"403", "422", "503"}));
  hours["requestBody"] = body_of(closed({{"gemeente", text("gemeentecode")},
                                         {"dossier", text("van wie")},
                                         {"kenmerk", text("uw eigen kenmerk")}},
                                        {"gemeente", "dossier"}));
  add_path(paths, "/uren", "post", std::move(hours));
}

void add_registrations(json::object& paths) {
  constexpr std::string_view tag = "registraties";
  const std::string path = "/registraties/{objecttype}/{sleutel}";
  const auto types = mapping::gemeente::objecttypes();
  const json::object code{{"type", "string"}, {"pattern", "^[0-9]{4}$"}, {"description", "gemeentecode"}};
  const auto kenmerk = [] {
    return mapping::document::Kind<std::string>::schema({.format = &adapters::taalschool::kenmerk_format});
  };
  const auto shown = [](std::string_view description, bool with_object) {
    json::object body{
        {"berichtId", text("hieronder is de registratie bekend")},
        {"dossier", text("van wie")},
        {"objecttype", text("wat")},
        {"sleutel", json::object{{"type", "object"}, {"description", "de sleutelvelden"}}},
        {"gewijzigd",
         json::object{{"type", "boolean"}, {"description", "of dit iets veranderde aan wat bekend was"}}}};
    if (with_object) {
      body["object"] =
          json::object{{"type", "object"}, {"description", "het hele object zoals het nu bekend is"}};
      body["nietOvergenomen"] = list_of(
          json::object{{"type", "string"},
                       {"description", "een veld waarvan een ander iets anders vertelt, dat voorgaat"}});
    }
    return answer(description, object_of(std::move(body)));
  };
  auto put = operation(
      "registreer", tag,
      "Legt een object vast zoals de gemeente het kent; nog eens hetzelfde verandert niets.",
      with_faults({{"200", shown("Gewijzigd, of ongewijzigd", true)}, {"201", shown("Nieuw", true)}},
                  {"403", "404", "409", "413", "415", "422", "503"}));
  auto body = closed(
      {{"gemeente", code},
       {"bsn", json::object{{"type", "string"}, {"pattern", "^[0-9]{9}$"}}},
       {"vNummer", v_nummer_schema()},
       {"dossier",
        json::object{{"type", "string"}, {"maxLength", 36}, {"description", "in plaats van bsn of vNummer"}}},
       {"kenmerk", kenmerk()},
       {"object", json::object{{"type", "object"},
                               {"description",
                                "het object, naar zijn objecttype in "
                                "schemas/canonical/inburgering.schema.json; sleutelvelden mogen "
                                "ontbreken"}}}},
      {"gemeente", "object"});
  body["examples"] = json::array{json::object{
      {"gemeente", "0518"}, {"bsn", "999996617"}, {"object", json::object{{"einddatum", "2027-03-01"}}}}};
  put["requestBody"] = body_of(std::move(body));
  auto remove =
      operation("beeindig_registratie", tag,
                "Trekt in wat de gemeente registreerde; wat een ander ervan vertelt blijft.",
                with_faults({{"200", shown("Ingetrokken", false)}}, {"403", "404", "409", "422", "503"}));
  remove["parameters"] = json::array{
      parameter("gemeente", "query", true, "gemeentecode", {{"type", "string"}, {"pattern", "^[0-9]{4}$"}}),
      parameter("dossier", "query", true, "van wie; nooit een bsn", {{"type", "string"}, {"maxLength", 36}}),
      parameter("kenmerk", "query", false, "uw eigen kenmerk", kenmerk())};
  add_path(paths, path, "put", std::move(put));
  add_path(paths, path, "delete", std::move(remove));
  paths[path].as_object()["parameters"] = json::array{
      parameter("objecttype", "path", true, "wat u registreert",
                {{"type", "string"}, {"enum", json::array(types.begin(), types.end())}}),
      parameter("sleutel", "path", true,
                "de sleutelvelden als naam=waarde met ; ertussen; `enig` waar er één per dossier is",
                {{"type", "string"},
                 {"minLength", 1},
                 {"examples", {"doel=Ondernemen;startdatum=2026-11-02", "enig"}}})};
}

}  // namespace

json::object openapi() {
  json::object paths;
  add_subscriptions(paths);
  add_feed(paths);
  add_versions(paths);
  add_reports(paths);
  add_registrations(paths);
  add_path(paths, "/openapi.json", "get",
           operation("contract", "contract", "Dit contract.",
                     with_faults({{"200", answer("OpenAPI 3.1", {{"type", "object"}})}}, {"403", "503"})));
  json::array tags;
  for (const auto& [name, description] :
       {std::pair{"abonnementen", "wat u wilt ontvangen, en hoe"},
        std::pair{"gebeurtenissen", "voor wie zelf ophaalt"}, std::pair{"dossiers", "wat er nu bekend is"},
        std::pair{"schemaversies", "in welke versies van het model"},
        std::pair{"meldingen", "wat u aan DUO meldt"},
        std::pair{"registraties", "wat de gemeente zelf vastlegt"}, std::pair{"contract", "dit contract"}})
    tags.emplace_back(json::object{{"name", name}, {"description", description}});
  json::object responses;
  responses["400"] = problem_response("Niet volgens dit contract; elke fout met haar plek");
  responses["403"] = problem_response("Niet voor deze afnemer, of niet voor deze gemeente");
  responses["404"] = problem_response("Is er niet, of niet van u");
  responses["409"] = problem_response("Kan nu niet, of is al gebruikt");
  responses["413"] = problem_response("Groter dan de gateway aanneemt");
  responses["415"] = problem_response("Verkeerde Content-Type");
  responses["422"] = problem_response("Niet aan te nemen; elke fout noemt de regel");
  responses["503"] = problem_response("Nu niet beschikbaar; probeer het later opnieuw");
  json::object parameters;
  parameters["Id"] = parameter("id", "path", true, "id van het abonnement",
                               member_schema<std::string>({.format = &wishes::forms::id}));
  return document({.title = "Gemeente-API",
                   .version = gateway::openapi::version::gemeente,
                   .base = "/gemeente/v1",
                   .introduction = introduction,
                   .holder = "de afnemer",
                   .tags = std::move(tags),
                   .paths = std::move(paths),
                   .schemas = schemas_of_bodies(),
                   .responses = std::move(responses),
                   .parameters = std::move(parameters)});
}

}  // namespace inburgering::gateway::subscriptions
