// What an operator does to subscriptions, beside a running gateway or without one: both work on the store.
#include "gateway/cli/subscription.h"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <future>
#include <iostream>
#include <sstream>
#include <tuple>

#include "gateway/cli/input.h"
#include "gateway/delivery/sink.h"
#include "gateway/subscriptions/view.h"
#include "mapping/versions/versions.h"
#include "schemas/record/json_text.h"
#include "schemas/value/counted.h"

namespace inburgering::gateway::cli {

namespace json = boost::json;
using subscriptions::Outcome;
using subscriptions::Place;
using subscriptions::Refusal;
using subscriptions::Standing;

namespace {

std::string text_of(Refusal why, const std::string& id) {
  using enum Refusal;
  switch (why) {
    case unknown:
      return "abonnement " + id + " is niet bekend; zie subscription list";
    case taken:
      return "een abonnement met dit id is er al";
    case configured:
      return "dit abonnement staat in de configuratie; haal het daar weg en herstart";
    case loading:
      return "de beginstand wordt al klaargezet; zie subscription show";
    case unknown_dossier:
      return "dit dossier is niet bekend, of niet voor dit abonnement";
    case unknown_event:
      return "deze gebeurtenis is er niet, of niet voor dit abonnement";
    case no_period:
      return "dit tijdvak is leeg: --from ligt niet voor --until (zonder --until: nu)";
    case not_dead:
      return "deze gebeurtenis is niet onbestelbaar; zie subscription dead";
    case not_blocked:
      return "bij dit dossier staat geen gebeurtenis vast; zie subscription blocked";
    case unchangeable:
      return "dit abonnement staat in de configuratie of wordt verwijderd";
  }
  std::unreachable();
}

/// As the log says it of both APIs.
std::string_view outcome_of(Refusal why) {
  return why == Refusal::unknown || why == Refusal::not_dead || why == Refusal::not_blocked
             ? log::outcome::niet_gevonden
             : log::outcome::geweigerd;
}

}  // namespace

int unknown(const std::string& id) {
  std::cerr << text_of(Refusal::unknown, id) << '\n';
  return 1;
}

log::Entry entry_of(OpenedWithKeys& house, const std::string& id, std::string_view kind) {
  auto entry = log::new_entry(house.around(), log::direction::in, log::feed::gateway, kind);
  // Only what has the form of an id is written down: anything may be typed.
  if (wishes::forms::id.matches(id)) entry.reference = id;
  entry.outcome = log::outcome::verwerkt;
  return entry;
}

int logged(OpenedWithKeys& house, const std::string& id, std::string_view kind, const Ask& ask) {
  auto& sql = *house.sql;
  const store::Sealing sealing{*house.keys, house.around()};
  auto entry = entry_of(house, id, kind);
  std::optional<Outcome<std::string>> outcome;
  store::transact(sql, [&] {
    outcome = ask({sql, sealing, *house.config});
    if (!*outcome) entry.outcome = outcome_of(outcome->error());
    log::append(sql, entry);
  });
  if (*outcome)
    std::cout << **outcome << '\n';
  else
    std::cerr << text_of(outcome->error(), id) << '\n';
  return *outcome ? 0 : 1;
}

int act_on(const OfSubscription& one, std::string_view kind, const Act& act) {
  OpenedWithKeys house(one.config);
  if (!house) return 2;
  return logged(house, one.id, kind, [&](const Place& place) -> Outcome<std::string> {
    const auto standing = subscriptions::find(place.sql, one.id);
    if (!standing) return std::unexpected(Refusal::unknown);
    return act(place, *standing);
  });
}

namespace {

struct Add {
  std::filesystem::path config;
  std::string file = "-";  ///< a wish as JSON, as the API takes it, with `id` and `afnemer`
};
enum class Change { pause, resume, remove };

/// "model 1 tot 2027-12-01"
std::string told_by(const Standing& standing) {
  const auto* version = mapping::versions::find(standing.wish.version());
  return "model " + std::to_string(standing.wish.version()) +
         (version == nullptr || version->told_until.empty() ? ""
                                                            : " tot " + std::string(version->told_until));
}

std::string line_of(store::Session& sql, const Standing& standing) {
  const auto counts = store::queue_counts(sql, standing.id());
  std::ostringstream line;
  line << padded(standing.id(), 24) << padded(std::string(standing.state()), 17)
       << padded(std::string(standing.wish.pulls() ? "ophalen" : standing.wish.form()), 15)
       << padded(schemas::counted(counts.waiting, "wacht", "wachten"), 18)
       << padded(std::to_string(counts.dead) + " onbestelbaar", 18) << padded(told_by(standing), 30)
       << standing.wish.url.value_or("");
  return line.str();
}

int list_subscriptions(const Telling& options) {
  OpenedWithKeys house(options.config);
  if (!house) return 2;
  json::array list;
  for (const auto& standing : subscriptions::present(*house.sql)) {
    if (options.json)
      list.emplace_back(subscriptions::to_json(*house.sql, *standing));
    else
      std::cout << line_of(*house.sql, *standing) << '\n';
  }
  if (options.json) std::cout << json::serialize(list) << '\n';
  return 0;
}

int show_subscription(const ListedOne& options) {
  OpenedWithKeys house(options.config);
  if (!house) return 2;
  const auto& id = options.id;
  const auto standing = subscriptions::find(*house.sql, id);
  if (!standing) return unknown(id);
  const auto shown = subscriptions::to_json(*house.sql, *standing);
  if (options.json) {
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
    std::cout << "  staat vast: dossier " << lane.name << ", "
              << schemas::counted(lane.attempts, "poging", "pogingen") << " sinds "
              << local_time(
                     schemas::Moment(schemas::Moment::Time(std::chrono::milliseconds(lane.failing_since))),
                     "%d-%m %H:%M")
              << '\n';
  return 0;
}

int add(const Add& options) {
  OpenedWithKeys house(options.config);
  if (!house) return 2;
  const auto text = read_input(options.file);
  if (!text) return 2;
  const auto value = schemas::parse_json(*text);
  const auto wish = value ? subscriptions::read_wish(*house.config, *value, store::origin::operation)
                          : std::unexpected(value.error());
  if (!wish) {
    print(wish.error());
    return 1;
  }
  return logged(house, wish->id, subscriptions::kind::made, [&](const Place& place) -> Outcome<std::string> {
    const auto made = subscriptions::ask_to_make(place, *wish, store::origin::operation);
    if (!made) return std::unexpected(made.error());
    return line_of(place.sql, *subscriptions::find(place.sql, wish->id));
  });
}

int change(const OfSubscription& options, Change change) {
  const auto kind = change == Change::pause    ? subscriptions::kind::paused
                    : change == Change::resume ? subscriptions::kind::resumed
                                               : subscriptions::kind::removed;
  return act_on(options, kind,
                [change](const Place& place, const Standing& standing) -> Outcome<std::string> {
                  if (change == Change::remove) {
                    const auto waiting = subscriptions::ask_to_remove(place, standing);
                    if (!waiting) return std::unexpected(waiting.error());
                    return "abonnement " + standing.id() + " wordt verwijderd; " + std::to_string(*waiting) +
                           " wachtende gebeurtenissen worden niet meer geleverd";
                  }
                  subscriptions::set_paused(place.sql, standing, change == Change::pause);
                  return line_of(place.sql, *subscriptions::find(place.sql, standing.id()));
                });
}

int test(const OfSubscription& options) {
  OpenedWithKeys house(options.config);
  if (!house) return 2;
  const auto& id = options.id;
  const auto standing = subscriptions::find(*house.sql, id);
  if (!standing) return unknown(id);
  if (standing->wish.pulls()) {
    std::cerr << delivery::nothing_to_test << '\n';
    return 1;
  }
  adapters::transport::HttpClient client;
  delivery::Sinks sinks(client);
  const store::Sealing sealing{*house.keys, house.around()};
  auto entry = entry_of(house, id, subscriptions::kind::tried);
  std::promise<adapters::transport::Answer> told;
  delivery::test(sinks, {*house.config, sealing, *standing}, entry.message_id,
                 [&told](const adapters::transport::Answer& each) { told.set_value(each); });
  const auto answer = told.get_future().get();
  entry.direction = log::direction::uit;
  delivery::note_test(entry, answer);
  store::transact(*house.sql, [&] { log::append(*house.sql, entry); });
  if (delivery::arrived(answer))
    std::cout << "aangekomen: HTTP " << answer.status << " in " << answer.duration.count() << " ms\n";
  else
    std::cout << "niet aangekomen: " << delivery::failure_of(answer) << '\n';
  return delivery::arrived(answer) ? 0 : 1;
}

}  // namespace

void add_subscription(Commands& program) {
  auto subscription = program.group("subscription", "abonnementen van afnemers");
  subscription.add_telling("list", "alle abonnementen", list_subscriptions);
  const auto [one, showing] = add_on_one<ListedOne>(
      subscription, "show", "één abonnement, met zijn taken en wie er vaststaat", show_subscription);
  one->add_flag("--json", showing.json, "als JSON");
  const auto [adding, wish] = subscription.add<Add>("add", "maakt een abonnement", add);
  adding->add_option("FILE", wish.file, "de wens als JSON, met id en afnemer; - is standaardinvoer")
      ->capture_default_str();
  for (const auto& [name, help, wanted] :
       {std::tuple{"pause", "levert voorlopig niets; wat gebeurt blijft wachten", Change::pause},
        std::tuple{"resume", "gaat verder", Change::resume},
        std::tuple{"remove", "beëindigt een abonnement en haalt zijn wachtrij leeg", Change::remove}})
    add_on_one<OfSubscription>(subscription, name, help,
                               [to = wanted](const OfSubscription& options) { return change(options, to); });
  add_on_one<OfSubscription>(subscription, "test", "stuurt een proefgebeurtenis, over niemand", test);
  add_subscription_queue(subscription);
}

}  // namespace inburgering::gateway::cli
