#include "simulator/afnemer_check.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <cctype>
#include <charconv>

#include "mapping/canonical/object.h"
#include "schemas/record/json_text.h"
#include "schemas/value/moment.h"

namespace inburgering::simulator {
namespace {

namespace json = boost::json;

std::int64_t number_of(const json::object& event, std::string_view name) {
  std::int64_t number = 0;
  if (const auto* value = event.if_contains(name); value != nullptr && value->is_string())
    std::from_chars(value->get_string().data(), value->get_string().data() + value->get_string().size(),
                    number);
  return number;
}

bool is_valid(const json::object& event) {
  for (const auto* name : {"specversion", "id", "source", "type", "subject", "time", "data"})
    if (!event.contains(name)) return false;
  const auto* version = event.at("specversion").if_string();
  const auto* time = event.at("time").if_string();
  if (version == nullptr || *version != "1.0" || time == nullptr || !schemas::Moment::parse(*time))
    return false;
  const auto* data = event.at("data").if_object();
  if (data == nullptr) return event.at("data").is_string();
  const auto* type = data->if_contains("objecttype");
  const auto* object = data->if_contains("object");
  if (type == nullptr || !type->is_string()) return false;
  if (type->get_string() == "Test") return true;
  return data->contains("gemeente") && object != nullptr &&
         mapping::canonical::from_json(type->get_string(), *object).has_value();
}

}  // namespace

std::vector<json::object> events_in(const adapters::transport::Request& request) {
  const auto type = adapters::transport::find_header(request.headers, "Content-Type");
  std::vector<json::object> events;
  if (!adapters::transport::find_header(request.headers, "ce-id").empty()) {
    json::object event;
    for (const auto& [name, value] : request.headers) {
      std::string lower(name);
      std::ranges::transform(lower, lower.begin(),
                             [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
      if (lower.starts_with("ce-")) event[lower.substr(3)] = value;
    }
    const auto data = schemas::parse_json(request.body);
    if (type.starts_with("application/xml"))
      event["data"] = request.body;
    else if (data)
      event["data"] = *data;
    events.push_back(std::move(event));
    return events;
  }
  const auto body = schemas::parse_json(request.body);
  if (!body) return events;
  if (const auto* one = body->if_object()) events.push_back(*one);
  if (const auto* batch = body->if_array())
    for (const auto& each : *batch)
      if (each.is_object()) events.push_back(each.get_object());
  return events;
}

void AfnemerCheck::remember(const std::string& dossier, std::int64_t sequence, const std::string& id) {
  seen_.insert(id);
  auto& last = last_[dossier];
  last = std::max(last, sequence);
}

void AfnemerCheck::take(const json::object& event) {
  if (!is_valid(event)) {
    ++counts_.invalid;
    return;
  }
  const std::string id(event.at("id").as_string());
  if (!seen_.insert(id).second) {
    ++counts_.repeated;
    return;
  }
  ++counts_.received;
  const bool snapshot = event.contains("snapshot");
  const bool replay = event.contains("replay");
  if (snapshot) ++counts_.snapshots;
  if (replay) ++counts_.replays;
  const auto sequence = number_of(event, "sequence");
  if (sequence == 0) return;
  auto& last = last_[std::string(event.at("subject").as_string())];
  if (!replay && !snapshot) {
    if (sequence <= last) ++counts_.disordered;
    const auto previous = number_of(event, "previoussequence");
    if (previous > 0 && previous != last) ++counts_.missed;
  }
  last = std::max(last, sequence);
}

}  // namespace inburgering::simulator
