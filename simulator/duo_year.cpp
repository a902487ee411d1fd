// A scripted year: { "dagen": [ {"dag": 12, "bsn": "…", "weet": {"<resource>": body or null}, "gebeurtenis":
// "SS101"}, … ] }. On each day the simulated DUO is told what it knows from then on, and then notifies.
#include <boost/json/serialize.hpp>
#include <fstream>
#include <iostream>
#include <iterator>
#include <thread>

#include "adapters/transport/http_client.h"
#include "schemas/record/json_text.h"
#include "simulator/pki.h"
#include "simulator/roles.h"

namespace inburgering::simulator {
namespace {

namespace json = boost::json;

int tell_simulator(const Year& year, adapters::transport::HttpClient& client, const std::string& bsn,
                   const json::key_value_pair& resource) {
  adapters::transport::Call call;
  call.method = resource.value().is_null() ? "DELETE" : "PUT";
  call.url = year.simulator + "/simulator/personen/" + bsn + "/" + std::string(resource.key());
  if (!resource.value().is_null()) call.body = json::serialize(resource.value());
  call.tls = identity(year.to.pki, year.to.name);
  return adapters::transport::send_and_wait(client, std::move(call)).status;
}

int play_day(const Year& year, adapters::transport::HttpClient& client, const json::object& day) {
  const std::string bsn(day.at("bsn").as_string());
  const std::string gebeurtenis(day.at("gebeurtenis").as_string());
  if (const auto* knows = day.if_contains("weet"))
    for (const auto& resource : knows->as_object())
      if (const int status = tell_simulator(year, client, bsn, resource); status != 204) {
        std::cerr << "dag " << day.at("dag") << ": de gesimuleerde DUO weigert "
                  << std::string(resource.key()) << " (HTTP " << status << ")\n";
        return 1;
      }
  std::cout << "dag " << day.at("dag") << ": " << gebeurtenis << ' ' << std::flush;
  return notify({year.to, year.bron, year.doel, gebeurtenis, bsn, "", ""});
}

}  // namespace

int play_year(const Year& year) {
  std::ifstream in(year.script);
  const auto script = schemas::parse_json(std::string(std::istreambuf_iterator<char>(in), {}));
  if (!script) {
    std::cerr << year.script.string() << ": dit draaiboek is niet te lezen\n";
    return 2;
  }
  adapters::transport::HttpClient client;
  std::int64_t now = 0;
  try {
    for (const auto& each : script->at("dagen").as_array()) {
      const auto& day = each.as_object();
      const auto number = day.at("dag").to_number<std::int64_t>();
      std::this_thread::sleep_for(std::chrono::milliseconds((number - now) * year.day_ms));
      now = number;
      if (const int code = play_day(year, client, day); code != 0) return code;
    }
  } catch (const std::exception& error) {
    std::cerr << year.script.string() << ": dit is geen draaiboek (" << error.what() << ")\n";
    return 2;
  }
  return 0;
}

}  // namespace inburgering::simulator
