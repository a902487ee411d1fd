#include "mapping/document/model.h"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <iostream>

#include "gateway/cli/commands.h"

namespace inburgering::gateway::cli {
namespace {

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

}  // namespace

int model(const std::string& form) {
  if (form == "markdown") {
    std::cout << mapping::document::markdown();
    return 0;
  }
  print_indented(mapping::document::json_schema(), "");
  std::cout << '\n';
  return 0;
}

}  // namespace inburgering::gateway::cli
