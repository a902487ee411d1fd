#include <iostream>

#include "gateway/cli/commands.h"
#include "gateway/cli/load.h"
#include "gateway/cli/store.h"
#include "gateway/log/exchange_log.h"
#include "gateway/operator/sessions.h"

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

}  // namespace inburgering::gateway::cli
