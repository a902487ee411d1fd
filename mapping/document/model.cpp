#include "mapping/document/model.h"

#include <utility>

#include "mapping/canonical/object.h"
#include "mapping/document/kinds.h"

namespace inburgering::mapping::document {
namespace {

namespace json = boost::json;

template <class Visit>
void for_each_type(Visit&& visit) {
  canonical::for_each_objecttype(visit);
  // Parts that are no object type by themselves.
  visit.template operator()<canonical::Verblijfsadres>();
}

template <class T>
json::object type_schema() {
  json::object properties;
  json::array required;
  schemas::for_each_field<T>([&](const auto& field) {
    using Member = std::remove_cvref_t<decltype(std::declval<T>().*field.member)>;
    auto schema = Kind<Member>::schema(field.limits);
    schema["description"] = field.description;
    properties[field.name] = std::move(schema);
    if constexpr (!schemas::may_be_absent<Member>) required.emplace_back(field.name);
  });
  json::object schema{{"type", "object"}, {"properties", std::move(properties)}};
  if (!required.empty()) schema["required"] = std::move(required);
  schema["additionalProperties"] = false;
  return schema;
}

template <class T>
std::string chapter() {
  std::string keys;
  std::string rows;
  schemas::for_each_field<T>([&](const auto& field) {
    using Member = std::remove_cvref_t<decltype(std::declval<T>().*field.member)>;
    if (field.is_key) keys += (keys.empty() ? "" : ", ") + ("`" + std::string(field.name) + "`");
    std::string codes;
    for (const auto code : field.limits.codes) codes += (codes.empty() ? ": " : ", ") + std::string(code);
    rows += "| `" + std::string(field.name) + "` | " + Kind<Member>::name() + codes + " | " +
            (schemas::may_be_absent<Member> ? "" : "ja") + " | " + std::string(field.description) + " | " +
            std::string(field.source) + " |\n";
  });
  return "\n## " + std::string(schemas::fields<T>.name) + "\n\n" +
         (keys.empty() ? "Eén per dossier of per plaats waar het voorkomt.\n"
                       : "Sleutel binnen het dossier: " + keys + ".\n") +
         "\n| veld | soort | verplicht | betekenis | GGM |\n|---|---|---|---|---|\n" + rows;
}

}  // namespace

json::object json_schema() {
  json::object definitions;
  for_each_type([&]<class T>() { definitions[schemas::fields<T>.name] = type_schema<T>(); });
  definitions["Onbekend"] = {{"description", "er is een waarde, maar niemand hier kent haar"},
                             {"type", "object"},
                             {"properties", {{"onbekend", {{"const", true}}}}},
                             {"required", json::array{"onbekend"}},
                             {"additionalProperties", false}};
  return {{"$schema", "https://json-schema.org/draft/2020-12/schema"},
          {"$id", "urn:nld:inburgering:schema:v1"},
          {"title", "Canoniek model Inburgering"},
          {"$defs", std::move(definitions)}};
}

std::string markdown() {
  std::string page =
      "# Canoniek model Inburgering\n\n"
      "Gemaakt uit de veldtabellen in mapping/canonical met `inburgering-gateway model markdown`; wijzig "
      "die, niet deze "
      "pagina.\n\n"
      "Een veld dat niet verplicht is, kent vier toestanden: het *ontbreekt* (de bron sprak er niet over), "
      "het is `null` "
      "(de bron zegt dat er geen waarde is), het is `{\"onbekend\": true}` (er is een waarde, maar niemand "
      "hier kent haar), "
      "of het heeft een waarde.\n\n"
      "Een dag is `JJJJ-MM-DD`; een dag die onvolledig mag zijn ook `JJJJ-MM` of `JJJJ`. Een moment is UTC, "
      "`2026-11-02T09:30:15.123Z`.\n";
  for_each_type([&]<class T>() { page += chapter<T>(); });
  return page;
}

}  // namespace inburgering::mapping::document
