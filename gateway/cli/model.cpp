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
#include "mapping/versions/step_down.h"
#include "mapping/versions/versions.h"
#include "schemas/record/json_text.h"
#include "schemas/xml/grammar.h"

namespace inburgering::gateway::cli {
namespace {

using mapping::canonical::Object;

struct Nothing {};
struct Of {
  int version = mapping::versions::newest;
};
struct Contract {
  std::string api = "taalschool";
};
/// A canonical object from JSON to XML or the reverse.
struct Convert {
  std::string objecttype;  ///< needed for JSON; in XML the root element tells
  std::string file = "-";
  int version = mapping::versions::newest;  ///< what it becomes
  bool same_form = false;                   ///< JSON stays JSON, XML stays XML
};

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

int print_json_schema(const Of& options) {
  if (const auto kept = mapping::versions::kept(options.version)) return std::cout << kept->json_schema, 0;
  print_indented(mapping::document::json_schema(), "");
  std::cout << '\n';
  return 0;
}

int print_xsd(const Of& options) {
  if (const auto kept = mapping::versions::kept(options.version)) return std::cout << kept->xsd, 0;
  std::cout << mapping::document::xsd();
  return 0;
}

int print_markdown(const Nothing&) {
  std::cout << mapping::document::markdown();
  return 0;
}

int print_versions(const Nothing&) {
  for (const auto& version : mapping::versions::all)
    std::cout << version.number << "  model " << version.model << "  sinds " << version.since
              << (version.told_until.empty() ? "  de nieuwste"
                                             : "  te krijgen tot " + std::string(version.told_until))
              << '\n';
  return 0;
}

int print_contract(const Contract& options) {
  const auto& api = options.api;
  std::cout << openapi::to_yaml(api == "gemeente" ? subscriptions::openapi()
                                : api == "beheer" ? operation::openapi()
                                                  : http::openapi());
  return 0;
}

int convert(const Convert& options) {
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
  const auto objecttype = mapping::canonical::objecttype(*object);
  const auto told = mapping::versions::step_down(options.version, objecttype, to_json(*object));
  if (!told) {
    std::cerr << "objecttype " << objecttype << " is er niet in versie " << options.version
              << " van het model: wie haar vraagt krijgt het niet\n";
    return 1;
  }
  if (is_xml == options.same_form)
    std::cout << *mapping::canonical::xml_of_json(objecttype, *told,
                                                  mapping::versions::xml_namespace(options.version));
  else
    print_indented(*told, "");
  std::cout << '\n';
  return 0;
}

}  // namespace

void add_model(Commands& program) {
  auto model = program.group("model", "het canonieke model, gemaakt uit zijn ene definitie");
  const auto choose = [](CLI::App* command, int& version) {
    command->add_option("--versie", version, "welke versie van het model; zonder dit gegeven de nieuwste")
        ->check(CLI::Range(mapping::versions::oldest, mapping::versions::newest));
  };
  const auto [json_schema, by] = model.add<Of>("json-schema", "JSON Schema 2020-12", print_json_schema);
  choose(json_schema, by.version);
  const auto [xsd, by_too] = model.add<Of>("xsd", "XML Schema 1.0", print_xsd);
  choose(xsd, by_too.version);
  model.add<Nothing>("versies", "de versies van het model, en tot wanneer zij te krijgen zijn",
                     print_versions);
  model.add<Nothing>("markdown", "de beschrijving voor lezers", print_markdown);
  const auto [contract, which] =
      model.add<Contract>("openapi", "het contract van een API, OpenAPI 3.1", print_contract);
  contract->add_option("API", which.api, "welke")
      ->check(CLI::IsMember({"taalschool", "gemeente", "beheer"}))
      ->capture_default_str();
  const auto [converting, into] =
      model.add<Convert>("convert", "kijkt een object na en zet JSON om in XML, of XML in JSON", convert);
  const auto types = mapping::canonical::objecttypes();
  converting->add_option("--objecttype", into.objecttype, "bij JSON: wat voor object het is")
      ->check(CLI::IsMember(std::vector<std::string>(types.begin(), types.end())));
  choose(converting, into.version);
  converting->add_flag("--zelfde-vorm", into.same_form, "JSON blijft JSON, XML blijft XML: voor --versie");
  converting->add_option("FILE", into.file, "het object; - is standaardinvoer")->capture_default_str();
}

}  // namespace inburgering::gateway::cli
