#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <iostream>

#include "gateway/cli/commands.h"
#include "gateway/cli/load.h"
#include "gateway/cli/store.h"
#include "gateway/log/exchange_log.h"
#include "gateway/operator/overview.h"
#include "gateway/operator/sessions.h"
#include "gateway/schedule/runs.h"

namespace inburgering::gateway::cli {

int monitor_link(const MonitorLink& options) {
  const auto config = load(options.config);
  if (!config) return 2;
  if (config->operation_tls) {
    std::cerr << "bij deze gateway meldt een beheerder zich aan met een certificaat (tls.operator)\n";
    return 2;
  }
  const auto sql = open_store(*config);
  if (!sql) return 2;
  const SystemClock clock;
  SystemRandom random;
  log::Entry entry;
  entry.message_id = uuid7({clock, random});
  entry.moment = clock.now();
  entry.direction = "in";
  entry.feed = "beheer";
  entry.kind = "aanmeldlink gemaakt";
  entry.subject = options.name;
  entry.outcome = "verwerkt";
  entry.faults = {{"", "recht", options.right}};
  *sql << "BEGIN IMMEDIATE";
  const auto code = operation::make_login_code(*sql, {options.name, *config::right_named(options.right), {}},
                                               {clock, random}, std::chrono::minutes(options.minutes));
  log::append(*sql, entry);
  *sql << "COMMIT";
  std::cout << "http://" << config->operation.address << ':' << config->operation.port << "/aanmelden#"
            << code << '\n';
  return 0;
}

int monitor_status(const std::filesystem::path& file, bool as_json) {
  const auto config = load(file);
  if (!config) return 2;
  const auto sql = open_store(*config);
  if (!sql) return 2;
  const SystemClock clock;
  const operation::Visitor everything;
  const operation::Live live;
  const operation::View view{*config, everything, clock.now(), live};
  const auto concerns = operation::concerns(*sql, view);
  if (as_json) {
    std::cout << boost::json::serialize(operation::overview(*sql, view)) << '\n';
    return concerns.empty() ? 0 : 1;
  }
  for (const auto& concern : concerns)
    std::cout << (concern.outage ? "STORING  " : "AANDACHT ") << concern.what << '\n'
              << (concern.todo.empty() ? "" : "         " + concern.todo + '\n');
  if (concerns.empty()) std::cout << "Alles is goed, voor zover de opslag het vertelt.\n";
  return concerns.empty() ? 0 : 1;
}

int monitor_partners(const std::filesystem::path& file, bool as_json) {
  const auto config = load(file);
  if (!config) return 2;
  const auto sql = open_store(*config);
  if (!sql) return 2;
  const SystemClock clock;
  const operation::Visitor everything;
  const operation::Live live;
  const auto told = operation::partners(*sql, {*config, everything, clock.now(), live});
  if (as_json) {
    std::cout << boost::json::serialize(told) << '\n';
    return 0;
  }
  const auto text = [](const boost::json::object& object, std::string_view name) {
    const auto* value = object.if_contains(name);
    return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string("-");
  };
  const auto certificates = [&](const boost::json::array& list) {
    for (const auto& each : list) {
      const auto& certificate = each.as_object();
      std::cout << "    " << padded(text(certificate, "naam"), 36) << "geldig tot "
                << text(certificate, "geldigTot").substr(0, 10) << " (" << certificate.at("dagen")
                << " dagen)\n";
    }
  };
  for (const auto& each : told.at("ketenpartners").as_array()) {
    const auto& party = each.as_object();
    std::cout << padded(text(party, "naam"), 30) << text(party, "oin") << "  "
              << padded(text(party, "rol"), 12) << "ontvangen " << text(party, "laatstOntvangen")
              << "  verstuurd " << text(party, "laatstVerstuurd") << '\n';
    certificates(party.at("certificaten").as_array());
  }
  std::cout << "Onze eigen certificaten\n";
  certificates(told.at("eigenCertificaten").as_array());
  return 0;
}

int monitor_schedules(const std::filesystem::path& file, bool as_json) {
  const auto config = load(file);
  if (!config) return 2;
  const auto sql = open_store(*config);
  if (!sql) return 2;
  const SystemClock clock;
  const auto list = schedule::schedules_to_json(*sql, *config, clock.now(), [](const auto&) { return true; });
  if (as_json) {
    std::cout << boost::json::serialize(list) << '\n';
    return 0;
  }
  for (const auto& each : list) {
    const auto& row = each.as_object();
    const auto text = [&](std::string_view name) { return std::string(row.at(name).as_string()); };
    std::cout << padded(text("schema"), 20) << text("gemeente") << "  " << padded(text("cron"), 20)
              << "volgende " << text("volgende") << '\n';
  }
  return 0;
}

}  // namespace inburgering::gateway::cli
