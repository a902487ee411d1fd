#include <boost/json/serialize.hpp>
#include <iostream>

#include "gateway/cli/commands.h"
#include "gateway/cli/load.h"
#include "gateway/cli/store.h"
#include "gateway/log/exchange_log.h"
#include "gateway/log/faults_json.h"
#include "schemas/record/json_text.h"

namespace inburgering::gateway::cli {
namespace {

/// The name of the party in the configuration, else its OIN.
std::string name_of(const config::Config& config, const std::string& oin) {
  for (const auto& party : config.parties)
    if (party.oin.digits() == oin) return party.naam;
  return oin.empty() ? "-" : oin;
}

void print_row(const config::Config& config, const log::Entry& entry) {
  std::string note = entry.events > 0 ? std::to_string(entry.events) +
                                            (entry.events == 1 ? " gebeurtenis" : " gebeurtenissen")
                                      : "";
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

boost::json::object to_json(const log::Entry& entry) {
  return {{"nr", entry.seq},
          {"berichtId", entry.message_id},
          {"oorzaak", entry.cause_id},
          {"gemeente", entry.tenant},
          {"moment", entry.moment.text()},
          {"richting", entry.direction},
          {"feed", entry.feed},
          {"soort", entry.kind},
          {"partij", entry.party},
          {"certificaat", entry.subject},
          {"referentie", entry.reference},
          {"dossier", entry.dossier},
          {"uitkomst", entry.outcome},
          {"httpStatus", entry.http_status},
          {"duurMs", entry.duration_ms},
          {"bytes", entry.size},
          {"gebeurtenissen", entry.events},
          {"fouten", log::faults_to_json(entry.faults)},
          {"bodyHash", entry.body_hash},
          {"hash", entry.hash}};
}

void print_entry(const config::Config& config, const log::Entry& entry) {
  const auto line = [](std::string_view name, const std::string& value) {
    if (!value.empty()) std::cout << "  " << padded(std::string(name), 15) << value << '\n';
  };
  std::cout << "Bericht " << entry.message_id << "\n";
  line("moment", local_time(entry.moment, "%d-%m-%Y %H:%M:%S %Z"));
  line("richting", entry.direction);
  line("soort", entry.kind);
  line("uitkomst",
       entry.outcome + (entry.http_status == 0 ? "" : " (HTTP " + std::to_string(entry.http_status) + ")"));
  line("partij", name_of(config, entry.party) + (entry.party.empty() ? "" : " (OIN " + entry.party + ")"));
  line("certificaat", entry.subject);
  line("gemeente",
       entry.tenant.empty() ? "" : gemeente_of(config, entry.tenant) + " (OIN " + entry.tenant + ")");
  line("referentie", entry.reference);
  line("dossier", entry.dossier);
  line("duur", std::to_string(entry.duration_ms) + " ms");
  line("omvang", std::to_string(entry.size) + " bytes");
  line("gebeurtenissen", std::to_string(entry.events));
  line("hash", entry.hash);
  for (const auto& fault : entry.faults) line("fout", schemas::to_text(fault));
}

}  // namespace

int log_list(const LogList& options) {
  const auto config = load(options.config);
  if (!config) return 2;
  const auto sql = open_store(*config);
  if (!sql) return 2;
  log::Filter filter{std::nullopt, options.before, options.count};
  if (options.tenant) {
    filter.tenant = tenant_named(*config, *options.tenant);
    if (filter.tenant->empty()) {
      std::cerr << "gemeente " << *options.tenant << " staat niet in de configuratie\n";
      return 2;
    }
  }
  auto entries = log::list(*sql, filter);
  if (options.json) {
    boost::json::array array;
    for (const auto& entry : entries) array.push_back(to_json(entry));
    std::cout << boost::json::serialize(array) << '\n';
    return 0;
  }
  print_header();
  for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry) print_row(*config, *entry);
  return 0;
}

int log_show(const std::filesystem::path& file, const std::string& id, bool json) {
  const auto config = load(file);
  if (!config) return 2;
  const auto sql = open_store(*config);
  if (!sql) return 2;
  const auto entry = log::find(*sql, id);
  if (!entry) {
    std::cerr << "er is geen bericht met id " << id << "; 'log list --json' toont de ids\n";
    return 1;
  }
  const auto journey = log::journey(*sql, entry->cause_id);
  if (json) {
    boost::json::object shown = to_json(*entry);
    boost::json::array steps;
    for (const auto& step : journey) steps.push_back(to_json(step));
    shown["reis"] = std::move(steps);
    std::cout << boost::json::serialize(shown) << '\n';
    return 0;
  }
  print_entry(*config, *entry);
  std::cout << "\nDe hele reis van dit bericht:\n";
  print_header();
  for (const auto& step : journey) print_row(*config, step);
  return 0;
}

int log_verify(const std::filesystem::path& file, bool json) {
  const auto config = load(file);
  if (!config) return 2;
  const auto sql = open_store(*config);
  if (!sql) return 2;
  const auto verification = log::verify(*sql);
  if (json) {
    boost::json::object shown{{"regels", verification.entries}, {"heel", !verification.broken.has_value()}};
    if (verification.broken)
      shown["breuk"] = {{"nr", verification.broken->seq}, {"wat", verification.broken->what}};
    std::cout << boost::json::serialize(shown) << '\n';
  } else if (verification.broken) {
    std::cout << "De keten is NIET heel: bij regel " << verification.broken->seq << ": "
              << verification.broken->what << ".\n";
  } else {
    std::cout << "De keten is heel: " << verification.entries << " regels nagerekend.\n";
  }
  return verification.broken ? 1 : 0;
}

}  // namespace inburgering::gateway::cli
