// `log show`, `log body` and `log person`: one message, and what concerns one person.
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <iostream>
#include <stdexcept>

#include "gateway/base/milliseconds.h"
#include "gateway/cli/log.h"
#include "gateway/cli/opened.h"
#include "gateway/cli/who.h"
#include "gateway/config/askable.h"
#include "gateway/exchange/ask.h"
#include "gateway/log/forget.h"
#include "gateway/log/four_eyes.h"
#include "gateway/log/look.h"
#include "gateway/log/retention.h"
#include "gateway/log/search.h"
#include "gateway/log/security.h"
#include "gateway/log/view.h"
#include "gateway/store/dossiers.h"
#include "gateway/store/followed.h"
#include "schemas/value/text.h"

namespace inburgering::gateway::cli {
namespace {

namespace json = boost::json;

struct Show {
  std::filesystem::path config;
  std::string id;
  bool json = false;
};
struct Body {
  std::filesystem::path config;
  std::string id;
  std::string reason;
};
struct Person {
  std::filesystem::path config;
  std::string tenant;  ///< gemeentecode or OIN
  std::string bsn;     ///< "-" = from standard input, so that it stands in no history of commands
  std::string reason;
  bool json = false;
  bool forget = false;
};

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
  // What was taken out says on which ground and for what in the place of faults.
  const bool exported = entry.kind == log::kind::exported;
  for (const auto& fault : entry.faults)
    line(exported ? fault.rule : "fout", exported ? fault.message : schemas::to_text(fault));
}

int show_entry(const Show& options) {
  Opened house(options.config);
  if (!house) return 2;
  const auto entry = log::find(*house.sql, options.id);
  if (!entry) {
    std::cerr << "er is geen bericht met id " << options.id << "; 'log list --json' toont de ids\n";
    return 1;
  }
  const auto journey = log::journey(*house.sql, entry->cause_id);
  if (options.json) {
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

/// The body of a message; that it was looked at, and why, is logged.
int show_body(const Body& options) {
  OpenedWithKeys house(options.config);
  if (!house) return 2;
  auto& sql = *house.sql;
  const auto shown = store::transact(sql, [&] {
    return log::show_body(sql, *house.keys, options.id, {who_commands(), options.reason},
                          log::FourEyes(*house.config, house.around()), house.around());
  });
  if (!shown) return std::cerr << shown.error().why << '\n', 1;
  std::cout << *shown << '\n';
  return 0;
}

/// Asks the BRP to follow the person no longer: until it has answered they cannot go.
void stop_following(OpenedWithKeys& house, const std::string& tenant, const std::string& dossier,
                    const std::string& reason) {
  auto entry =
      log::new_entry(house.around(), log::direction::in, log::feed::beheer, log::kind::unfollow_asked);
  entry.tenant = tenant;
  entry.subject = who_commands();
  entry.dossier = dossier;
  entry.outcome = log::outcome::verwerkt;
  entry.faults = {{"", "reden", reason}};
  store::Question question;
  question.id = uuid7(house.around());
  question.tenant = tenant;
  question.dossier = dossier;
  question.resource = config::vragen::niet_volgen;
  question.cause_id = entry.message_id;
  question.due = milliseconds(house.clock.now());
  question.peer = exchange::peer_of(*house.config, tenant, question.resource);
  store::transact(*house.sql, [&] {
    log::append(*house.sql, entry);
    store::add_question(*house.sql, question);
  });
  std::cerr << "de BRP volgt deze persoon nog voor deze gemeente; haar is gevraagd daarmee op te houden. "
               "Geef dit commando opnieuw als zij heeft geantwoord (log list)\n";
}

/// All that is kept about one person goes, and the key that it was sealed under (AVG, article 17).
int forget_person(OpenedWithKeys& house, const std::string& tenant, const schemas::Bsn& bsn,
                  const Person& options) {
  auto& sql = *house.sql;
  const store::Sealing sealing{*house.keys, house.around()};
  const auto known = store::find_person(sql, sealing, tenant, {bsn, {}});
  if (!known) return std::cerr << "van deze persoon is bij deze gemeente niets bekend\n", 1;
  if (store::is_followed(sql, tenant, known->id))
    return stop_following(house, tenant, known->id, options.reason), 1;
  // A refusal of the second operator is written down; one that comes after it leaves the consent as it was.
  struct Undone : std::runtime_error {
    using std::runtime_error::runtime_error;
  };
  const log::FourEyes eyes(*house.config, house.around());
  const auto who = who_commands();
  std::expected<log::Forgotten, std::string> gone;
  try {
    store::transact(sql, [&] {
      // Once more where nothing can come between.
      const auto dossier = store::find_person(sql, sealing, tenant, {bsn, {}});
      if (!dossier) throw Undone("deze persoon is zojuist al verwijderd");
      if (auto allowed = eyes.use(sql, {config::Deed::vergeten, tenant, dossier->id}, who); !allowed) {
        gone = std::unexpected(std::move(allowed.error()));
        return;
      }
      gone = log::forget_person(sql, sealing, *dossier, log::holds(sql));
      if (!gone) throw Undone(gone.error());
      auto entry =
          log::new_entry(house.around(), log::direction::in, log::feed::beheer, log::kind::person_removed);
      entry.tenant = tenant;
      entry.subject = who;
      entry.dossier = dossier->id;
      entry.outcome = log::outcome::verwerkt;
      entry.faults = {{"", "reden", options.reason}, {"", "verwijderd", log::to_text(*gone)}};
      log::append(sql, entry);
    });
  } catch (const Undone& undone) {
    gone = std::unexpected(std::string(undone.what()));
  }
  if (!gone) return std::cerr << "deze persoon kan nog niet weg: " << gone.error() << '\n', 1;
  store::transact(sql, [&] { store::destroy_gone_keys(sql, *house.keys); });
  const bool wiped = sql.engine().wipe_removed();
  std::cout << "Verwijderd: " << log::to_text(*gone)
            << ". De sleutel waaronder dat verzegeld was is vernietigd: ook kopieën van de opslag tonen het "
               "niet meer"
            << (wiped ? ".\n"
                      : ".\nIn het -wal-bestand staat het verzegeld tot de gateway dat binnen het uur "
                        "afkort.\n")
            << "Het logboek blijft, en noemt niemand. Wat afnemers al kregen verwijderen zij zelf.\n";
  return 0;
}

/// Every exchange about one person, for who asks what is kept (AVG, article 15); that is logged.
int show_person(const Person& options) {
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
  if (options.forget) return forget_person(house, tenant, *bsn, options);
  auto& sql = *house.sql;
  std::optional<std::string> dossier;
  store::transact(sql, [&] {
    dossier = store::find_dossier_id(sql, *house.keys, tenant, {*bsn, {}});
    log::note_look(sql, {who_commands(), options.reason}, log::kind::person_seen, {}, tenant,
                   dossier.value_or(""), {}, house.around());
  });
  if (!dossier) return std::cerr << "van deze persoon is bij deze gemeente niets bekend\n", 1;
  log::Filter filter;
  filter.tenants = {{tenant}};
  filter.dossier = *dossier;
  constexpr int all = 100'000;
  filter.count = all;
  const auto page = log::search(sql, filter, house.clock, search_patience);
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

}  // namespace

void add_log_look(Commands& log) {
  const auto [one, showing] = log.add<Show>("show", "één bericht met zijn hele reis", show_entry);
  one->add_option("ID", showing.id, "bericht-id")->required();
  one->add_flag("--json", showing.json, "als JSON");

  const auto [body, looking] =
      log.add<Body>("body", "de inhoud van één bericht; het inzien wordt gelogd", show_body);
  body->add_option("ID", looking.id, "bericht-id")->required();
  body->add_option("--reden", looking.reason, "waarom u de inhoud nodig hebt")->required();

  const auto [person, about] =
      log.add<Person>("person", "alles over één persoon; het inzien wordt gelogd", show_person);
  person->add_option("--gemeente", about.tenant, "gemeentecode of OIN")->required();
  person->add_option("--bsn", about.bsn, "- leest het van standaardinvoer")->required();
  person->add_option("--reden", about.reason, "waarom; noem geen persoon")->required();
  auto* json = person->add_flag("--json", about.json, "als JSON");
  person
      ->add_flag("--vergeet", about.forget,
                 "verwijdert alles over deze persoon, en de sleutel waaronder het verzegeld is; "
                 "onherroepelijk, en gelogd")
      ->excludes(json);
}

}  // namespace inburgering::gateway::cli
