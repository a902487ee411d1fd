#include <utility>

#include "mapping/document/kinds.h"
#include "mapping/document/model.h"
#include "mapping/document/sources.h"
#include "mapping/document/walk.h"

namespace inburgering::mapping::document {
namespace {

template <class T>
json::object type_schema() {
  json::object properties;
  json::array required;
  schemas::for_each_field<T>([&]<class Field>(const Field& field) {
    auto schema = Kind<MemberOf<Field>>::schema(field.limits);
    schema["description"] = field.description;
    const auto sources = sources_of(field.source);
    if (!sources.empty()) schema["x-bron"] = json::array(sources.begin(), sources.end());
    properties[field.name] = std::move(schema);
    if constexpr (!schemas::may_be_absent<MemberOf<Field>>) required.emplace_back(field.name);
  });
  json::object schema{{"description", schemas::fields<T>.about.text},
                      {"type", "object"},
                      {"properties", std::move(properties)}};
  if (!required.empty()) schema["required"] = std::move(required);
  schema["additionalProperties"] = false;
  return schema;
}

/// An object with one member, which says something of a value instead of being it.
json::object marker(std::string_view name, json::object value, std::string_view description) {
  return {{"description", description},
          {"type", "object"},
          {"properties", json::object{{name, std::move(value)}}},
          {"required", json::array{name}},
          {"additionalProperties", false}};
}

}  // namespace

json::object json_schema_of(const CodeList& list) {
  json::array codes;
  for (const auto& row : list.rows) codes.emplace_back(row.code);
  return {{"description", "bron: " + std::string(list.source)}, {"enum", std::move(codes)}};
}

json::object json_schema() {
  json::object definitions;
  for_each_type([&]<class T>() { definitions[schemas::fields<T>.name] = type_schema<T>(); });
  for_each_code_list([&](const CodeList& list) { definitions[list.name] = json_schema_of(list); });
  definitions["Onbekend"] =
      marker("onbekend", {{"const", true}}, "er is een waarde, maar niemand hier kent haar");
  definitions["OnbekendeCode"] = marker("onbekendeCode", {{"type", "string"}},
                                        "een code die niet in de lijst staat, zoals zij van de bron kwam");
  return {{"$schema", "https://json-schema.org/draft/2020-12/schema"},
          {"$id", canonical::xml_namespace},
          {"title", "Canoniek model Inburgering"},
          {"$defs", std::move(definitions)}};
}

}  // namespace inburgering::mapping::document
