// Bodies of the APIs of afnemers and of the operator, behind HTTP: wishes, requests about subscriptions,
// registrations, reports to DUO. Each reader on one JSON text; what a report says to DUO is written as well.
#include <cstdint>
#include <cstdlib>

#include "adapters/duo/melding.h"
#include "gateway/subscriptions/requests.h"
#include "mapping/duo/melding.h"
#include "mapping/gemeente/registratie.h"
#include "schemas/record/json_text.h"
#include "tests/unit/gateway/house.h"

namespace {

using namespace inburgering;

void subscriptions(const gateway::config::Config& config, const boost::json::value& json) {
  (void)gateway::subscriptions::read_wish(config, json, "api");
  if (!json.is_object()) return;
  (void)gateway::subscriptions::read_particulars(json.get_object());
  for (const auto& [name, value] : json.get_object()) {
    schemas::Faults faults;
    if (value.is_string())
      (void)gateway::subscriptions::read_moment(std::string(value.get_string()), "/x", faults);
  }
}

void registrations(const boost::json::value& json) {
  static const auto today = *schemas::Day::parse("2026-11-28");
  const auto* whole = json.if_object();
  const auto* key = whole == nullptr ? nullptr : whole->if_contains("sleutel");
  const auto* object = whole == nullptr ? nullptr : whole->if_contains("object");
  static const boost::json::object none;
  for (const auto type : mapping::gemeente::objecttypes()) {
    const auto& named = key != nullptr && key->is_object() ? key->get_object() : none;
    (void)mapping::gemeente::read_sleutel(type, named);
    const auto read = mapping::gemeente::read(type, named, object == nullptr ? json : *object);
    if (read) (void)mapping::gemeente::check(*read, {"0518", "00000099000000000518"}, today);
  }
}

void reports(const boost::json::value& json) {
  static const mapping::Subject person{*schemas::Bsn::parse("999996617"), {}};
  for (const auto& operation : adapters::duo::operaties()) {
    const auto melding = mapping::duo::read_melding(operation, json);
    if (!melding) continue;
    (void)mapping::duo::not_told(*melding);
    if (mapping::duo::wire_body(*melding)) (void)mapping::duo::effect(*melding, person, "");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto config = tests::two_tenants();
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  (void)mapping::gemeente::reread(text);
  const auto json = schemas::parse_json(text);
  if (!json) return 0;
  subscriptions(config, *json);
  registrations(*json);
  reports(*json);
  return 0;
}
