#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <fstream>
#include <iostream>
#include <thread>

#include "gateway/base/milliseconds.h"
#include "gateway/cli/commands.h"
#include "gateway/cli/opened.h"
#include "gateway/cli/progress.h"
#include "gateway/log/chain.h"
#include "gateway/log/look.h"
#include "gateway/log/search.h"
#include "gateway/log/view.h"
#include "gateway/schedule/log_keeper.h"
#include "gateway/store/dossiers.h"
#include "schemas/value/text.h"

namespace inburgering::gateway::cli {
namespace {

namespace json = boost::json;

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

void print_entry(const config::Config& config, const log::Entry& entry) {
  const auto line = [](std::string_view name, const std::string& value) {
    if (!value.empty()) std::cout << "  " << padded(std::string(name), 15) << schemas::shown(value) << '\n';
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
  for (const auto& step : entry.steps) line("", step.name + " " + std::to_string(step.milliseconds) + " ms");
  line("omvang", std::to_string(entry.size) + " bytes");
  line("gebeurtenissen", std::to_string(entry.events));
  line("trace", entry.trace_id);
  line("hash", entry.hash);
  for (const auto& fault : entry.faults) line("fout", schemas::to_text(fault));
}

/// The wish of someone who searches, as the log takes it; says what is wrong and answers nothing otherwise.
std::optional<log::Filter> filter_of(const config::Config& config, const LogSearch& search) {
  log::Filter filter;
  if (search.tenant) {
    filter.tenants = {{tenant_named(config, *search.tenant)}};
    if (filter.tenants->front().empty()) {
      std::cerr << "gemeente " << *search.tenant << " staat niet in de configuratie\n";
      return std::nullopt;
    }
  }
  filter.feed = search.feed;
  filter.kind = search.kind;
  filter.outcome = search.outcome;
  filter.trouble = search.trouble;
  filter.id = search.id;
  filter.dossier = search.dossier;
  filter.direction = search.direction;
  filter.party = search.party;
  for (const auto& party : config.parties)
    if (party.naam == search.party) filter.party = party.oin.digits();
  for (const auto& [text, name, bound] : {std::tuple{&search.from, "--from", &filter.from},
                                          std::tuple{&search.until, "--until", &filter.until}}) {
    if (!*text) continue;
    const auto moment = schemas::Moment::parse(**text, name);
    if (!moment) return print({moment.error()}), std::nullopt;
    *bound = *moment;
  }
  return filter;
}

constexpr std::chrono::seconds patience{30};

}  // namespace

int log_list(const LogList& options) {
  Opened house(options.search.config);
  if (!house) return 2;
  auto filter = filter_of(*house.config, options.search);
  if (!filter) return 2;
  filter->before = options.before;
  filter->count = options.count;
  const auto page = log::search(*house.sql, *filter, house.clock, patience);
  if (options.json) {
    json::array array;
    for (const auto& entry : page.entries) array.push_back(log::to_json(entry));
    std::cout << json::serialize(array) << '\n';
    return 0;
  }
  print_header();
  for (auto entry = page.entries.rbegin(); entry != page.entries.rend(); ++entry)
    print_row(*house.config, *entry);
  if (page.next > 0 && options.before == 0 && page.cut_short)
    std::cerr << "nog niet alles is doorzocht; verder met --before " << page.next << '\n';
  return 0;
}

int log_tail(const LogTail& options) {
  Opened house(options.search.config);
  if (!house) return 2;
  auto filter = filter_of(*house.config, options.search);
  if (!filter) return 2;
  filter->count = options.count;
  const auto page = log::search(*house.sql, *filter, house.clock, patience);
  const auto show = [&](const log::Entry& entry) {
    if (options.json)
      std::cout << json::serialize(log::to_json(entry)) << '\n';
    else
      print_row(*house.config, entry);
  };
  if (!options.json) print_header();
  // Where the log ends now, also when nothing of what is asked for stands at its end.
  auto seq = page.entries.empty() ? log::last_seq(*house.sql) : page.entries.front().seq;
  for (auto entry = page.entries.rbegin(); entry != page.entries.rend(); ++entry) show(*entry);
  std::cout << std::flush;
  constexpr int at_once = 1000;
  filter->count = at_once;
  while (options.follow && std::cout) {
    for (const auto& entry : log::after(*house.sql, *filter, seq)) {
      show(entry);
      seq = entry.seq;
    }
    std::cout << std::flush;
    std::this_thread::sleep_for(std::chrono::milliseconds(250));
  }
  return 0;
}

int log_export(const LogExport& options) {
  Opened house(options.search.config);
  if (!house) return 2;
  auto filter = filter_of(*house.config, options.search);
  if (!filter) return 2;
  constexpr int at_once = 2000;
  filter->count = at_once;
  std::ofstream file;
  if (options.file != "-") file.open(options.file, std::ios::binary | std::ios::trunc);
  auto& out = options.file == "-" ? std::cout : file;
  const bool csv = options.format == "csv";
  if (csv) out << "\xEF\xBB\xBF" << log::csv_header();  // Excel reads UTF-8 only when it is told so
  std::int64_t count = 0;
  std::int64_t seq = filter->from ? log::seq_at(*house.sql, *filter->from) - 1 : 0;
  for (bool more = true; more && out;) {
    const auto entries = log::after(*house.sql, *filter, seq);
    for (const auto& entry : entries) {
      if (csv)
        out << log::to_csv(entry);
      else
        out << json::serialize(log::to_json(entry)) << '\n';
      seq = entry.seq;
    }
    count += std::ssize(entries);
    more = std::ssize(entries) == at_once;
  }
  if (!out.flush()) {
    std::cerr << "schrijven naar " << options.file << " mislukte na " << count << " regels\n";
    return 1;
  }
  std::cerr << count << " regels geschreven\n";
  return 0;
}

int log_show(const std::filesystem::path& file, const std::string& id, bool as_json) {
  Opened house(file);
  if (!house) return 2;
  const auto entry = log::find(*house.sql, id);
  if (!entry) {
    std::cerr << "er is geen bericht met id " << id << "; 'log list --json' toont de ids\n";
    return 1;
  }
  const auto journey = log::journey(*house.sql, entry->cause_id);
  if (as_json) {
    auto shown = log::to_json(*entry);
    json::array steps;
    for (const auto& step : journey) steps.push_back(log::to_json(step));
    shown["reis"] = std::move(steps);
    std::cout << json::serialize(shown) << '\n';
    return 0;
  }
  print_entry(*house.config, *entry);
  std::cout << "\nDe hele reis van dit bericht:\n";
  print_header();
  for (const auto& step : journey) print_row(*house.config, step);
  return 0;
}

int log_body(const std::filesystem::path& file, const std::string& id, const std::string& reason) {
  OpenedWithKeys house(file);
  if (!house) return 2;
  auto& sql = *house.sql;
  const auto shown = store::transact(
      sql, [&] { return log::show_body(sql, *house.keys, id, {"opdrachtregel", reason}, house.around()); });
  if (!shown) return std::cerr << shown.error() << '\n', 1;
  std::cout << *shown << '\n';
  return 0;
}

int log_person(const LogPerson& options) {
  OpenedWithKeys house(options.config);
  if (!house) return 2;
  const auto tenant = tenant_named(*house.config, options.tenant);
  if (tenant.empty()) {
    std::cerr << "gemeente " << options.tenant << " staat niet in de configuratie\n";
    return 2;
  }
  auto number = options.bsn;
  if (number == "-") std::getline(std::cin, number);
  const auto bsn = schemas::Bsn::parse(number, "--bsn");
  if (!bsn) return print({bsn.error()}), 2;
  if (const auto wrong = log::wrong_with_reason(options.reason); !wrong.empty())
    return std::cerr << wrong << '\n', 2;
  auto& sql = *house.sql;
  std::optional<std::string> dossier;
  store::transact(sql, [&] {
    dossier = store::find_dossier_id(sql, *house.keys, tenant, {*bsn, {}});
    log::note_look(sql, {"opdrachtregel", options.reason}, "persoon ingezien", {}, tenant,
                   dossier.value_or(""), {}, house.around());
  });
  if (!dossier) return std::cerr << "van deze persoon is bij deze gemeente niets bekend\n", 1;
  log::Filter filter;
  filter.tenants = {{tenant}};
  filter.dossier = *dossier;
  constexpr int all = 100'000;
  filter.count = all;
  const auto page = log::search(sql, filter, house.clock, patience);
  if (options.json) {
    json::array list;
    for (const auto& entry : page.entries) list.emplace_back(log::to_json(entry));
    std::cout << json::serialize(json::object{{"dossier", *dossier}, {"berichten", std::move(list)}}) << '\n';
    return 0;
  }
  std::cout << "Uitwisselingen over dossier " << *dossier << ":\n";
  print_header();
  for (auto entry = page.entries.rbegin(); entry != page.entries.rend(); ++entry)
    print_row(*house.config, *entry);
  return 0;
}

int log_verify(const LogVerify& options) {
  OpenedWithKeys house(options.config);
  if (!house) return 2;
  log::Verify how{.keys = *house.keys};
  how.bodies = !options.chain_only;
  how.anchors = house.config->client.trust;
  how.oin = house.config->oin.digits();
  how.time_anchors = house.config->log.time_stamp_trust;
  auto outside = options.checkpoints.empty() ? house.config->log.checkpoints : options.checkpoints;
  if (!outside.empty()) {
    std::ifstream in(outside);
    if (!in && !options.checkpoints.empty()) return std::cerr << outside.string() << " is niet te lezen\n", 2;
    for (std::string line; std::getline(in, line);)
      if (const auto checkpoint = log::from_line(line)) how.outside.push_back(*checkpoint);
  }
  const auto last = log::last_seq(*house.sql);
  Progress progress;
  if (!options.json)
    how.progress = [&](std::int64_t seq) {
      progress.tell(static_cast<double>(seq) / static_cast<double>(last), std::to_string(seq) + " regels");
    };
  // One view of the store, whatever is written meanwhile.
  const auto verification = store::reading(*house.sql, [&] { return log::verify(*house.sql, how); });
  const auto& broken = verification.broken;
  if (options.json) {
    json::object report{{"heel", !broken.has_value()},           {"regels", verification.entries},
                        {"verwijderd", verification.removed},    {"inhouden", verification.bodies},
                        {"ijkpunten", verification.checkpoints}, {"tijdstempels", verification.time_stamps},
                        {"vroegereDigests", verification.former}};
    if (broken) report["eersteFout"] = json::object{{"nr", broken->seq}, {"melding", broken->what}};
    std::cout << json::serialize(report) << '\n';
  } else if (broken) {
    std::cout << "Het logboek is NIET heel: regel " << broken->seq << ": " << broken->what << ".\n";
  } else {
    std::cout << "De keten is heel: " << verification.entries << " regels nagerekend.\n"
              << "  inhouden die kloppen     " << verification.bodies << "\n  ijkpunten die kloppen    "
              << verification.checkpoints << "\n  tijdstempels die kloppen " << verification.time_stamps
              << "\n  volgens termijn weg      " << verification.removed << '\n';
    if (verification.former > 0)
      std::cout << "  van vóór sleuteldigests  " << verification.former
                << " (hun hash is verzegeld: op die hash zoeken kan niet meer, op de inhoud wel)\n";
  }
  return broken ? 1 : 0;
}

int log_clean(const std::filesystem::path& file, bool as_json) {
  OpenedWithKeys house(file);
  if (!house) return 2;
  const auto signer = log::Signer::read(house.config->log.certificate, house.config->log.key);
  if (!signer) return std::cerr << signer.error() << '\n', 2;
  const store::Database database(house.config->store_file);
  store::Writer writer(database);
  const auto removed =
      schedule::clean_up(*house.config, database, writer, *house.keys, *signer, house.around());
  if (as_json)
    std::cout << json::serialize(json::object{{"inhouden", removed.bodies},
                                              {"gebeurtenissen", removed.events},
                                              {"onbestelbaar", removed.dead_letters},
                                              {"logregels", removed.entries},
                                              {"referenties", removed.references},
                                              {"paginas", removed.pages},
                                              {"uitBestanden", removed.from_disk}})
              << '\n';
  else
    std::cout << "Verwijderd volgens de bewaartermijnen: " << removed.bodies << " inhouden, "
              << removed.events << " gebeurtenissen, " << removed.dead_letters << " onbestelbare, "
              << removed.entries << " logregels; "
              << (removed.from_disk
                      ? "ook uit de bestanden gewist.\n"
                      : "nog niet uit de bestanden gewist, want er wordt gelezen: de gateway doet "
                        "dat binnen het uur, of geef dit opnieuw.\n");
  return 0;
}

int log_hold(const LogHold& options) {
  Opened house(options.config);
  if (!house) return 2;
  auto& sql = *house.sql;
  log::Entry entry;
  entry.message_id = uuid7(house.around());
  entry.moment = house.clock.now();
  entry.direction = log::direction::in;
  entry.feed = log::feed::gateway;
  entry.outcome = log::outcome::verwerkt;
  if (options.action == LogHold::Action::list) {
    json::array list;
    for (const auto& hold : log::holds(sql)) {
      const schemas::Moment since{schemas::Moment::Time(std::chrono::milliseconds(hold.since))};
      if (options.json)
        list.emplace_back(json::object{{"id", hold.id},
                                       {"gemeente", gemeente_of(*house.config, hold.tenant)},
                                       {"dossier", hold.dossier},
                                       {"reden", hold.reason},
                                       {"sinds", since.text()}});
      else
        std::cout << hold.id << "  " << gemeente_of(*house.config, hold.tenant) << "  "
                  << padded(hold.dossier.empty() ? "alles" : hold.dossier, 36) << "  "
                  << local_time(since, "%d-%m-%Y") << "  " << hold.reason << '\n';
    }
    if (options.json) std::cout << json::serialize(list) << '\n';
    return 0;
  }
  if (options.action == LogHold::Action::end) {
    const bool ended = store::transact(sql, [&] {
      const bool there = log::end_hold(sql, options.id);
      entry.kind = "bewaarplicht beëindigd";
      entry.reference = options.id;
      if (there) log::append(sql, entry);
      return there;
    });
    if (!ended) return std::cerr << "er is geen bewaarplicht met dit id; zie log hold list\n", 1;
    return 0;
  }
  log::Hold hold{entry.message_id, tenant_named(*house.config, options.tenant), options.dossier,
                 options.reason, milliseconds(entry.moment)};
  if (hold.tenant.empty()) {
    std::cerr << "gemeente " << options.tenant << " staat niet in de configuratie\n";
    return 2;
  }
  if (schemas::may_hold_bsn(hold.reason)) {
    std::cerr << "noem in de reden geen bsn; zij staat leesbaar in het logboek\n";
    return 2;
  }
  entry.kind = "bewaarplicht begonnen";
  entry.tenant = hold.tenant;
  entry.dossier = hold.dossier;
  entry.reference = hold.id;
  entry.faults = {{"", "reden", hold.reason}};
  store::transact(sql, [&] {
    log::add_hold(sql, hold);
    log::append(sql, entry);
  });
  std::cout << hold.id << '\n';
  return 0;
}

}  // namespace inburgering::gateway::cli
