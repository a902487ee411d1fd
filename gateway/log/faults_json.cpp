#include "gateway/log/faults_json.h"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <optional>

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
  schemas::Faults unreadable{
      {"", "onleesbaar", "wat hier stond is niet te lezen; de regel zelf is er nog, en het bewijs ook"}};
  boost::system::error_code error;
  const auto parsed = boost::json::parse({text.data(), text.size()}, error);
  const auto* list = error ? nullptr : parsed.if_array();
  if (list == nullptr) return unreadable;
  for (const auto& item : *list) {
    const auto* object = item.if_object();
    const auto part = [&](std::string_view name) -> std::optional<std::string> {
      const auto* member = object == nullptr ? nullptr : object->if_contains(name);
      if (member == nullptr || !member->is_string()) return std::nullopt;
      return std::string(member->get_string());
    };
    auto pointer = part("pointer");
    auto rule = part("regel");
    auto message = part("melding");
    if (!pointer || !rule || !message) return unreadable;
    faults.push_back({std::move(*pointer), std::move(*rule), std::move(*message)});
  }
  return faults;
}

}  // namespace inburgering::gateway::log
