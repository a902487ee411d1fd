#include <boost/json/object.hpp>
#include <boost/uuid/random_generator.hpp>
#include <boost/uuid/uuid_io.hpp>
#include <chrono>
#include <fstream>
#include <iostream>
#include <iterator>
#include <thread>

#include "adapters/transport/http_client.h"
#include "schemas/record/json_text.h"
#include "schemas/value/moment.h"
#include "simulator/brp_api.h"
#include "simulator/brp_stuf.h"
#include "simulator/misbehaving.h"
#include "simulator/pki.h"
#include "simulator/roles.h"

namespace inburgering::simulator {
namespace {

namespace json = boost::json;

std::string text_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) throw std::runtime_error(file.string() + ": dit bestand is niet te lezen");
  return {std::istreambuf_iterator<char>(in), {}};
}

json::value json_of(const std::filesystem::path& file) {
  auto read = schemas::parse_json(text_of(file));
  if (!read) throw std::runtime_error(file.string() + ": " + schemas::to_text(read.error()[0]));
  return std::move(*read);
}

/// One step of the script as a message: a file as it is, or a kennisgeving about a person of the fixtures.
std::string message_of(const json::object& step, const json::object& persons, const BrpPlay& play) {
  if (const auto* file = step.if_contains("bestand"))
    return text_of(play.script.parent_path() / std::string(file->as_string()));
  const auto soort = step.at("mutatiesoort").as_string().at(0);
  const auto& persoon = persons.at(step.at("bsn").as_string()).as_object();
  const auto now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
  const Kennisgeving about{soort, play.zender, play.ontvanger, to_string(boost::uuids::random_generator()()),
                           schemas::to_stuf(schemas::Moment(now))};
  const auto key = "BRP-" + std::string(step.at("bsn").as_string());
  if (soort == 'T' || soort == 'V')
    return stuf_kennisgeving(about, stuf_object(persoon, {soort, key, soort == 'V'}));
  const auto elements = [&](std::string_view name) {
    const auto* found = step.if_contains(name);
    return found == nullptr ? json::object() : found->as_object();
  };
  return stuf_kennisgeving(
      about, stuf_change(persoon, elements("oud"), 'W') + stuf_change(persoon, elements("nieuw"), 'W'));
}

}  // namespace

int serve_brp(const BrpServe& options) {
  auto api = BrpApi::load(options.fixtures);
  if (!api) {
    std::cerr << "de voorbeeldgegevens van de BRP zijn niet goed:\n";
    for (const auto& fault : api.error()) std::cerr << schemas::to_text(fault) << '\n';
    return 2;
  }
  Misbehaving handler([&](const adapters::transport::Request& request) { return api->answer(request); },
                      options.behaviour);
  return serve({"127.0.0.1", options.port, options.threads, identity(options.pki, options.name), {}}, handler,
               "BRP");
}

int play_brp(const BrpPlay& play) try {
  const auto script = json_of(play.script);
  const auto persons = json_of(play.fixtures);
  adapters::transport::HttpClient client;
  int refused = 0;
  for (const auto& each : script.as_array()) {
    const auto& step = each.as_object();
    if (const auto* pause = step.if_contains("wachtMs"))
      std::this_thread::sleep_for(std::chrono::milliseconds(pause->to_number<int>()));
    adapters::transport::Call call;
    call.method = "POST";
    call.url = play.to.url;
    call.tls = identity(play.to.pki, play.to.name);
    call.headers = {{"Content-Type", "text/xml; charset=utf-8"}};
    call.body = message_of(step, persons.as_object(), play);
    const auto answer = adapters::transport::send_and_wait(client, std::move(call));
    const auto* what = step.if_contains("wat");
    std::cout << (what == nullptr ? "bericht" : what->as_string().c_str()) << ": HTTP " << answer.status
              << (answer.status == 0 ? " " + answer.failure : "") << std::endl;
    if (answer.status != 200) ++refused;
  }
  return refused == 0 ? 0 : 1;
} catch (const std::exception& error) {
  std::cerr << error.what() << '\n';
  return 2;
}

}  // namespace inburgering::simulator
