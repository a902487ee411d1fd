// What an operator does to subscriptions, beside a running gateway or without one: both work on the store.
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <functional>
#include <iostream>
#include <sstream>

#include "gateway/base/milliseconds.h"
#include "gateway/cli/commands.h"
#include "gateway/cli/input.h"
#include "gateway/cli/opened.h"
#include "gateway/delivery/sink.h"
#include "gateway/log/exchange_log.h"
#include "gateway/subscriptions/changes.h"
#include "gateway/subscriptions/view.h"
#include "schemas/record/json_text.h"

namespace inburgering::gateway::cli {
namespace {

namespace json = boost::json;
using subscriptions::Standing;

int unknown(const std::string& id) {
  std::cerr << "abonnement " << id << " is niet bekend; zie subscription list\n";
  return 1;
}

log::Entry entry_of(OpenedWithKeys& house, const std::string& id, std::string_view kind) {
  auto entry = log::new_entry(house.around(), log::direction::in, log::feed::gateway, kind);
  entry.reference = id;
  entry.outcome = log::outcome::verwerkt;
  return entry;
}

/// Does something to a subscription in one transaction with its log entry; `act` answers what to say, or
/// nothing when it could not be done and said so itself.
using Act = std::function<std::optional<std::string>(OpenedWithKeys&, const Standing&)>;
int act_on(const std::filesystem::path& file, const std::string& id, std::string_view kind, const Act& act) {
  OpenedWithKeys house(file);
  if (!house) return 2;
  auto& sql = *house.sql;
  std::shared_ptr<const Standing> standing;
  const auto said = store::transact(sql, [&]() -> std::optional<std::string> {
    standing = subscriptions::find(sql, id);
    auto told = standing ? act(house, *standing) : std::nullopt;
    if (told) {
      auto entry = entry_of(house, id, kind);
      log::append(sql, entry);
    }
    return told;
  });
  if (!standing) return unknown(id);
  if (said) std::cout << *said << '\n';
  return said ? 0 : 1;
}

std::string line_of(store::Session& sql, const Standing& standing) {
  const auto counts = store::queue_counts(sql, standing.id());
  std::ostringstream line;
  line << padded(standing.id(), 24) << padded(std::string(standing.state()), 17)
       << padded(std::string(standing.wish.pulls() ? "ophalen" : standing.wish.form()), 15)
       << padded(std::to_string(counts.waiting) + " wachten", 18)
       << padded(std::to_string(counts.dead) + " onbestelbaar", 18) << standing.wish.url.value_or("");
  return line.str();
}

/// The dossier that was named; says so when the subscription has none of that id.
std::optional<store::Dossier> dossier_of(OpenedWithKeys& house, const Standing& standing,
                                         const std::string& id) {
  auto found =
      subscriptions::dossier_for(*house.sql, {*house.keys, house.around()}, *house.config, standing, id);
  if (!found) std::cerr << "dit dossier is niet bekend, of niet voor dit abonnement\n";
  return found;
}

}  // namespace

int subscription_list(const std::filesystem::path& file, bool as_json) {
  OpenedWithKeys house(file);
  if (!house) return 2;
  json::array list;
  for (const auto& standing : subscriptions::present(*house.sql)) {
    if (as_json)
      list.emplace_back(subscriptions::to_json(*house.sql, *standing));
    else
      std::cout << line_of(*house.sql, *standing) << '\n';
  }
  if (as_json) std::cout << json::serialize(list) << '\n';
  return 0;
}

int subscription_show(const std::filesystem::path& file, const std::string& id, bool as_json) {
  OpenedWithKeys house(file);
  if (!house) return 2;
  const auto standing = subscriptions::find(*house.sql, id);
  if (!standing) return unknown(id);
  const auto shown = subscriptions::to_json(*house.sql, *standing);
  if (as_json) {
    std::cout << json::serialize(shown) << '\n';
    return 0;
  }
  std::cout << line_of(*house.sql, *standing) << '\n';
  for (const auto& [name, value] : shown)
    if (name != "taken") std::cout << "  " << padded(std::string(name), 22) << json::serialize(value) << '\n';
  std::cout << "  " << padded(std::string("in metrics"), 22) << standing->metric_name() << '\n';
  constexpr int shown_jobs = 5;
  for (const auto& job : store::jobs_of(*house.sql, id, shown_jobs))
    std::cout << "  " << job.kind << ": " << job.done << " van " << job.total << " nagegaan, " << job.queued
              << " klaargezet" << (job.open ? ", loopt" : ", gereed") << '\n';
  for (const auto& lane : store::failing_lanes(*house.sql, id, shown_jobs))
    std::cout << "  staat vast: dossier " << lane.name << ", " << lane.attempts << " pogingen sinds "
              << local_time(
                     schemas::Moment(schemas::Moment::Time(std::chrono::milliseconds(lane.failing_since))),
                     "%d-%m %H:%M")
              << '\n';
  return 0;
}

int subscription_add(const std::filesystem::path& file, const std::string& from) {
  OpenedWithKeys house(file);
  if (!house) return 2;
  const auto text = read_input(from);
  if (!text) return 2;
  const auto value = schemas::parse_json(*text);
  auto wish = value ? schemas::read_json<wishes::Subscription>(*value) : std::unexpected(value.error());
  auto faults = wish ? wishes::check(*wish) : wish.error();
  if (wish)
    for (auto& fault : config::check_against(*house.config, *wish)) faults.push_back(std::move(fault));
  if (!faults.empty()) {
    print(faults);
    return 1;
  }
  auto& sql = *house.sql;
  const bool made = store::transact(sql, [&] {
    if (!subscriptions::create(sql, *house.config, *wish, store::origin::operation, house.around()))
      return false;
    auto entry = entry_of(house, wish->id, "abonnement gemaakt");
    log::append(sql, entry);
    return true;
  });
  if (!made) {
    std::cerr << "een abonnement met dit id is er al\n";
    return 1;
  }
  std::cout << line_of(sql, *subscriptions::find(sql, wish->id)) << '\n';
  return 0;
}

int subscription_set(const std::filesystem::path& file, const std::string& id, SubscriptionChange change) {
  const auto kind = change == SubscriptionChange::pause    ? "abonnement gepauzeerd"
                    : change == SubscriptionChange::resume ? "abonnement hervat"
                                                           : "abonnement verwijderd";
  return act_on(file, id, kind,
                [change](OpenedWithKeys& house, const Standing& standing) -> std::optional<std::string> {
                  if (change == SubscriptionChange::remove) {
                    if (standing.row.origin == store::origin::config) {
                      std::cerr << "dit abonnement staat in de configuratie; haal het daar weg en herstart\n";
                      return std::nullopt;
                    }
                    const auto waiting = subscriptions::remove(*house.sql, standing, house.around());
                    return "abonnement " + standing.id() + " wordt verwijderd; " + std::to_string(waiting) +
                           " wachtende gebeurtenissen worden niet meer geleverd";
                  }
                  subscriptions::set_paused(*house.sql, standing, change == SubscriptionChange::pause);
                  return line_of(*house.sql, *subscriptions::find(*house.sql, standing.id()));
                });
}

int subscription_test(const std::filesystem::path& file, const std::string& id) {
  OpenedWithKeys house(file);
  if (!house) return 2;
  const auto standing = subscriptions::find(*house.sql, id);
  if (!standing) return unknown(id);
  if (standing->wish.pulls()) {
    std::cerr << "wie zelf ophaalt heeft geen adres om te proberen\n";
    return 1;
  }
  adapters::transport::HttpClient client;
  auto entry = entry_of(house, id, "proefaflevering");
  const auto answer = delivery::test(*house.config, standing->wish, client, entry.message_id, entry.moment);
  const bool arrived = delivery::arrived(answer);
  entry.direction = log::direction::uit;
  entry.outcome = arrived ? log::outcome::afgeleverd : log::outcome::mislukt;
  entry.http_status = answer.status;
  entry.duration_ms = answer.duration.count();
  if (!arrived) entry.faults = {{"abonnement " + id, "proef", delivery::failure_of(answer)}};
  store::transact(*house.sql, [&] { log::append(*house.sql, entry); });
  if (arrived)
    std::cout << "aangekomen: HTTP " << answer.status << " in " << answer.duration.count() << " ms\n";
  else
    std::cout << "niet aangekomen: " << delivery::failure_of(answer) << '\n';
  return arrived ? 0 : 1;
}

int subscription_load(const std::filesystem::path& file, const std::string& id,
                      const std::optional<std::string>& wanted) {
  return act_on(
      file, id, "beginstand gevraagd",
      [&](OpenedWithKeys& house, const Standing& standing) -> std::optional<std::string> {
        std::optional<store::Dossier> dossier;
        if (wanted) {
          dossier = dossier_of(house, standing, *wanted);
          if (!dossier) return std::nullopt;
        }
        if (!subscriptions::start_present(*house.sql, *house.config, standing, dossier, house.around())) {
          std::cerr << "de beginstand wordt al klaargezet; zie subscription show\n";
          return std::nullopt;
        }
        return "de beginstand wordt klaargezet; volg het met subscription show " + id;
      });
}

int subscription_replay(const ReplayOptions& options) {
  return act_on(options.config, options.id, "herhaling gevraagd",
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

int subscription_dead(const std::filesystem::path& file, const std::string& id,
                      const std::optional<std::string>& event, bool as_json) {
  OpenedWithKeys house(file);
  if (!house) return 2;
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
    if (as_json) {
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
  if (as_json) std::cout << json::serialize(list) << '\n';
  return event && letters.empty() ? 1 : 0;
}

int subscription_retry(const std::filesystem::path& file, const std::string& id,
                       const std::optional<std::string>& event, const std::optional<std::string>& since) {
  return act_on(file, id, "onbestelbaar opnieuw",
                [&](OpenedWithKeys& house, const Standing& standing) -> std::optional<std::string> {
                  Milliseconds from = 0;
                  if (since) {
                    const auto moment = schemas::Moment::parse(*since, "--since");
                    if (!moment) return print({moment.error()}), std::nullopt;
                    from = milliseconds(*moment);
                  }
                  const auto count =
                      subscriptions::retry_dead(*house.sql, standing, event, from, house.clock.now());
                  return std::to_string(count) +
                         (count == 1 ? " gebeurtenis wacht weer" : " gebeurtenissen wachten weer");
                });
}

int subscription_blocked(const std::filesystem::path& file, const std::string& id, bool as_json) {
  OpenedWithKeys house(file);
  if (!house) return 2;
  if (!subscriptions::find(*house.sql, id)) return unknown(id);
  constexpr int most = 1000;
  json::array list;
  for (const auto& lane : store::failing_lanes(*house.sql, id, most))
    list.emplace_back(subscriptions::to_json(*house.sql, lane));
  if (as_json) {
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

int subscription_skip(const std::filesystem::path& file, const std::string& id, const std::string& dossier) {
  return act_on(file, id, "gebeurtenis overgeslagen",
                [&](OpenedWithKeys& house, const Standing& standing) -> std::optional<std::string> {
                  const auto event = subscriptions::skip(*house.sql, standing, dossier, house.clock.now());
                  if (event) return "gebeurtenis " + *event + " ligt nu bij onbestelbaar; de volgende gaat";
                  std::cerr << "bij dit dossier staat geen gebeurtenis vast; zie subscription blocked\n";
                  return std::nullopt;
                });
}

}  // namespace inburgering::gateway::cli
