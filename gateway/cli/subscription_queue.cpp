// What waits for a subscription, and what does not arrive: queued anew, tried again or passed over.
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <iostream>
#include <tuple>

#include "gateway/base/milliseconds.h"
#include "gateway/cli/subscription.h"
#include "gateway/subscriptions/changes.h"
#include "gateway/subscriptions/view.h"

namespace inburgering::gateway::cli {
namespace {

namespace json = boost::json;
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

/// The dossier that was named; says so when the subscription has none of that id.
std::optional<store::Dossier> dossier_of(OpenedWithKeys& house, const Standing& standing,
                                         const std::string& id) {
  auto found =
      subscriptions::dossier_for(*house.sql, {*house.keys, house.around()}, *house.config, standing, id);
  if (!found) std::cerr << "dit dossier is niet bekend, of niet voor dit abonnement\n";
  return found;
}

int load_present(const Load& options) {
  return act_on(
      options, "beginstand gevraagd",
      [&](OpenedWithKeys& house, const Standing& standing) -> std::optional<std::string> {
        std::optional<store::Dossier> dossier;
        if (options.dossier) {
          dossier = dossier_of(house, standing, *options.dossier);
          if (!dossier) return std::nullopt;
        }
        if (!subscriptions::start_present(*house.sql, *house.config, standing, dossier, house.around())) {
          std::cerr << "de beginstand wordt al klaargezet; zie subscription show\n";
          return std::nullopt;
        }
        return "de beginstand wordt klaargezet; volg het met subscription show " + options.id;
      });
}

int replay(const Replay& options) {
  if (!options.event && !options.dossier && !options.from)
    throw CLI::RequiredError("--event, --dossier of --from");
  return act_on(options, "herhaling gevraagd",
                [&](OpenedWithKeys& house, const Standing& standing) -> std::optional<std::string> {
                  auto& sql = *house.sql;
                  if (options.event) {
                    if (subscriptions::replay_one(sql, {*house.keys, house.around()}, *house.config, standing,
                                                  *options.event))
                      return "1 gebeurtenis wacht opnieuw";
                    std::cerr << "deze gebeurtenis is er niet, of niet voor dit abonnement\n";
                    return std::nullopt;
                  }
                  subscriptions::Replay replay;
                  if (options.dossier) {
                    replay.dossier = dossier_of(house, standing, *options.dossier);
                    if (!replay.dossier) return std::nullopt;
                  } else {
                    const auto from = schemas::Moment::parse(options.from.value_or(""), "--from");
                    const auto until =
                        options.until ? schemas::Moment::parse(*options.until, "--until")
                                      : std::expected<schemas::Moment, schemas::Fault>(house.clock.now());
                    if (!from || !until) {
                      print({from ? until.error() : from.error()});
                      return std::nullopt;
                    }
                    replay.from = *from;
                    replay.until = *until;
                  }
                  return std::to_string(subscriptions::start_replay(sql, *house.config, standing, replay,
                                                                    house.around())) +
                         " gebeurtenissen worden nagegaan; volg het met subscription show " + standing.id();
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
              << letter.attempts << " pogingen  " << letter.event.type << ", nr " << letter.event.sequence
              << " van dossier " << letter.event.dossier << '\n';
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
  return act_on(options, "onbestelbaar opnieuw",
                [&](OpenedWithKeys& house, const Standing& standing) -> std::optional<std::string> {
                  Milliseconds from = 0;
                  if (options.since) {
                    const auto moment = schemas::Moment::parse(*options.since, "--since");
                    if (!moment) return print({moment.error()}), std::nullopt;
                    from = milliseconds(*moment);
                  }
                  const auto count =
                      subscriptions::retry_dead(*house.sql, standing, options.event, from, house.clock.now());
                  return std::to_string(count) +
                         (count == 1 ? " gebeurtenis wacht weer" : " gebeurtenissen wachten weer");
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
    std::cout << "dossier " << lane.at("dossier").as_string().c_str() << "  " << lane.at("pogingen")
              << " pogingen sinds " << json::serialize(lane.at("sinds")) << "  gebeurtenis "
              << (event == nullptr ? "" : event->as_string().c_str()) << '\n';
  }
  return 0;
}

int skip(const Skip& options) {
  return act_on(options, "gebeurtenis overgeslagen",
                [&](OpenedWithKeys& house, const Standing& standing) -> std::optional<std::string> {
                  const auto event =
                      subscriptions::skip(*house.sql, standing, options.dossier, house.clock.now());
                  if (event) return "gebeurtenis " + *event + " ligt nu bij onbestelbaar; de volgende gaat";
                  std::cerr << "bij dit dossier staat geen gebeurtenis vast; zie subscription blocked\n";
                  return std::nullopt;
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
