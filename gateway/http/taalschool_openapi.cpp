#include "gateway/http/taalschool_openapi.h"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "adapters/taalschool/resources.h"
#include "gateway/openapi/build.h"
#include "schemas/xml/document.h"

namespace inburgering::gateway::http {
namespace {

namespace json = boost::json;
using namespace gateway::openapi;
using mapping::document::Kind;
using schemas::DecimalHours;
using schemas::xml::escape;

/// Rows of one person who exists nowhere but in the list of test numbers.
constexpr std::pair<std::string_view, std::string_view> examples[] = {
    {"deelnames",
     R"({"kenmerk": "DN-2026-0318", "gemeentecode": "0518", "bsn": "999996617", "soort": "taalles",
      "startdatum": "2026-11-02", "verwachteEinddatum": "2028-07-01", "leerroute": "B", "alfabetisering": "NVT",
      "urenPerWeek": 12.5, "instellingsnummer": "0000012345", "contract": "DH-2026-07"})"},
    {"voortgangsmetingen", R"({"kenmerk": "VM-2026-0318", "gemeentecode": "0518", "bsn": "999996617",
      "meetdatum": "2026-11-18", "leerroute": "B", "niveauLezen": "A1+", "niveauLuisteren": "A2",
      "niveauSchrijven": "A1", "niveauSpreken": "A2", "voortgang": "volgens-plan",
      "verwachteEinddatum": "2028-07-01", "taalMondeling": "voldoende", "ictVaardigheid": "goed"})"},
    {"aanwezigheid", R"({"kenmerk": "AW-2026-11-0318", "gemeentecode": "0518", "bsn": "999996617",
      "soort": "taalles", "periodeVan": "2026-11-02", "periodeTot": "2026-11-15", "urenGevolgd": 22.5,
      "urenGeoorloofdVerzuim": 2, "urenOngeoorloofdVerzuim": 0.5})"},
    {"toetsresultaten", R"({"kenmerk": "TR-2026-0318-LE", "gemeentecode": "0518", "bsn": "999996617",
      "soort": "voortgangstoets", "onderdeel": "LE", "toetsdatum": "2026-11-20", "niveau": "A2",
      "score": "63.50", "maximaleScore": "100.00", "uitslag": "behaald"})"},
    {"afronding", R"({"kenmerk": "AF-2026-0318", "gemeentecode": "0518", "bsn": "999996617",
      "deelname": "DN-2026-0318", "einddatum": "2026-11-24", "uitkomst": "gestopt", "reden": "werk"})"},
    {"signalen",
     R"({"kenmerk": "SG-2026-0318", "gemeentecode": "0518", "bsn": "999996617", "soort": "verzuim",
      "datum": "2026-11-23", "dringend": true, "toelichting": "Is twee weken niet verschenen."})"},
    {"vaardigheden", R"({"kenmerk": "VH-2026-0318", "gemeentecode": "0518", "bsn": "999996617",
      "taalOverall": "voldoende", "resultaatTaalles": "goed", "ictVaardig": true, "ictNiveau": "voldoende"})"},
    {"activiteiten", R"({"kenmerk": "AC-2026-0318", "gemeentecode": "0518", "bsn": "999996617",
      "activiteit": "Taalcafe begeleiden", "organisatie": "Buurthuis De Brug", "startdatum": "2026-11-02",
      "urenGevolgd": 12.5})"},
};

/// With `in_address` the kenmerk stands in the address and may be left out.
template <class Record>
json::object row_schema(bool in_address) {
  json::object properties;
  json::array required;
  schemas::for_each_field<Record>([&]<class Field>(const Field& field) {
    using Member = decltype(schemas::member_type(field.member));
    auto schema = member_schema<Member>(field.limits);
    schema["description"] = field.description;
    properties[field.name] = std::move(schema);
    const bool left_out = in_address && field.name == "kenmerk";
    if (!schemas::may_be_absent<Member> && !left_out) required.emplace_back(field.name);
  });
  return {{"type", "object"},
          {"description", schemas::fields<Record>.about.text},
          {"properties", std::move(properties)},
          {"required", std::move(required)},
          {"additionalProperties", false},
          {"examples", json::array{example(adapters::taalschool::resource<Record>)}}};
}

/// A bad row is no fault of the whole: with per-rij the others are taken up.
json::object judged_by_row(std::string_view record) {
  return {{"anyOf", {ref("schemas", record), json::object()}},
          {"description", "een rij als " + std::string(record) + "; elke rij wordt apart beoordeeld"}};
}

template <class Record>
void add_paths(json::object& paths) {
  const std::string name(adapters::taalschool::resource<Record>);
  const std::string record(schemas::fields<Record>.name);
  const json::array key{ref("parameters", "Kenmerk")};

  auto post =
      operation("meld_" + name, name, "Meldt een rij; een rij met een kenmerk dat al bestaat vervangt die.",
                with_faults({{"201", answer("Vastgelegd", ref("schemas", "Ontvangst"))}},
                            {"403", "409", "415", "422", "503"}));
  post["parameters"] = json::array{ref("parameters", "IdempotencyKey")};
  post["requestBody"] = body_of(ref("schemas", record));
  auto list = operation("bekijk_alle_" + name, name, "Wat uw school heeft gemeld, de nieuwste eerst.",
                        with_faults({{"200", answer("De rijen", ref("schemas", "Lijst"))}}, {"403", "503"}));
  list["parameters"] =
      json::array{parameter("aantal", "query", false, "hoogste aantal rijen",
                            {{"type", "integer"}, {"minimum", 1}, {"maximum", 1000}, {"default", 100}}),
                  parameter("voor", "query", false, "berichtId van de laatste rij van de vorige bladzijde",
                            {{"type", "string"}, {"format", "uuid"}})};
  paths["/" + name] = json::object{{"post", std::move(post)}, {"get", std::move(list)}};

  auto batch = operation("meld_batch_" + name, name, "Meldt 1 tot en met 1000 rijen in één keer.",
                         with_faults({{"200", answer("Verwerkt", ref("schemas", "Batchverslag"))}},
                                     {"403", "415", "422", "503"}));
  batch["requestBody"] =
      body_of({{"type", "object"},
               {"properties", json::object{{"verwerking", ref("schemas", "Verwerking")},
                                           {"rijen", json::object{{"type", "array"},
                                                                  {"minItems", 1},
                                                                  {"maxItems", 1000},
                                                                  {"items", judged_by_row(record)}}}}},
               {"required", json::array{"verwerking", "rijen"}},
               {"additionalProperties", false}});
  paths["/" + name + "/batch"] = json::object{{"post", std::move(batch)}};

  auto get =
      operation("bekijk_" + name, name, "Eén rij zoals zij is gemeld, en wat ermee is gebeurd.",
                with_faults({{"200", answer("De rij", ref("schemas", "Rij"))}}, {"403", "404", "503"}));
  auto put = operation("verbeter_" + name, name, "Vervangt een rij door een verbeterde, of meldt haar.",
                       with_faults({{"200", answer("Vastgelegd", ref("schemas", "Ontvangst"))}},
                                   {"403", "409", "415", "422", "503"}));
  put["requestBody"] = body_of(ref("schemas", record + "Verbetering"));
  auto remove = operation("trek_in_" + name, name, "Trekt een rij in die niet gemeld had moeten worden.",
                          with_faults({{"200", answer("Ingetrokken", ref("schemas", "Ontvangst"))}},
                                      {"403", "404", "409", "503"}));
  paths["/" + name + "/{kenmerk}"] = json::object{
      {"parameters", key}, {"get", std::move(get)}, {"put", std::move(put)}, {"delete", std::move(remove)}};
}

json::object common_schemas() {
  json::object all;
  all["Ontvangst"] =
      object_of({{"berichtId", text("hieronder is het bericht bij de gateway bekend")},
                 {"kenmerk", text("uw eigen kenmerk")},
                 {"status", json::object{{"type", "string"}, {"enum", {"verwerkt", "ingetrokken"}}}},
                 {"ontvangenOp", json::object{{"type", "string"}, {"format", "date-time"}}}});
  auto row = all["Ontvangst"].as_object();
  row["properties"].as_object()["gewijzigd"] =
      json::object{{"type", "boolean"}, {"description", "of de rij iets veranderde aan wat al bekend was"}};
  row["properties"].as_object()["inhoud"] =
      json::object{{"type", "object"}, {"description", "de rij zoals u haar meldde"}};
  all["Rij"] = std::move(row);
  all["Lijst"] = object_of({{"rijen", list_of(ref("schemas", "Rij"))},
                            {"volgende", text("adres van de volgende bladzijde; ontbreekt bij de laatste")}});
  all["Verwerking"] = json::object{
      {"type", "string"},
      {"enum", {"alles-of-niets", "per-rij"}},
      {"description",
       "alles-of-niets: één foute rij houdt alles tegen; per-rij: de goede rijen worden verwerkt"}};
  const auto report = [] {
    return json::object{{"rijen", number("hoeveel rijen er waren")},
                        {"aangenomen", number("hoeveel er goed waren")},
                        {"afgekeurd", number("hoeveel er niet goed waren")},
                        {"berichtId", text("hieronder is het geheel bij de gateway bekend")}};
  };
  auto batch = report();
  batch["afgekeurdeRijen"] = list_of(object_of(
      {{"rij", number("plaats in de lijst, vanaf 0")}, {"fouten", list_of(ref("schemas", "Fout"))}}));
  all["Batchverslag"] = object_of(std::move(batch));
  auto file = report();
  file["goed"] = json::object{{"type", "boolean"}, {"description", "of alle rijen goed zijn"}};
  file["verwerkt"] = json::object{{"type", "boolean"},
                                  {"description",
                                   "of de rijen zijn vastgelegd; is `goed` dan false, dan konden "
                                   "de rijen onder `bevindingen` niet meer, omdat er tussen "
                                   "nakijken en verwerken iets veranderde"}};
  file["samenvatting"] = text("het verslag in één zin");
  file["bevindingen"] = list_of(
      object_of({{"rij", number("rij zoals de spreadsheet telt; 0: het bestand als geheel")},
                 {"kolom", text("kolom zoals de kop haar noemt")},
                 {"plek", text("in een werkmap: blad en cel, als Blad1!C7; Blad1!7:7 is een hele rij")},
                 {"melding", text("wat er mis is en wat u kunt doen")}}));
  all["Bestandsverslag"] = object_of(std::move(file));
  all["Bestandsontvangst"] = object_of({{"berichtId", text("waaronder het bestand bekend is")},
                                        {"samenvatting", text("hoe ver het is, in één zin")}});
  add_problem(all);
  return all;
}

/// What a file or a template may be.
json::object either() {
  json::object kinds = content(csv_type, {{"type", "string"}});
  kinds[xlsx_type] = json::object{
      {"schema", {{"type", "string"}, {"contentMediaType", xlsx_type}, {"contentEncoding", "binary"}}}};
  return kinds;
}

json::object file_path() {
  auto post = operation(
      "meld_bestand", "bestanden",
      "Kijkt een CSV-bestand of een werkmap van Excel na, en verwerkt het als alle rijen goed zijn.",
      with_faults({{"200", answer("Nagekeken of verwerkt", ref("schemas", "Bestandsverslag"))},
                   {"202", answer("Goedgekeurd en vastgelegd; de rest van de rijen volgt vanzelf",
                                  ref("schemas", "Bestandsontvangst"))}},
                  {"403", "413", "415", "422", "503"}));
  const auto& names = adapters::taalschool::resource_names;
  post["parameters"] = json::array{
      parameter("resource", "query", true, "wat voor rijen het zijn",
                {{"type", "string"}, {"enum", json::array(names.begin(), names.end())}}),
      parameter("proef", "query", true, "true: alleen nakijken; false: verwerken als alles goed is",
                {{"type", "boolean"}})};
  post["requestBody"] = json::object{{"required", true}, {"content", either()}};
  return {{"post", std::move(post)}};
}

json::object template_path() {
  auto get = operation(
      "haal_sjabloon", "bestanden",
      "Een leeg bestand met de juiste kolommen: CSV, of een werkmap van Excel met uitleg en keuzelijsten.",
      with_faults(
          {{"200", json::object{{"description", "Het sjabloon"},
                                {"headers", json::object{{"API-Version", ref("headers", "API-Version")}}},
                                {"content", either()}}}},
          {"403", "404", "503"}));
  get["parameters"] =
      json::array{parameter("naam", "path", true, "een resource met .csv of .xlsx erachter",
                            {{"type", "string"}, {"examples", {"deelnames.csv", "deelnames.xlsx"}}})};
  return {{"get", std::move(get)}};
}

json::object contract_path() {
  return {{"get",
           operation("haal_contract", "contract", "Dit contract.",
                     with_faults({{"200", answer("OpenAPI 3.1", {{"type", "object"}})}}, {"403", "503"}))}};
}

constexpr std::string_view introduction =
    "Waarmee een taalschool aan gemeenten meldt wie er deelneemt, hoe ver zij zijn, of zij aanwezig waren, "
    "en hoe het "
    "eindigde. Alles wat met 2xx is beantwoord, is vastgelegd en gaat niet verloren.\n\n"
    "Meld eerst een deelname: over wie geen deelname is gemeld, wordt niets aangenomen. Het kenmerk kiest u "
    "zelf; "
    "hetzelfde kenmerk opnieuw is een verbetering, en wat u weglaat heeft dan geen waarde meer. Een school "
    "ziet alleen "
    "wat zij zelf meldde, en meldt alleen voor gemeenten die haar hebben gecontracteerd.";

}  // namespace

json::object example(std::string_view resource) {
  for (const auto& [name, text] : examples)
    if (name == resource) return json::parse(text).as_object();
  return {};
}

json::object openapi() {
  json::object paths;
  json::object schemas_of_rows;
  json::array tags;
  adapters::taalschool::for_each_resource([&]<class Record>() {
    add_paths<Record>(paths);
    const std::string record(schemas::fields<Record>.name);
    schemas_of_rows[record] = row_schema<Record>(false);
    schemas_of_rows[record + "Verbetering"] = row_schema<Record>(true);
    tags.emplace_back(json::object{{"name", adapters::taalschool::resource<Record>},
                                   {"description", schemas::fields<Record>.about.text}});
  });
  paths["/bestanden"] = file_path();
  paths["/sjablonen/{naam}"] = template_path();
  paths["/openapi.json"] = contract_path();
  tags.emplace_back(json::object{{"name", "bestanden"}, {"description", "voor scholen met een spreadsheet"}});
  tags.emplace_back(json::object{{"name", "contract"}, {"description", "dit contract"}});
  for (auto& [name, schema] : common_schemas()) schemas_of_rows[name] = schema;

  json::object responses;
  responses["400"] = problem_response("Niet volgens dit contract; elke fout met haar plek");
  responses["403"] = problem_response("Niet voor deze school, of niet voor deze gemeente");
  responses["404"] = problem_response("Niet door uw school gemeld");
  responses["409"] = problem_response("Kenmerk of Idempotency-Key is al voor iets anders gebruikt");
  responses["413"] = problem_response("Groter dan de gateway aanneemt");
  responses["415"] = problem_response("Verkeerde Content-Type");
  responses["422"] = problem_response("Niet aan te nemen, bijvoorbeeld omdat er geen deelname is gemeld");
  responses["503"] = problem_response("Nu niet vast te leggen; bied het later opnieuw aan");

  json::object parameters;
  parameters["Kenmerk"] =
      parameter("kenmerk", "path", true, "uw eigen kenmerk van de rij",
                Kind<std::string>::schema({.format = &adapters::taalschool::kenmerk_format}));
  parameters["IdempotencyKey"] = parameter(
      "Idempotency-Key", "header", false,
      "dezelfde sleutel met dezelfde inhoud wordt beantwoord als de eerste keer, met andere inhoud met 409",
      {{"type", "string"}, {"maxLength", 200}});

  return document({.title = "Taalschool-API",
                   .version = gateway::openapi::version::taalschool,
                   .base = "/taalschool/v1",
                   .introduction = introduction,
                   .holder = "de school",
                   .tags = std::move(tags),
                   .paths = std::move(paths),
                   .schemas = std::move(schemas_of_rows),
                   .responses = std::move(responses),
                   .parameters = std::move(parameters)});
}

namespace {

template <class Record>
void add_chapter(std::string& page) {
  const std::string name(adapters::taalschool::resource<Record>);
  page += "<section aria-labelledby=\"" + name + "\"><h2 id=\"" + name + "\">" + name + "</h2><p>" +
          escape(schemas::fields<Record>.about.text) +
          ".</p><table><thead><tr><th scope=\"col\">veld</th><th "
          "scope=\"col\">verplicht</th><th scope=\"col\">wat het is</th><th "
          "scope=\"col\">vorm</th></tr></thead><tbody>";
  schemas::for_each_field<Record>([&]<class Field>(const Field& field) {
    using Member = decltype(schemas::member_type(field.member));
    page += "<tr><th scope=\"row\"><code>" + std::string(field.name) + "</code></th><td>" +
            (schemas::may_be_absent<Member> ? "" : "ja") + "</td><td>" + escape(field.description) +
            "</td><td><code>" + escape(json::serialize(member_schema<Member>(field.limits))) +
            "</code></td></tr>";
  });
  page += "</tbody></table><pre><code>" + escape(to_yaml(example(name))) + "</code></pre></section>";
}

}  // namespace

std::string openapi_page() {
  std::string page =
      "<!doctype html><html lang=\"nl\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
      "content=\"width=device-width, initial-scale=1\"><title>Taalschool-API</title><link rel=\"stylesheet\" "
      "href=\"/taalschool/v1/stijl.css\"></head><body><main><h1>Taalschool-API 1.0.0</h1>";
  std::string_view rest = introduction;
  while (!rest.empty()) {
    const auto end = std::min(rest.find("\n\n"), rest.size());
    page += "<p>" + escape(rest.substr(0, end)) + "</p>";
    rest.remove_prefix(std::min(end + 2, rest.size()));
  }
  page +=
      "<p>Het contract voor programma's: <a href=\"/taalschool/v1/openapi.json\">openapi.json</a>. Zonder "
      "ontwikkelaar: <a href=\"/taalschool/v1/aanleveren\">een bestand aanleveren</a>.</p>"
      "<table><thead><tr><th scope=\"col\">verzoek</th><th scope=\"col\">wat het "
      "doet</th></tr></thead><tbody>"
      "<tr><td><code>POST /{soort}</code></td><td>meldt een rij</td></tr>"
      "<tr><td><code>POST /{soort}/batch</code></td><td>meldt tot 1000 rijen</td></tr>"
      "<tr><td><code>PUT /{soort}/{kenmerk}</code></td><td>verbetert een rij</td></tr>"
      "<tr><td><code>DELETE /{soort}/{kenmerk}</code></td><td>trekt een rij in</td></tr>"
      "<tr><td><code>GET /{soort}/{kenmerk}</code>, <code>GET /{soort}</code></td><td>wat uw school "
      "meldde</td></tr>"
      "<tr><td><code>POST /bestanden?resource={soort}&amp;proef=true</code></td><td>kijkt een CSV-bestand "
      "na</td></tr>"
      "</tbody></table>";
  adapters::taalschool::for_each_resource([&]<class Record>() { add_chapter<Record>(page); });
  return page + "</main></body></html>";
}

}  // namespace inburgering::gateway::http
