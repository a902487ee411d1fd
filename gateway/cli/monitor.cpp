#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <iostream>

#include "gateway/cli/commands.h"
#include "gateway/cli/opened.h"
#include "gateway/log/exchange_log.h"
#include "gateway/operator/overview.h"
#include "gateway/operator/sessions.h"
#include "gateway/schedule/runs.h"

namespace inburgering::gateway::cli {

int monitor_link(const MonitorLink& options) {
  Opened house(options.config);
  if (!house) return 2;
  auto& sql = *house.sql;
  if (house.config->operation_tls) {
    std::cerr << "bij deze gateway meldt een beheerder zich aan met een certificaat (tls.operator)\n";
    return 2;
  }
  auto entry = log::new_entry(house.around(), log::direction::in, log::feed::beheer, "aanmeldlink gemaakt");
  entry.subject = options.name;
  entry.outcome = log::outcome::verwerkt;
  entry.faults = {{"", "recht", options.right}};
  const auto code = store::transact(sql, [&] {
    auto made = operation::make_login_code(sql, {options.name, *config::right_named(options.right), {}},
                                           house.around(), std::chrono::minutes(options.minutes));
    log::append(sql, entry);
    return made;
  });
  std::cout << "http://" << house.config->operation.address << ':' << house.config->operation.port
            << "/aanmelden#" << code << '\n';
  return 0;
}

int monitor_status(const std::filesystem::path& file, bool as_json) {
  Opened house(file);
  if (!house) return 2;
  const operation::Visitor everything;
  const operation::Live live;
  const operation::View view{*house.config, everything, house.clock.now(), live};
  const auto concerns = operation::concerns(*house.sql, view);
  if (as_json) {
    std::cout << boost::json::serialize(operation::overview(*house.sql, view)) << '\n';
    return concerns.empty() ? 0 : 1;
  }
  for (const auto& concern : concerns)
    std::cout << (concern.outage ? "STORING  " : "AANDACHT ") << concern.what << '\n'
              << (concern.todo.empty() ? "" : "         " + concern.todo + '\n');
  if (concerns.empty()) std::cout << "Alles is goed, voor zover de opslag het vertelt.\n";
  return concerns.empty() ? 0 : 1;
}

int monitor_partners(const std::filesystem::path& file, bool as_json) {
  Opened house(file);
  if (!house) return 2;
  const operation::Visitor everything;
  const operation::Live live;
  const auto told = operation::partners(*house.sql, {*house.config, everything, house.clock.now(), live});
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
  Opened house(file);
  if (!house) return 2;
  const auto list = schedule::schedules_to_json(*house.sql, *house.config, house.clock.now(),
                                                [](const auto&) { return true; });
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
