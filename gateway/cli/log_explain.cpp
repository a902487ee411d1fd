// `log explain`: why fields say what they say.
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <iostream>

#include "adapters/brp/schema.h"
#include "gateway/cli/log.h"
#include "gateway/cli/opened.h"
#include "gateway/cli/who.h"
#include "gateway/log/explain.h"
#include "gateway/log/four_eyes.h"
#include "schemas/record/text_member.h"
#include "schemas/value/text.h"

namespace inburgering::gateway::cli {
namespace {

namespace json = boost::json;

struct Explain {
  std::filesystem::path config;
  std::string id;
  std::string reason;
  std::string field;
  bool json = false;
};

void print_field(const json::object& field) {
  const auto text = [&](std::string_view name) { return schemas::text_member(field, name); };
  std::string places;
  for (const auto& place : field.at("plaatsen").as_array()) {
    const auto& told = place.as_object();
    places += (places.empty() ? "" : ", ") + std::string(told.at("pad").as_string());
    if (const auto* line = told.if_contains("lijn")) places += " (regel " + json::serialize(*line) + ")";
  }
  if (const auto* grounds = field.if_contains("grondslag"))
    for (const auto& each : grounds->as_array()) {
      const auto& object = each.as_object();
      places += (places.empty() ? "volgt uit " : ", ") + std::string(object.at("objecttype").as_string());
      if (const auto& key = object.at("sleutel").as_object(); !key.empty())
        places += " " + json::serialize(key);
      for (const auto& part : object.at("velden").as_array())
        places += " " + std::string(part.at("veld").as_string()) + " (bericht " +
                  std::string(part.at("berichtId").as_string()) + ")";
    }
  if (places.empty())
    places = text("regel").starts_with("gateway.") ? "volgt uit wat bekend is: " + text("regelTekst")
                                                   : "geen plaats in het bericht";
  if (const auto source = text("bron"); !source.empty()) places += "; " + source;
  const auto rule = text("regel");
  std::cout << "  " << padded(text("veld"), 34) << schemas::shown(json::serialize(field.at("waarde")))
            << "   [" << text("stand") << "]\n"
            << "  " << padded("", 34) << schemas::shown(places) << "; regel "
            << (rule.empty() ? "onbekend" : rule) << '\n';
}

/// What a message set and where it stands there; that it was looked at, and why, is logged.
int show_origin(const Explain& options) {
  if (const auto faults = log::check_field(options.field); !faults.empty())
    return std::cerr << "--veld: " << faults.front().message << '\n', 2;
  OpenedWithKeys house(options.config);
  if (!house) return 2;
  auto& sql = *house.sql;
  const auto message = store::transact(sql, [&] {
    return log::look_to_explain(sql, {*house.keys, house.around()}, options.id,
                                {who_commands(), options.reason},
                                log::FourEyes(*house.config, house.around()));
  });
  if (!message) return std::cerr << message.error().why << '\n', 1;
  const auto grammar = adapters::brp::stuf_bg_grammar(house.config->schemas, house.config->stuf_bg);
  const auto told = log::explain(*message, {*house.config, grammar ? &*grammar : nullptr}, options.field);
  if (options.json) return std::cout << json::serialize(told) << '\n', 0;
  std::cout << "Bericht " << options.id << ", " << message->inside.entry.kind << ", "
            << local_time(message->inside.entry.moment, "%d-%m-%Y %H:%M:%S %Z") << '\n';
  if (!message->inside.body) std::cout << message->inside.missing << ": plaatsen zijn niet te noemen\n";
  for (const auto& each : told.at("objecten").as_array()) {
    const auto& object = each.as_object();
    std::cout << '\n'
              << std::string(object.at("objecttype").as_string()) << ' '
              << schemas::shown(json::serialize(object.at("sleutel"))) << '\n';
    for (const auto& field : object.at("velden").as_array()) print_field(field.as_object());
  }
  if (told.at("objecten").as_array().empty())
    std::cout << (options.field.empty() ? "dit bericht zette geen enkel veld\n"
                                        : "dit bericht zette dat veld niet\n");
  return 0;
}

}  // namespace

void add_log_explain(Commands& log) {
  const auto [origin, explaining] = log.add<Explain>(
      "explain",
      "welke velden een bericht zette, waar dat er staat en welke regel het las; het inzien wordt gelogd",
      show_origin);
  origin->add_option("ID", explaining.id, "bericht-id")->required();
  origin->add_option("--reden", explaining.reason, "waarom u dit nodig hebt")->required();
  origin->add_option("--veld", explaining.field, "alleen dit veld: veld, of Objecttype.veld");
  origin->add_flag("--json", explaining.json, "als JSON");
}

}  // namespace inburgering::gateway::cli
