#include "gateway/log/faults_json.h"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace inburgering::gateway::log {

boost::json::array faults_to_json(const schemas::Faults& faults) {
  boost::json::array array;
  for (const auto& fault : faults)
    array.push_back(
        boost::json::object{{"pointer", fault.pointer}, {"regel", fault.rule}, {"melding", fault.message}});
  return array;
}

std::string faults_to_text(const schemas::Faults& faults) {
  return faults.empty() ? std::string() : boost::json::serialize(faults_to_json(faults));
}

schemas::Faults faults_from_text(std::string_view text) {
  schemas::Faults faults;
  if (text.empty()) return faults;
  const auto parsed = boost::json::parse(text);
  for (const auto& item : parsed.as_array()) {
    const auto& object = item.as_object();
    const auto part = [&](std::string_view name) { return std::string(object.at(name).as_string()); };
    faults.push_back({part("pointer"), part("regel"), part("melding")});
  }
  return faults;
}

}  // namespace inburgering::gateway::log
