#include "mapping/document/model.h"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <iostream>

#include "gateway/cli/commands.h"
#include "gateway/cli/input.h"
#include "gateway/cli/load.h"
#include "gateway/http/taalschool_openapi.h"
#include "gateway/openapi/build.h"
#include "gateway/operator/openapi.h"
#include "gateway/subscriptions/openapi.h"
#include "mapping/canonical/object.h"
#include "schemas/record/json_text.h"
#include "schemas/xml/grammar.h"

namespace inburgering::gateway::cli {
namespace {

using mapping::canonical::Object;

/// Indented, so that a change of the model reads well as a difference of files.
void print_indented(const boost::json::value& value, const std::string& indent) {
  const auto deeper = indent + "  ";
  if (const auto* object = value.if_object(); object != nullptr && !object->empty()) {
    std::cout << "{";
    const char* separator = "\n";
    for (const auto& member : *object) {
      std::cout << separator << deeper << boost::json::serialize(member.key()) << ": ";
      print_indented(member.value(), deeper);
      separator = ",\n";
    }
    std::cout << "\n" << indent << "}";
  } else if (const auto* array = value.if_array(); array != nullptr && !array->empty()) {
    std::cout << "[";
    const char* separator = "\n";
    for (const auto& item : *array) {
      std::cout << separator << deeper;
      print_indented(item, deeper);
      separator = ",\n";
    }
    std::cout << "\n" << indent << "]";
  } else {
    std::cout << boost::json::serialize(value);
  }
}

schemas::Result<Object> from_xml(const std::string& text) {
  auto parsed = schemas::xml::Grammar::none().parse(text);
  if (!parsed.faults.empty()) return std::unexpected(std::move(parsed.faults));
  return mapping::canonical::from_xml(*parsed.root);
}

schemas::Result<Object> from_json(const std::string& objecttype, const std::string& text) {
  const auto json = schemas::parse_json(text);
  if (!json) return std::unexpected(json.error());
  return mapping::canonical::from_json(objecttype, *json);
}

}  // namespace

int model_json_schema() {
  print_indented(mapping::document::json_schema(), "");
  std::cout << '\n';
  return 0;
}

int model_xsd() {
  std::cout << mapping::document::xsd();
  return 0;
}

int model_markdown() {
  std::cout << mapping::document::markdown();
  return 0;
}

int model_openapi(const std::string& api) {
  std::cout << openapi::to_yaml(api == "gemeente" ? subscriptions::openapi()
                                : api == "beheer" ? operation::openapi()
                                                  : http::openapi());
  return 0;
}

int model_convert(const Convert& options) {
  const auto text = read_input(options.file);
  if (!text) return 2;
  const bool is_xml = schemas::xml::trimmed(*text).starts_with('<');
  if (!is_xml && options.objecttype.empty()) {
    std::cerr << "zeg met --objecttype wat dit JSON-object is; een XML-document zegt het zelf\n";
    return 2;
  }
  const auto object = is_xml ? from_xml(*text) : from_json(options.objecttype, *text);
  if (!object) {
    print(object.error());
    return 1;
  }
  if (is_xml)
    print_indented(to_json(*object), "");
  else
    std::cout << to_xml(*object);
  std::cout << '\n';
  return 0;
}

}  // namespace inburgering::gateway::cli
