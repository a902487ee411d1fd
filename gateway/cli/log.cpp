#include "gateway/cli/log.h"

#include <iostream>

#include "gateway/cli/store.h"
#include "schemas/value/counted.h"
#include "schemas/value/text.h"

namespace inburgering::gateway::cli {

std::string name_of(const config::Config& config, const std::string& oin) {
  for (const auto& party : config.parties)
    if (party.oin.digits() == oin) return party.naam;
  return oin.empty() ? "-" : oin;
}

void print_row(const config::Config& config, const log::Entry& entry) {
  std::string note = entry.events > 0 ? schemas::counted(entry.events, "gebeurtenis", "gebeurtenissen") : "";
  if (!entry.faults.empty()) note = schemas::to_text(entry.faults.front());
  constexpr std::string_view event_prefix = "nl.inburgering.";
  const auto kind =
      entry.kind.starts_with(event_prefix) ? entry.kind.substr(event_prefix.size()) : entry.kind;
  std::cout << padded(std::to_string(entry.seq), 6) << ' ' << local_time(entry.moment, "%d-%m %H:%M:%S")
            << "  " << padded(entry.direction, 3) << ' ' << padded(gemeente_of(config, entry.tenant), 4)
            << "  " << padded(name_of(config, entry.party), 28) << ' ' << padded(kind, 34) << ' '
            << padded(entry.outcome, 13) << ' '
            << padded(entry.http_status == 0 ? "-" : std::to_string(entry.http_status), 4) << ' '
            << padded(std::to_string(entry.duration_ms) + " ms", 8) << ' ' << note << '\n';
}

void print_header() {
  std::cout << padded("nr", 6) << ' ' << padded("tijd", 14) << "  " << padded("", 3) << ' '
            << padded("gem.", 4) << "  " << padded("partij", 28) << ' ' << padded("soort", 34) << ' '
            << padded("uitkomst", 13) << ' ' << padded("HTTP", 4) << ' ' << padded("duur", 8) << " gevolg\n";
}

void print_journeys_header() {
  std::cout << padded("nr", 6) << ' ' << padded("tijd", 14) << "  " << padded("gem.", 4) << "  "
            << padded("van", 28) << ' ' << padded("soort", 34) << ' ' << padded("werd", 5) << ' '
            << padded("bereikt", 8) << ' ' << padded("stand", 10) << " wat er te doen is\n";
}

void print_journey(const config::Config& config, const log::Journey& journey) {
  const auto& [root, steps, shortened, outlook] = journey;
  const auto entry = log::readable(root);
  std::string todo = outlook.what;
  if (!outlook.todo.empty()) todo += (todo.empty() ? "" : ": ") + outlook.todo;
  std::cout << padded(std::to_string(entry.seq), 6) << ' ' << local_time(entry.moment, "%d-%m %H:%M:%S")
            << "  " << padded(gemeente_of(config, entry.tenant), 4) << "  "
            << padded(name_of(config, entry.party), 28) << ' ' << padded(entry.kind, 34) << ' '
            << padded(outlook.events == 0 ? "-" : std::to_string(outlook.events), 5) << ' '
            << padded(outlook.receivers == 0
                          ? "-"
                          : std::to_string(outlook.reached) + " van " + std::to_string(outlook.receivers),
                      8)
            << ' ' << padded(std::string(outlook.stand), 10) << ' ' << schemas::shown(todo) << '\n';
}

void add_log(Commands& program) {
  auto log = program.group("log", "het uitwisselingslogboek");
  add_log_search(log);
  add_log_look(log);
  add_log_explain(log);
  add_log_keep(log);
}

}  // namespace inburgering::gateway::cli
