#include "gateway/openapi/build.h"

#include <boost/json/serialize.hpp>

#include "schemas/value/v_nummer.h"

namespace inburgering::gateway::openapi {

namespace json = boost::json;

json::object ref(std::string_view kind, std::string_view name) {
  return {{"$ref", "#/components/" + std::string(kind) + "/" + std::string(name)}};
}

json::object content(std::string_view type, json::object schema) {
  return {{type, json::object{{"schema", std::move(schema)}}}};
}

json::object answer(std::string_view description, json::object body) {
  return {{"description", description},
          {"headers", json::object{{"API-Version", ref("headers", "API-Version")}}},
          {"content", content("application/json", std::move(body))}};
}

json::object with_faults(json::object responses, std::initializer_list<std::string_view> statuses) {
  responses["400"] = ref("responses", "400");
  for (const auto status : statuses) responses[status] = ref("responses", status);
  return responses;
}

json::object operation(std::string_view id, std::string_view tag, std::string_view summary,
                       json::object responses) {
  return {{"operationId", id},
          {"tags", json::array{tag}},
          {"summary", summary},
          {"description", summary},
          {"responses", std::move(responses)}};
}

json::object body_of(json::object schema) {
  return {{"required", true}, {"content", content("application/json", std::move(schema))}};
}

json::object parameter(std::string_view name, std::string_view in, bool required,
                       std::string_view description, json::object schema) {
  return {{"name", name},
          {"in", in},
          {"required", required},
          {"description", description},
          {"schema", std::move(schema)}};
}

json::object problem_response(std::string_view description) {
  return {{"description", description},
          {"headers", json::object{{"API-Version", ref("headers", "API-Version")}}},
          {"content", content("application/problem+json", ref("schemas", "Probleem"))}};
}

json::object text(std::string_view description) { return {{"type", "string"}, {"description", description}}; }
json::object number(std::string_view description) {
  return {{"type", "integer"}, {"description", description}};
}

json::object v_nummer_schema() {
  return {{"type", "integer"}, {"minimum", schemas::least_v_nummer}, {"maximum", schemas::most_v_nummer}};
}
json::object list_of(json::object items) { return {{"type", "array"}, {"items", std::move(items)}}; }

json::object object_of(json::object properties) {
  return {{"type", "object"}, {"properties", std::move(properties)}};
}

void add_problem(json::object& schemas) {
  schemas["Fout"] = object_of({{"pointer", text("JSON Pointer (RFC 6901) naar de plek")},
                               {"regel", text("korte naam van de regel")},
                               {"melding", text("wat er mis is en wat u kunt doen")}});
  schemas["Probleem"] = object_of({{"status", number("HTTP-status")},
                                   {"title", text("soort probleem")},
                                   {"detail", text("wat er aan de hand is")},
                                   {"fouten", list_of(ref("schemas", "Fout"))}});
}

json::object document(Document parts) {
  json::object info{{"title", parts.title},
                    {"version", parts.version},
                    {"description", parts.introduction},
                    {"contact", json::object{{"name", "Beheer van de gateway"},
                                             {"url", "https://gateway.example/contact"},
                                             {"email", "beheer@gateway.example"}}},
                    {"license", json::object{{"name", "EUPL-1.2"}, {"identifier", "EUPL-1.2"}}}};
  json::object version{{"description", "volledige versie van deze API"},
                       {"required", true},
                       {"schema", json::object{{"type", "string"}, {"examples", {parts.version}}}}};
  json::object certificate{{"type", "mutualTLS"},
                           {"description", "PKIoverheid-certificaat met het OIN van " +
                                               std::string(parts.holder) + " in subject.serialNumber"}};
  json::object components{{"schemas", std::move(parts.schemas)},
                          {"responses", std::move(parts.responses)},
                          {"parameters", std::move(parts.parameters)},
                          {"headers", json::object{{"API-Version", std::move(version)}}},
                          {"securitySchemes", json::object{{"clientcertificaat", std::move(certificate)}}}};
  return {
      {"openapi", "3.1.0"},
      {"info", std::move(info)},
      {"servers", json::array{json::object{{"url", "https://gateway.example" + std::string(parts.base)}}}},
      {"security", json::array{json::object{{"clientcertificaat", json::array{}}}}},
      {"tags", std::move(parts.tags)},
      {"paths", std::move(parts.paths)},
      {"components", std::move(components)}};
}

namespace {

void write_yaml(const json::value& value, const std::string& indent, std::string& into) {
  const auto nested = [&](const json::value& inner) {
    const bool empty =
        (inner.is_object() && inner.get_object().empty()) || (inner.is_array() && inner.get_array().empty());
    if (empty || (!inner.is_object() && !inner.is_array())) {
      into += ' ' + json::serialize(inner) + '\n';
    } else {
      into += '\n';
      write_yaml(inner, indent + "  ", into);
    }
  };
  if (const auto* object = value.if_object()) {
    for (const auto& [name, inner] : *object) {
      into += indent + json::serialize(json::string(name)) + ':';
      nested(inner);
    }
  } else if (const auto* array = value.if_array()) {
    for (const auto& inner : *array) {
      into += indent + '-';
      nested(inner);
    }
  } else {
    into += indent + json::serialize(value) + '\n';
  }
}

}  // namespace

std::string to_yaml(const json::value& value) {
  std::string text;
  write_yaml(value, "", text);
  return text;
}

}  // namespace inburgering::gateway::openapi
