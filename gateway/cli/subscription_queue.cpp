// What waits for a subscription, and what does not arrive: queued anew, tried again or passed over.
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <iostream>
#include <tuple>

#include "gateway/cli/subscription.h"
#include "gateway/subscriptions/view.h"
#include "schemas/value/counted.h"

namespace inburgering::gateway::cli {
namespace {

namespace json = boost::json;
using subscriptions::Outcome;
using subscriptions::Particulars;
using subscriptions::Place;
using subscriptions::Standing;

struct Load : OfSubscription {
  std::optional<std::string> dossier;  ///< only of this one
};
struct Replay : OfSubscription {
  std::optional<std::string> event, dossier, from, until;
};
struct Dead : OfSubscription {
  std::optional<std::string> event;
  bool json = false;
};
struct Retry : OfSubscription {
  std::optional<std::string> event, since;
};
struct Skip : OfSubscription {
  std::string dossier;
};

int load_present(const Load& options) {
  return act_on(options, subscriptions::kind::loaded,
                [&](const Place& place, const Standing& standing) -> Outcome<std::string> {
                  const auto loaded =
                      subscriptions::ask_to_load(place, standing, {.dossier = options.dossier});
                  if (!loaded) return std::unexpected(loaded.error());
                  return "de beginstand wordt klaargezet; volg het met subscription show " + options.id;
                });
}

int replay(const Replay& options) {
  if (!options.event && !options.dossier && !options.from)
    throw CLI::RequiredError("--event, --dossier of --from");
  schemas::Faults faults;
  const Particulars given{.dossier = options.dossier,
                          .event = options.event,
                          .from = subscriptions::read_moment(options.from, "--from", faults),
                          .until = subscriptions::read_moment(options.until, "--until", faults)};
  if (!faults.empty()) return print(faults), 1;
  return act_on(options, subscriptions::kind::repeated,
                [&](const Place& place, const Standing& standing) -> Outcome<std::string> {
                  const auto count = subscriptions::ask_to_repeat(place, standing, given);
                  if (!count) return std::unexpected(count.error());
                  if (given.event) return "1 gebeurtenis wacht opnieuw";
                  return schemas::counted(*count, "gebeurtenis wordt", "gebeurtenissen worden") +
                         " nagegaan; volg het met subscription show " + standing.id();
                });
}

int list_dead(const Dead& options) {
  OpenedWithKeys house(options.config);
  if (!house) return 2;
  const auto& [id, event] = std::tie(options.id, options.event);
  auto& sql = *house.sql;
  if (!subscriptions::find(sql, id)) return unknown(id);
  constexpr int most = 1000;
  std::vector<store::DeadLetter> letters;
  if (!event)
    letters = store::dead_letters(sql, id, 0, most);
  else if (auto found = store::find_dead_letter(sql, id, *event))
    letters.push_back(std::move(*found));
  json::array list;
  for (const auto& letter : letters) {
    if (options.json) {
      list.emplace_back(subscriptions::to_json(letter));
      continue;
    }
    const schemas::Moment moment{schemas::Moment::Time(std::chrono::milliseconds(letter.moment))};
    std::cout << letter.event.id << "  " << local_time(moment, "%d-%m %H:%M") << "  "
              << padded(letter.reason, 14) << "HTTP " << padded(std::to_string(letter.http_status), 5)
              << schemas::counted(letter.attempts, "poging", "pogingen") << "  " << letter.event.type
              << ", nr " << letter.event.sequence << " van dossier " << letter.event.dossier << '\n';
    if (!event) continue;
    // One letter is shown with all that was tried.
    for (const auto& entry : log::journey(sql, letter.event.message_id))
      if (entry.reference == letter.event.id)
        std::cout << "  " << local_time(entry.moment, "%d-%m %H:%M:%S") << "  " << padded(entry.outcome, 12)
                  << "HTTP " << padded(std::to_string(entry.http_status), 5)
                  << (entry.faults.empty() ? "" : entry.faults.front().message) << '\n';
  }
  if (options.json) std::cout << json::serialize(list) << '\n';
  return event && letters.empty() ? 1 : 0;
}

int retry(const Retry& options) {
  schemas::Faults faults;
  const Particulars given{.event = options.event,
                          .since = subscriptions::read_moment(options.since, "--since", faults)};
  if (!faults.empty()) return print(faults), 1;
  return act_on(options, subscriptions::kind::retried,
                [&](const Place& place, const Standing& standing) -> Outcome<std::string> {
                  const auto count = subscriptions::ask_to_retry(place, standing, given);
                  if (!count) return std::unexpected(count.error());
                  return schemas::counted(*count, "gebeurtenis wacht weer", "gebeurtenissen wachten weer");
                });
}

int list_blocked(const ListedOne& options) {
  OpenedWithKeys house(options.config);
  if (!house) return 2;
  const auto& id = options.id;
  if (!subscriptions::find(*house.sql, id)) return unknown(id);
  constexpr int most = 1000;
  json::array list;
  for (const auto& lane : store::failing_lanes(*house.sql, id, most))
    list.emplace_back(subscriptions::to_json(*house.sql, lane));
  if (options.json) {
    std::cout << json::serialize(list) << '\n';
    return 0;
  }
  for (const auto& each : list) {
    const auto& lane = each.as_object();
    const auto* event = lane.if_contains("gebeurtenis");
    std::cout << "dossier " << lane.at("dossier").as_string().c_str() << "  "
              << schemas::counted(lane.at("pogingen").to_number<std::int64_t>(), "poging", "pogingen")
              << " sinds " << json::serialize(lane.at("sinds")) << "  gebeurtenis "
              << (event == nullptr ? "" : event->as_string().c_str()) << '\n';
  }
  return 0;
}

int skip(const Skip& options) {
  return act_on(options, subscriptions::kind::skipped,
                [&](const Place& place, const Standing& standing) -> Outcome<std::string> {
                  const auto event =
                      subscriptions::ask_to_skip(place, standing, {.dossier = options.dossier});
                  if (!event) return std::unexpected(event.error());
                  return "gebeurtenis " + *event + " ligt nu bij onbestelbaar; de volgende gaat";
                });
}

}  // namespace

void add_subscription_queue(Commands& subscription) {
  const auto [loading, present] =
      add_on_one<Load>(subscription, "load", "zet de huidige stand klaar", load_present);
  loading->add_option("--dossier", present.dossier, "alleen van dit dossier");

  const auto [replaying, which] =
      add_on_one<Replay>(subscription, "replay", "zet gebeurtenissen opnieuw klaar", replay);
  replaying->add_option("--event", which.event, "deze ene");
  replaying->add_option("--dossier", which.dossier, "alles van dit dossier");
  replaying->add_option("--from", which.from, "vanaf dit moment: 2026-11-25T00:00:00Z");
  replaying->add_option("--until", which.until, "tot dit moment; zonder: nu");

  const auto [dead, letters] =
      add_on_one<Dead>(subscription, "dead", "gebeurtenissen die niet meer worden aangeboden", list_dead);
  dead->add_option("--event", letters.event, "deze ene, met wat er is geprobeerd");
  dead->add_flag("--json", letters.json, "als JSON");

  const auto [retrying, again] =
      add_on_one<Retry>(subscription, "retry", "biedt ze opnieuw aan: allemaal (10.000 tegelijk), of", retry);
  retrying->add_option("--event", again.event, "deze ene");
  retrying->add_option("--since", again.since, "die sinds dit moment onbestelbaar zijn");

  const auto [blocked, lanes] = add_on_one<ListedOne>(
      subscription, "blocked", "personen van wie een gebeurtenis niet aankomt", list_blocked);
  blocked->add_flag("--json", lanes.json, "als JSON");

  const auto [skipping, stuck] =
      add_on_one<Skip>(subscription, "skip", "legt de gebeurtenis die niet aankomt bij onbestelbaar", skip);
  skipping->add_option("DOSSIER", stuck.dossier, "zie subscription blocked")->required();
}

}  // namespace inburgering::gateway::cli
