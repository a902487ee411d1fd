// Overzicht: is everything well, and what to do when it is not.
#include "gateway/operator/overview.h"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <map>
#include <ranges>
#include <set>

#include "adapters/token/key.h"
#include "gateway/base/milliseconds.h"
#include "gateway/http/answers.h"
#include "gateway/identity/certificates.h"
#include "gateway/identity/revocation.h"
#include "gateway/log/words.h"
#include "gateway/operator/desk.h"
#include "gateway/operator/endangered.h"
#include "gateway/operator/nodes.h"
#include "gateway/schedule/herstel.h"
#include "gateway/schedule/runs.h"
#include "gateway/store/klokken.h"
#include "gateway/store/meldingen.h"
#include "gateway/store/schijf.h"
#include "gateway/store/traffic.h"
#include "schemas/value/counted.h"

namespace inburgering::gateway::operation {
namespace {

namespace json = boost::json;

constexpr Milliseconds an_hour = 3'600'000;
constexpr Milliseconds a_day = 24 * an_hour;
/// Days before a full disk from which that is told, and from which it is an outage to come.
constexpr std::int64_t disk_told_before = 30;
constexpr std::int64_t disk_urgent_before = 3;

/// What an overview is made of, looked at once.
struct Seen {
  std::vector<std::pair<std::shared_ptr<const subscriptions::Standing>, QueueState>> queues;
  std::vector<identity::ExpiringCertificate> certificates;  ///< for who works for all gemeenten
  std::vector<store::SyncRun> runs;                         ///< the newest first
};

Seen look(store::Session& sql, const View& view) {
  const auto& [config, visitor, now, live] = view;
  Seen seen;
  for (const auto& standing : subscriptions::present(sql))
    if (visitor.sees_codes(config, standing->wish.gemeenten))
      seen.queues.emplace_back(standing, queue_state(config, sql, *standing, now, live.sinks));
  if (!visitor.tenants) seen.certificates = identity::certificates(config, sql, now);
  constexpr int shown_runs = 50;
  seen.runs = store::last_runs(sql, shown_runs);
  std::erase_if(seen.runs, [&](const store::SyncRun& run) { return !visitor.sees(run.tenant); });
  return seen;
}

void concerns_of_subscription(store::Session& sql, const subscriptions::Standing& standing,
                              const QueueState& state, std::vector<Concern>& list) {
  const auto name = "Abonnement " + standing.id();
  const auto page = "abonnementen/" + standing.id();
  if (state.circuit_open)
    list.push_back({true,
                    name + ": de ontvanger antwoordt niet; er wacht" + (state.waiting == 1 ? "" : "en") +
                        " " + schemas::counted(state.waiting, "gebeurtenis", "gebeurtenissen"),
                    "bel " + (state.afnemer.empty() ? "de afnemer" : state.afnemer) +
                        "; zodra de ontvanger weer antwoordt gaat de levering vanzelf verder",
                    page});
  if (standing.unreadable)
    list.push_back({true, name + ": wat het vraagt is in de opslag niet te lezen; er wordt niets klaargezet",
                    "laat de afnemer het opnieuw vastleggen (PUT), en daarna de beginstand opvragen", page});
  if (standing.state() == "te-bevestigen")
    list.push_back({false, name + ": de ontvanger heeft nog niet bevestigd dat hij wil ontvangen",
                    "doe een proefaflevering en laat de afnemer de handshake nakijken", page});
  if (state.dead > 0)
    list.push_back({false,
                    name + ": " + schemas::counted(state.dead, "gebeurtenis is", "gebeurtenissen zijn") +
                        " onbestelbaar",
                    "bekijk waarom, en bied ze opnieuw aan als de afnemer het heeft hersteld", page});
  const auto blocked = store::failing_lanes(sql, standing.id(), 100);
  if (!blocked.empty() && !state.circuit_open)
    list.push_back({false,
                    name + ": bij " + schemas::counted(std::ssize(blocked), "persoon", "personen") +
                        " komt een gebeurtenis niet aan",
                    "bekijk de foutmelding; overslaan kan, dan gaat de rest verder", page});
  if (standing.row.paused && state.waiting > 0)
    list.push_back({false,
                    name + " is gepauzeerd; er wacht" + (state.waiting == 1 ? "" : "en") + " " +
                        schemas::counted(state.waiting, "gebeurtenis", "gebeurtenissen"),
                    "hervat het als de reden voorbij is", page});
}

json::object counts_of(std::int64_t messages, std::int64_t trouble) {
  return {{"berichten", messages}, {"fouten", trouble}};
}

/// Sums a feed for the tiles and the graph.
struct Sum {
  std::int64_t hour = 0, hour_trouble = 0, day = 0, day_trouble = 0, duration = 0, waited = 0;
};

/// Points of a graph: a moment in seconds, the messages of each feed of partners, and what went wrong.
class Graph {
 public:
  void add(Milliseconds at, const store::Traffic& traffic) {
    points_[at][traffic.feed] += traffic.messages;
    points_[at][faults] += traffic.trouble;
  }
  json::array to_json(Milliseconds first, Milliseconds last, Milliseconds step) const {
    json::array told;
    for (auto moment = first; moment <= last; moment += step) {
      json::array point{moment / 1000};
      for (const auto feed : log::feed::partners) point.emplace_back(at(moment, feed));
      point.emplace_back(at(moment, faults));
      told.emplace_back(std::move(point));
    }
    return told;
  }

 private:
  static constexpr std::string_view faults = "fouten";
  std::int64_t at(Milliseconds moment, std::string_view line) const {
    const auto point = points_.find(moment);
    if (point == points_.end()) return 0;
    const auto found = point->second.find(line);
    return found == point->second.end() ? 0 : found->second;
  }
  std::map<Milliseconds, std::map<std::string_view, std::int64_t>> points_;
};

/// Minute by minute, the one that runs included.
json::array last_hour(store::Session& sql, const Visitor& visitor, Milliseconds now) {
  const auto first = (now - an_hour) / store::minute * store::minute;
  const auto minutes = store::minutes_since(sql, first);
  Graph graph;
  for (const auto& each : minutes)
    if (visitor.sees(each.tenant)) graph.add(each.bucket, each);
  return graph.to_json(first, now, store::minute);
}

json::object traffic_to_json(store::Session& sql, const Visitor& visitor, Milliseconds now) {
  constexpr Milliseconds step = 3 * store::traffic_bucket;  // a quarter of an hour
  const auto first = (now - a_day) / step * step;
  std::map<std::string, Sum, std::less<>> sums;
  Graph graph;
  const auto traffic = store::traffic_since(sql, first);
  for (const auto& each : traffic) {
    if (!visitor.sees(each.tenant)) continue;
    auto& sum = sums[each.feed];
    sum.day += each.messages;
    sum.day_trouble += each.trouble;
    if (each.bucket >= now - an_hour) {
      sum.hour += each.messages;
      sum.hour_trouble += each.trouble;
      sum.duration += each.duration_ms;
      sum.waited += each.waited_ms;
    }
    graph.add(each.bucket / step * step, each);
  }
  json::array tiles;
  for (const auto feed : log::feed::partners) {
    const auto found = sums.find(feed);
    const auto sum = found == sums.end() ? Sum{} : found->second;
    tiles.emplace_back(
        json::object{{"feed", feed},
                     {"uur", counts_of(sum.hour, sum.hour_trouble)},
                     {"dag", counts_of(sum.day, sum.day_trouble)},
                     {"gemiddeldMs", sum.hour == 0 ? json::value() : json::value(sum.duration / sum.hour)},
                     {"vertragingMs", sum.hour == 0 ? json::value() : json::value(sum.waited / sum.hour)}});
  }
  return {{"feeds", std::move(tiles)},
          {"verloop", graph.to_json(first, now, step)},
          {"verloopUur", last_hour(sql, visitor, now)}};
}

std::vector<Concern> concerns_of(store::Session& sql, const View& view, const Seen& seen) {
  const auto& live = view.live;
  std::vector<Concern> list;
  if (!live.readiness.ready)
    list.push_back({true, "De gateway neemt niets aan: " + live.readiness.detail,
                    "zie het logboek van de dienst (journalctl)", ""});
  for (const auto& [standing, state] : seen.queues) concerns_of_subscription(sql, *standing, state, list);
  if (!view.visitor.tenants) {
    for (const auto& certificate : seen.certificates) {
      constexpr int soon = 30;
      if (certificate.days_left <= soon)
        list.push_back({certificate.days_left < 0, identity::warning_text(certificate), "", "ketenpartners"});
      if (const auto weak = identity::key_warning(certificate))
        list.push_back({false, *weak, "", "ketenpartners"});
    }
    for (const auto& each : identity::revocation_lists(view.config, view.now))
      if (identity::asks_attention(each))
        list.push_back({each.ended(), identity::warning_text(each), "", "ketenpartners"});
    for (const auto& each : identity::statuses(view.config, view.now))
      if (auto warning = identity::warning_text(each))
        list.push_back({each.own && each.is_revoked(), std::move(*warning), "", "ketenpartners"});
    for (const auto& each : adapters::token::states())
      if (each.fault)
        list.push_back({true, "Sleutel " + each.name + " in een token is niet te gebruiken: " + *each.fault,
                        "zie \"Een sleutel in een token\" in docs/beheer.md", ""});
    if (const auto days = days_until_full(store::measurements(sql)); days && *days <= disk_told_before)
      list.push_back({*days <= disk_urgent_before,
                      "De schijf van de opslag is over " + schemas::counted(*days, "dag", "dagen") +
                          " vol, als het gaat zoals de laatste twee weken",
                      "maak ruimte of vergroot de schijf; zie \"Ruimte\" in docs/beheer.md", ""});
    if (const auto herstel = store::open_herstel(sql))
      list.push_back({false, "Let op: " + schedule::text_of(sql, view.config, *herstel),
                      "doe wat 'store herstel' zegt, en meld dat met 'store herstel --klaar'", ""});
    if (const auto& since = live.logboek_failing_since)
      list.push_back({false, "Het Logboek dataverwerkingen wordt sinds " + since->text() + " niet bijgewerkt",
                      "kijk of de verzamelaar bereikbaar is; wat is gemist wordt alsnog verteld", ""});
    if (const auto uncertain = store::count_meldingen(sql, store::melding_state::uncertain); uncertain > 0)
      list.push_back(
          {false, schemas::counted(uncertain, "melding aan DUO is", "meldingen aan DUO zijn") + " onzeker",
           "kijk bij DUO en besluit met 'melding accept', 'retry' of 'withdraw'", ""});
  }
  std::set<std::string> looked;
  for (const auto& run : seen.runs) {
    if (!looked.insert(run.schedule + run.tenant).second) continue;
    const auto sum = schedule::sum_of(store::counts_of(sql, run.id));
    if (sum.failed > 0)
      list.push_back({false,
                      "Synchronisatie " + run.schedule + ": " +
                          schemas::counted(sum.failed, "vraag mislukte", "vragen mislukten"),
                      "de volgende synchronisatie vraagt ze opnieuw; start er een als dat te lang duurt",
                      "synchronisatie"});
  }
  std::int64_t overrun = 0;
  for (const auto& [tenant, count] : store::overrun_klokken(sql))
    if (view.visitor.sees(tenant)) overrun += count;
  if (overrun > 0)
    list.push_back({false, schemas::counted(overrun, "termijn is", "termijnen zijn") + " verstreken",
                    "kijk bij Termijnen welke, en laat de gemeente doen wat nog moet", "termijnen"});
  // By whom it may cost a term, not by how often it happens.
  auto worst_first = endangered(sql, view);
  for (const bool outage : {true, false})
    for (auto& concern : list)
      if (concern.outage == outage) worst_first.push_back(std::move(concern));
  return worst_first;
}

}  // namespace

std::vector<Concern> concerns(store::Session& sql, const View& view) {
  return concerns_of(sql, view, look(sql, view));
}

json::object overview(store::Session& sql, const View& view) {
  const auto& [config, visitor, moment, live] = view;
  const auto now = milliseconds(moment);
  const auto seen = look(sql, view);
  auto body = traffic_to_json(sql, visitor, now);
  json::array told;
  bool outage = false;
  for (const auto& concern : concerns_of(sql, view, seen)) {
    outage |= concern.outage;
    told.emplace_back(json::object{{"ernst", concern.termijn  ? "termijn"
                                             : concern.outage ? "storing"
                                                              : "aandacht"},
                                   {"wat", concern.what},
                                   {"doe", concern.todo},
                                   {"pagina", concern.page}});
  }
  body["moment"] = moment.text();
  body["toestand"] = outage ? "storing" : told.empty() ? "goed" : "aandacht";
  body["meldingen"] = std::move(told);
  json::array queues;
  for (const auto& [standing, state] : seen.queues)
    queues.emplace_back(json::object{{"id", standing->id()},
                                     {"afnemer", state.afnemer},
                                     {"status", standing->state()},
                                     {"wachtend", state.waiting},
                                     {"onbestelbaar", state.dead},
                                     {"circuitOpen", state.circuit_open},
                                     {"oudsteWachtendSeconden", state.oldest_seconds}});
  body["abonnementen"] = std::move(queues);
  const auto next = [&]() -> json::value {
    std::optional<Milliseconds> soonest;
    for (const auto& schedule : config.schedules)
      for (const auto& tenant : config.tenants)
        if (visitor.sees(tenant.oin.digits()))
          if (const auto due = store::schedule_due(sql, schedule.id, tenant.oin.digits());
              due && (!soonest || *due < *soonest))
            soonest = due;
    if (!soonest) return nullptr;
    return json::value(schemas::Moment(schemas::Moment::Time(std::chrono::milliseconds(*soonest))).text());
  }();
  json::value last;
  if (!seen.runs.empty()) {
    const auto& run = seen.runs.front();
    last = schedule::run_to_json(config, run, store::counts_of(sql, run.id), moment);
  }
  body["synchronisatie"] = json::object{{"volgende", next}, {"laatste", std::move(last)}};
  json::array expiring;
  constexpr std::size_t shown = 5;
  for (const auto& certificate : seen.certificates | std::views::take(shown))
    expiring.emplace_back(json::object{{"naam", certificate.name},
                                       {"geldigTot", certificate.valid_until.text()},
                                       {"dagen", certificate.days_left}});
  body["certificaten"] = std::move(expiring);
  const auto measured = store::measurements(sql);
  if (!measured.empty()) {
    const auto days = days_until_full(measured);
    body["schijf"] = json::object{{"bezet", measured.back().used},
                                  {"vrij", measured.back().free},
                                  {"volOverDagen", days ? json::value(*days) : json::value()}};
  }
  for (auto& each : nodes_to_json(sql)) body[each.key()] = std::move(each.value());
  return body;
}

void show_overview(Desk& desk, Visit visit, Done done) {
  answer_read(desk, done, [&](store::Session& sql) {
    const Live live{desk.dispatcher.sinks(), desk.readiness(), desk.logboek.failing_since()};
    return http::json_answer(
        200, json::serialize(overview(sql, {desk.config(), visit.visitor, desk.pipeline.now(), live})));
  });
}

}  // namespace inburgering::gateway::operation
