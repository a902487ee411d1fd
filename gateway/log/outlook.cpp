#include "gateway/log/outlook.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "gateway/log/search.h"
#include "gateway/log/security.h"
#include "gateway/store/deliveries.h"
#include "gateway/store/questions.h"
#include "gateway/store/sync.h"

namespace inburgering::gateway::log {
namespace {

bool is_delivery(const Entry& entry) {
  return entry.feed == feed::afnemer && entry.direction == direction::uit &&
         entry.kind.starts_with("nl.inburgering.");
}
bool in_trouble(const Entry& entry) {
  return std::ranges::find(outcome::trouble, entry.outcome) != outcome::trouble.end();
}
std::string first_fault(const Entry& entry) {
  return entry.faults.empty() ? std::string() : entry.faults.front().message;
}

/// The last try of each thing that was done, deliveries apart: what failed first and went well later is well.
std::vector<const Entry*> last_failures(const Journey& journey) {
  std::map<std::tuple<std::string_view, std::string_view, std::string_view, std::string_view>, const Entry*>
      last;
  for (const auto& step : journey.steps)
    if (!is_delivery(step)) last[{step.direction, step.feed, step.kind, step.party}] = &step;
  std::vector<const Entry*> failed;
  for (const auto& [act, step] : last)
    if (in_trouble(*step)) failed.push_back(step);
  std::ranges::sort(failed, {}, [](const Entry* step) { return step->seq; });
  return failed;
}

std::string todo_of(const Entry& failed) {
  if (failed.direction == direction::in)
    return "de afzender moet het herstellen en opnieuw sturen; zeg hem wat er niet goed was";
  if (failed.outcome == outcome::onzeker)
    return "kijk bij DUO of het is aangekomen en besluit met 'melding accept', 'retry' of 'withdraw'";
  if (failed.kind.starts_with("GET ") || failed.outcome == outcome::fout_bij_duo ||
      failed.outcome == outcome::fout_bij_brp)
    return "deze vraag is niet beantwoord; start een synchronisatie, dan wordt zij opnieuw gesteld";
  return "open de reis en lees bij die stap wat er niet goed ging";
}

/// Raises how it stands; what went wrong worst is what is told.
void raise(Outlook& outlook, std::string_view stand, std::string what, std::string todo, std::string page) {
  const auto rank = [](std::string_view word) {
    return std::ranges::find(stand::all, word) - stand::all.begin();
  };
  if (rank(stand) <= rank(outlook.stand)) return;
  outlook.stand = stand;
  outlook.what = std::move(what);
  outlook.todo = std::move(todo);
  outlook.page = std::move(page);
}

/// Deliveries that failed, went well never since, and are not tried any more: of what stands in no queue the
/// log alone knows.
const Entry* lost(const Journey& journey, const Pending& pending) {
  std::map<std::pair<std::string_view, std::string_view>, std::int64_t> arrived;
  for (const auto& step : journey.steps)
    if (is_delivery(step) && step.outcome == outcome::afgeleverd)
      arrived[{step.party, step.reference}] = step.seq;
  for (const auto& step : journey.steps) {
    if (!is_delivery(step) || !in_trouble(step) || step.faults.empty()) continue;
    const auto since = arrived.find({step.party, step.reference});
    if (since != arrived.end() && since->second > step.seq) continue;
    const auto stands = std::ranges::any_of(pending.queues, [&](const Pending::Queue& queue) {
      return step.faults.front().pointer == "abonnement " + queue.subscription;
    });
    if (!stands) return &step;
  }
  return nullptr;
}

void count_receivers(const Journey& journey, const Pending& pending, Outlook& outlook) {
  std::set<std::string_view> all, not_all;
  for (const auto& step : journey.steps)
    if (is_delivery(step)) all.insert(step.party);
  for (const auto& queue : pending.queues) {
    all.insert(queue.afnemer);
    if (queue.waits || queue.dead) not_all.insert(queue.afnemer);
  }
  outlook.receivers = std::ssize(all);
  outlook.reached = std::ssize(all) - std::ssize(not_all);
}

}  // namespace

Outlook outlook_of(const Journey& journey, const Pending& pending) {
  Outlook outlook;
  // What an afnemer fetched is counted there, and came of other messages.
  for (const auto& step : journey.steps)
    if (step.feed != feed::afnemer || step.kind != kind::fetched) outlook.events += step.events;
  count_receivers(journey, pending, outlook);
  for (const auto* failed : last_failures(journey)) {
    const bool asked_again = pending.questions_fail && failed->direction == direction::uit;
    const auto page = failed->kind.starts_with("GET ") ? "synchronisatie" : "";
    if (failed->message_id == journey.root.message_id && failed->outcome == outcome::geweigerd)
      raise(outlook, stand::geweigerd, first_fault(*failed), todo_of(*failed), "");
    else if (asked_again)
      raise(outlook, stand::hapert, first_fault(*failed),
            "de vraag wordt vanzelf opnieuw gesteld; duurt het lang, kijk dan op Ketenpartners of de ander "
            "er is",
            "ketenpartners");
    else
      raise(outlook, stand::mislukt, first_fault(*failed), todo_of(*failed), page);
  }
  for (const auto& queue : pending.queues) {
    const auto page = "abonnementen/" + queue.subscription;
    const auto name = "abonnement " + queue.subscription;
    if (queue.dead)
      raise(outlook, stand::mislukt, name + ": onbestelbaar",
            "bekijk waarom, en bied het opnieuw aan als de afnemer het heeft hersteld", page);
    else if (queue.fails)
      raise(outlook, stand::hapert, name + ": de levering komt niet aan",
            "zij wordt vanzelf herhaald; helpt dat niet, bel dan de afnemer", page);
    else if (queue.waits && queue.paused)
      raise(outlook, stand::onderweg, name + " is gepauzeerd", "hervat het als de reden voorbij is", page);
    else if (queue.waits)
      raise(outlook, stand::onderweg, "", "", page);
  }
  if (const auto* step = lost(journey, pending)) {
    const auto page =
        "abonnementen/" + step->faults.front().pointer.substr(std::string_view("abonnement ").size());
    raise(outlook, stand::mislukt, step->faults.front().pointer + ": " + first_fault(*step),
          "bekijk waarom; de afnemer kan de beginstand opvragen als hij het heeft hersteld", page);
    outlook.reached = std::max<std::int64_t>(0, std::min(outlook.reached, outlook.receivers - 1));
  }
  if (pending.questions) raise(outlook, stand::onderweg, "", "", "");
  return outlook;
}

const std::vector<Waiting::Queue>& Waiting::queues() {
  if (read_) return queues_;
  read_ = true;
  // Of more that could not be delivered the log tells it too, less exactly.
  constexpr int most_dead = 1000;
  for (auto& row : store::subscriptions(sql_)) {
    const auto counts = store::queue_counts(sql_, row.id);
    Queue queue{std::move(row), counts.waiting > 0, {}};
    if (counts.dead > 0)
      for (auto& event : store::newest_dead(sql_, queue.row.id, most_dead))
        queue.dead.insert(std::move(event));
    if (queue.waits || counts.dead > 0) queues_.push_back(std::move(queue));
  }
  return queues_;
}

void Waiting::look_into(const Queue& queue, const Journey& journey,
                        const std::unordered_set<std::string>& events, Pending& pending) {
  Pending::Queue found{queue.row.id, queue.row.afnemer, queue.row.paused};
  found.dead =
      std::ranges::any_of(events, [&](const std::string& event) { return queue.dead.contains(event); });
  const auto look = [&](const std::string& lane) {
    constexpr int most = 1000;
    if (found.fails || lane.empty()) return;
    for (const auto& event : store::waiting_in_lane(sql_, queue.row.id, lane, most))
      if (events.contains(event)) found.waits = true;
    if (!found.waits) return;
    const auto state = store::find_lane(sql_, queue.row.id, lane);
    found.fails = state && state->attempts > 0;
  };
  if (queue.waits) {
    std::set<std::string> lanes;
    for (const auto& step : journey.steps) lanes.insert(step.dossier);
    for (const auto& lane : lanes) look(lane);
    // Where no order is asked each event has a lane of its own.
    if (!found.waits)
      for (const auto& event : events) look(event);
  }
  if (found.waits || found.dead) pending.queues.push_back(std::move(found));
}

Pending Waiting::of(const Journey& journey) {
  Pending pending;
  // Its questions are handed out a few at a time.
  if (journey.root.kind == kind::run_started)
    if (const auto run = store::find_run(sql_, journey.root.message_id))
      pending.questions = store::is_open(*run);
  std::set<std::pair<std::string, std::string>> dossiers;
  for (const auto& step : journey.steps)
    if (!step.dossier.empty()) dossiers.emplace(step.tenant, step.dossier);
  // A file of a school is about many: the log tells what became of each.
  constexpr std::size_t most_dossiers = 50;
  if (dossiers.size() > most_dossiers) return pending;
  for (const auto& [tenant, dossier] : dossiers)
    for (const auto& attempts : store::questions_of(sql_, tenant, dossier, journey.root.message_id)) {
      pending.questions = true;
      pending.questions_fail |= attempts > 0;
    }
  if (queues().empty()) return pending;
  std::unordered_set<std::string> events;
  for (const auto& step : journey.steps)
    if (is_delivery(step)) events.insert(step.reference);
  constexpr int most_events = 500;
  for (const auto& [tenant, dossier] : dossiers)
    for (auto& id : store::event_ids_of_message(sql_, tenant, dossier, journey.root.message_id, most_events))
      events.insert(std::move(id));
  if (events.empty()) return pending;
  for (const auto& queue : queues_) look_into(queue, journey, events, pending);
  return pending;
}

}  // namespace inburgering::gateway::log
