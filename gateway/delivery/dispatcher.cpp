#include "gateway/delivery/dispatcher.h"

#include <spdlog/spdlog.h>

#include <algorithm>

#include "gateway/delivery/backoff.h"

namespace inburgering::gateway::delivery {
namespace {

constexpr std::chrono::milliseconds rest{
    1000};  // nothing to do: look again after this, should a wake be missed

store::Milliseconds milliseconds(schemas::Moment moment) { return moment.time().time_since_epoch().count(); }

}  // namespace

Dispatcher::Dispatcher(pipeline::Pipeline& pipeline, const store::Database& database,
                       adapters::transport::HttpClient& client)
    : pipeline_(pipeline), database_(database), client_(client) {}

std::chrono::milliseconds Dispatcher::step() {
  auto pause = rest;
  try {
    if (!reader_) reader_ = database_.session();
    for (const auto& subscription : pipeline_.config().subscriptions)
      pause = std::min(pause, step(subscription));
  } catch (const std::exception& error) {
    spdlog::error("levering: de opslag is niet leesbaar, nieuwe poging over 1 s ({})", error.what());
    reader_.reset();
  }
  return pause;
}

std::chrono::milliseconds Dispatcher::step(const config::Subscription& subscription) {
  const int limit = pipeline_.config().delivery.in_flight;
  const auto now = milliseconds(pipeline_.now());
  // At most `limit` of these are in flight already, so each look sees as many new ones as may start.
  for (const auto& lane : store::due_lanes(*reader_, subscription.id, now, 2 * limit)) {
    if (!claim(lane, limit)) continue;
    const auto event = store::head_of(*reader_, lane);
    if (!event)
      release(lane, false);
    else
      attempt(subscription, lane, *event);
  }
  const auto next = store::next_lane_due(*reader_, subscription.id, now);
  return next ? std::clamp(std::chrono::milliseconds(*next - now), std::chrono::milliseconds(1), rest) : rest;
}

bool Dispatcher::claim(const store::Lane& lane, int limit) {
  const std::lock_guard lock(mutex_);
  const auto mine = std::ranges::count(in_flight_, lane.subscription, &LaneName::first);
  return mine < limit && in_flight_.emplace(lane.subscription, lane.dossier).second;
}

void Dispatcher::release(const store::Lane& lane, bool look_again) {
  {
    const std::lock_guard lock(mutex_);
    in_flight_.erase({lane.subscription, lane.dossier});
  }
  if (look_again) wake();
}

void Dispatcher::attempt(const config::Subscription& subscription, const store::Lane& lane,
                         const store::StoredEvent& event) {
  adapters::transport::Call call;
  call.method = "POST";
  call.url = subscription.url;
  call.headers = {{"Content-Type", "application/cloudevents+json; charset=utf-8"}};
  call.tls = pipeline_.config().client;
  call.timeout = pipeline_.config().delivery.timeout;
  call.max_answer = 64 * 1024;
  try {
    call.body = pipeline_.sealing().keys.open(event.sealed, "event:" + event.id);
  } catch (const std::runtime_error&) {
    // Counts as a failed attempt: this person waits, nobody else does.
    adapters::transport::Answer unreadable;
    unreadable.failure = "opslag: de gebeurtenis is met deze opslagsleutel niet te openen";
    return finish(subscription, lane, event, unreadable);
  }
  client_.send(std::move(call),
               [this, &subscription, lane, event](const adapters::transport::Answer& answer) {
                 finish(subscription, lane, event, answer);
               });
}

void Dispatcher::finish(const config::Subscription& subscription, const store::Lane& lane,
                        const store::StoredEvent& event, const adapters::transport::Answer& answer) {
  const auto now = pipeline_.now();
  const bool arrived = answer.status >= 200 && answer.status < 300;
  log::Entry entry;
  entry.message_id = pipeline_.new_id();
  entry.cause_id = event.message_id;
  entry.tenant = event.tenant;
  entry.moment = now;
  entry.direction = "uit";
  entry.feed = "afnemer";
  entry.kind = event.type;
  entry.party = subscription.afnemer.digits();
  entry.reference = event.id;
  entry.dossier = event.dossier;
  entry.outcome = arrived ? "afgeleverd" : "mislukt";
  entry.http_status = answer.status;
  entry.duration_ms = answer.duration.count();
  if (!arrived)
    entry.faults = {{"abonnement " + subscription.id, "levering",
                     answer.status == 0 ? answer.failure
                                        : "de afnemer antwoordde met HTTP " + std::to_string(answer.status) +
                                              "; controleer daar de ontvangst, de levering wordt herhaald"}};
  const int attempts = lane.attempts + 1;
  const auto& policy = pipeline_.config().delivery;
  const auto pause = pause_after(attempts, policy.first_retry, policy.max_retry,
                                 pipeline_.sealing().surroundings.random.fraction(),
                                 adapters::transport::find_header(answer.headers, "Retry-After"));
  pipeline_.record(
      std::move(entry),
      [lane, arrived, attempts, sequence = event.sequence, now, due = milliseconds(now) + pause.count()](
          store::Session& sql, log::Entry&) {
        if (arrived)
          store::delivered(sql, lane, sequence, milliseconds(now));
        else
          store::postpone(sql, lane, due, attempts);
      },
      // When even this cannot be written the lane is still due and the event goes out again (at least once),
      // but only at the next look, so that a full disk does not become a storm of deliveries.
      [this, lane](bool written) { release(lane, written); });
}

}  // namespace inburgering::gateway::delivery
