#include "gateway/delivery/dispatcher.h"

#include <spdlog/spdlog.h>

#include <algorithm>

#include "gateway/base/backoff.h"
#include "gateway/base/milliseconds.h"
#include "gateway/delivery/alert.h"
#include "gateway/delivery/message.h"
#include "gateway/delivery/sink.h"
#include "gateway/log/trace.h"
#include "gateway/store/alone.h"
#include "gateway/store/traffic.h"

namespace inburgering::gateway::delivery {
namespace {

using adapters::transport::Answer;

constexpr std::chrono::milliseconds rest{
    1000};  // nothing to do: look again after this, should a wake be missed
constexpr int lanes_at_once = 256;
constexpr int usual_quota = 100'000;  // waiting events from which an operator is told, where none is agreed

std::chrono::milliseconds until(Milliseconds moment, Milliseconds now) {
  return std::clamp(std::chrono::milliseconds(moment - now), std::chrono::milliseconds(1), rest);
}

/// The answers after which an event is not tried again.
bool means_never(const config::Config& config, const wishes::Subscription& wish, int status) {
  if (!wish.nooit.empty()) return std::ranges::find(wish.nooit, status) != wish.nooit.end();
  return std::ranges::find(config.delivery.never, status) != config.delivery.never.end();
}

std::chrono::milliseconds horizon_of(const config::Config& config, const wishes::Subscription& wish) {
  return wish.horizon_uren ? std::chrono::hours(*wish.horizon_uren) : config.delivery.horizon;
}

log::Entry entry_of(const exchange::Pipeline& pipeline, const subscriptions::Standing& standing,
                    const store::StoredEvent& event) {
  log::Entry entry;
  entry.message_id = pipeline.new_id();
  entry.cause_id = event.message_id;
  entry.tenant = event.tenant;
  entry.moment = pipeline.now();
  entry.direction = log::direction::uit;
  entry.feed = log::feed::afnemer;
  entry.kind = event.type;
  entry.party = standing.row.afnemer;
  entry.reference = event.id;
  entry.dossier = event.dossier;
  return entry;
}

/// From when the event was made until this attempt began, in milliseconds.
std::int64_t waited(const store::StoredEvent& event, const log::Entry& attempt) {
  const auto made = moment_of_uuid7(event.id);
  if (!made) return 0;
  return std::max<std::int64_t>(0, (attempt.moment.time() - made->time()).count() - attempt.duration_ms);
}

}  // namespace

Dispatcher::Dispatcher(exchange::Pipeline& pipeline, const store::Database& database,
                       adapters::transport::HttpClient& client)
    : pipeline_(pipeline), database_(database), client_(client) {}

std::vector<Dispatcher::SinkState> Dispatcher::sinks() const {
  const std::lock_guard lock(mutex_);
  std::vector<SinkState> states;
  states.reserve(sinks_.size());
  for (const auto& [id, sink] : sinks_) states.push_back({id, sink.circuit.is_open(), sink.under_way});
  return states;
}

std::chrono::milliseconds Dispatcher::step() {
  auto pause = rest;
  try {
    if (!reader_) reader_ = database_.session();
    const auto list = subscriptions::present(*reader_);
    for (const auto& standing : list)
      store::alone("levering aan een abonnement", [&] { pause = std::min(pause, step(standing)); });
    const std::lock_guard lock(mutex_);
    std::erase_if(sinks_, [&](const auto& each) {
      return each.second.under_way == 0 &&
             std::ranges::none_of(list, [&](const auto& standing) { return standing->id() == each.first; });
    });
  } catch (const std::exception& error) {
    spdlog::error("levering: de opslag is niet leesbaar, nieuwe poging over 1 s ({})", error.what());
    reader_.reset();
  }
  return pause;
}

std::chrono::milliseconds Dispatcher::step(const Standing& standing) {
  const auto now = milliseconds(pipeline_.now());
  const auto& wish = standing->wish;
  Sink* sink = nullptr;
  int room = 0;
  Milliseconds not_before = 0;
  bool paced = false;
  {
    const std::lock_guard lock(mutex_);
    sink = &sinks_.try_emplace(standing->id(), pipeline_.config().delivery.open_after).first->second;
    const int limit = static_cast<int>(wish.tegelijk.value_or(pipeline_.config().delivery.in_flight));
    room = sink->circuit.room(limit, sink->under_way, now);
    const int left = tokens(standing, *sink, now);
    paced = left < room;
    room = std::min(room, left);
    not_before = sink->circuit.not_before();
  }
  if (!standing->row.removed) look_at_quota(standing, *sink);
  if (wish.pulls() || standing->row.removed || standing->row.paused) return rest;
  if (wish.needs_handshake() && !standing->row.confirmed) return shake_hands(standing, *sink);
  if (room > 0) deliver(standing, *sink, room);
  if (paced) {
    constexpr Milliseconds a_token_soon = 20;
    return until(now + a_token_soon, now);
  }
  if (room <= 0) return not_before > now ? until(not_before, now) : rest;
  const auto next = store::next_lane_due(*reader_, standing->id(), now);
  return next ? until(*next, now) : rest;
}

int Dispatcher::tokens(const Standing& standing, Sink& sink, Milliseconds now) const {
  constexpr double unlimited = 1e9;
  constexpr double a_minute = 60;
  constexpr double a_second = 1000;
  double rate = unlimited;
  if (standing->wish.verzoeken_per_seconde)
    rate = std::min(rate, static_cast<double>(*standing->wish.verzoeken_per_seconde));
  if (standing->row.allowed_rate > 0) rate = std::min(rate, standing->row.allowed_rate / a_minute);
  if (rate >= unlimited) return lanes_at_once;
  const double most = std::max(1.0, rate);
  sink.tokens = std::min(
      most, sink.filled == 0 ? most : sink.tokens + rate * static_cast<double>(now - sink.filled) / a_second);
  sink.filled = now;
  return static_cast<int>(sink.tokens);
}

std::chrono::milliseconds Dispatcher::shake_hands(const Standing& standing, Sink& sink) {
  const auto now = milliseconds(pipeline_.now());
  if (standing->row.confirm_due > now) return until(standing->row.confirm_due, now);
  {
    const std::lock_guard lock(mutex_);
    if (sink.shaking_hands) return rest;
    sink.shaking_hands = true;
    ++sink.under_way;
  }
  client_.send(handshake_to(pipeline_.config(), standing->wish),
               [this, standing](const Answer& answer) { shaken(standing, answer); });
  return rest;
}

void Dispatcher::shaken(const Standing& standing, const Answer& answer) {
  const auto agreed = read_handshake(pipeline_.config(), answer);
  auto entry = pipeline_.new_entry(log::direction::uit, log::feed::afnemer, "handshake");
  entry.party = standing->row.afnemer;
  entry.reference = standing->id();
  entry.outcome = agreed ? log::outcome::bevestigd : log::outcome::mislukt;
  entry.http_status = answer.status;
  entry.duration_ms = answer.duration.count();
  if (!agreed) entry.faults = {{"abonnement " + standing->id(), "handshake", agreed.error()}};
  const auto& policy = pipeline_.config().delivery;
  const auto pause = pause_after(standing->row.confirm_attempts + 1, policy.first_retry, policy.max_retry,
                                 pipeline_.sealing().surroundings.random.fraction(), {}, entry.moment);
  pipeline_.record(
      std::move(entry),
      [this, standing, agreed, pause](store::Session& sql, log::Entry&) {
        const auto present = subscriptions::find(sql, standing->id());
        if (!present || present->wish.url != standing->wish.url) return;  // it points elsewhere by now
        auto row = present->row;
        row.confirmed = agreed.has_value();
        row.allowed_rate = agreed.value_or(0);
        row.confirm_attempts = agreed ? 0 : row.confirm_attempts + 1;
        row.confirm_due = milliseconds(pipeline_.now()) + pause.count();
        store::put_subscription(sql, row);
        constexpr int worth_telling = 5;
        if (row.confirm_attempts >= worth_telling)
          raise(sql, pipeline_, *present, alert::handshake, agreed.error());
      },
      [this, id = standing->id()](bool written) {
        {
          const std::lock_guard lock(mutex_);
          if (const auto found = sinks_.find(id); found != sinks_.end()) {
            found->second.shaking_hands = false;
            --found->second.under_way;
          }
        }
        if (written) wake();
      });
}

/// Reads ahead which lanes are due, so that not each delivery has to look. False when none is.
bool Dispatcher::refill(const Standing& standing, Sink& sink, int count) {
  if (!sink.window.empty()) return true;
  std::set<std::string> claimed;
  {
    const std::lock_guard lock(mutex_);
    claimed = sink.lanes;
  }
  // Those under way are due too: as many more are looked at.
  count = static_cast<int>(claimed.size()) + std::clamp(4 * count, 1, lanes_at_once);
  for (auto& lane : store::due_lanes(*reader_, standing->id(), milliseconds(pipeline_.now()), count))
    if (!claimed.contains(lane.name)) sink.window.push_back(std::move(lane));
  return !sink.window.empty();
}

void Dispatcher::deliver(const Standing& standing, Sink& sink, int room) {
  const int together = standing->wish.together();
  Attempt bundle{standing, {}, {}, 0};
  const auto take_out = [&](Attempt& attempt) {
    if (attempt.parts.empty()) return;
    --room;
    send(std::exchange(attempt, {standing, {}, {}, 0}));
  };
  bool refilled = false;
  while (room > 0) {
    // Once a look: what is under way by now would be read again and again.
    if (sink.window.empty() && (std::exchange(refilled, true) || !refill(standing, sink, room * together)))
      break;
    auto lane = std::move(sink.window.front());
    sink.window.pop_front();
    // What failed goes alone, so that one bad event does not hold up those that went with it.
    if (together == 1 || lane.attempts > 0) {
      if (room == 1 && !bundle.parts.empty()) {  // the last place is for the bundle that was begun
        sink.window.push_front(std::move(lane));
        break;
      }
      Attempt one{standing, {}, {}, 0};
      if (add_lane(one, std::move(lane), 1)) take_out(one);
      continue;
    }
    if (add_lane(bundle, std::move(lane), together - static_cast<int>(bundle.events.size())) &&
        static_cast<int>(bundle.events.size()) >= together)
      take_out(bundle);
  }
  take_out(bundle);
}

bool Dispatcher::add_lane(Attempt& attempt, store::Lane lane, int most) {
  constexpr std::size_t largest_bundle = std::size_t{1024} * 1024;
  auto heads = store::heads_of(*reader_, lane, most);
  const auto may_have = [&](const store::Delivery& delivery) {
    const auto& tenants = pipeline_.config().tenants;
    const auto tenant =
        std::ranges::find(tenants, delivery.event.tenant, [](const auto& each) { return each.oin.digits(); });
    return tenant != tenants.end() && subscriptions::may_have(pipeline_.config(), *attempt.standing, *tenant);
  };
  Part part{std::move(lane), {}};
  for (auto& head : heads) {
    if (!may_have(head)) {
      if (part.deliveries.empty()) bury(attempt.standing, part.lane, head, store::reason::forbidden);
      break;
    }
    if (!attempt.events.empty() && attempt.size + head.event.sealed.size() > largest_bundle) break;
    auto event = cloud_event_of(pipeline_.sealing(), head);
    if (!event) {
      if (part.deliveries.empty()) bury(attempt.standing, part.lane, head, store::reason::unreadable);
      break;
    }
    attempt.events.push_back(std::move(*event));
    attempt.size += head.event.sealed.size();
    part.deliveries.push_back(std::move(head));
  }
  if (part.deliveries.empty()) return false;
  {
    // From here on it is under way: what is read ahead next must not hold it again.
    const std::lock_guard lock(mutex_);
    sinks_.at(attempt.standing->id()).lanes.insert(part.lane.name);
  }
  attempt.parts.push_back(std::move(part));
  return true;
}

void Dispatcher::send(Attempt attempt) {
  auto message = compose(attempt.standing->wish, attempt.events);
  if (!message) {
    {
      const std::lock_guard lock(mutex_);
      for (const auto& part : attempt.parts) sinks_.at(attempt.standing->id()).lanes.erase(part.lane.name);
    }
    for (const auto& part : attempt.parts)
      bury(attempt.standing, part.lane, part.deliveries.front(), store::reason::unreadable);
    return;
  }
  {
    const std::lock_guard lock(mutex_);
    auto& sink = sinks_.at(attempt.standing->id());
    for (const auto& part : attempt.parts) sink.lanes.insert(part.lane.name);
    ++sink.under_way;
    sink.tokens -= 1;
  }
  auto call = call_to(pipeline_.config(), attempt.standing->wish, "POST");
  call.headers = std::move(message->headers);
  if (attempt.events.size() == 1) {
    const auto* told = attempt.events.front().if_contains("traceparent");
    const auto trace = told != nullptr && told->is_string()
                           ? log::read_traceparent(std::string_view(told->get_string()))
                           : std::nullopt;
    attempt.message_id = pipeline_.new_id();
    attempt.trace_id = trace ? trace->trace_id : log::trace_id_of(attempt.message_id);
    log::pass_on(call.headers, attempt.trace_id, attempt.message_id);
  }
  attempt.events.clear();
  attempt.size = message->body.size();
  call.body = std::move(message->body);
  client_.send(std::move(call), [this, attempt = std::make_shared<const Attempt>(std::move(attempt))](
                                    const Answer& answer) {
    if (!adapters::transport::guarded("antwoord op een levering", [&] { finish(*attempt, answer); }))
      release(*attempt, false);
  });
}

void Dispatcher::finish(const Attempt& attempt, const Answer& answer) {
  const auto& config = pipeline_.config();
  const auto& standing = attempt.standing;
  const auto moment = pipeline_.now();
  const auto now = milliseconds(moment);
  const bool good = arrived(answer);
  const bool never = !good && means_never(config, standing->wish, answer.status);
  const bool alone = attempt.parts.size() == 1 && attempt.parts.front().deliveries.size() == 1;
  const auto retry_header = adapters::transport::find_header(answer.headers, "Retry-After");
  const auto asked_rest =
      good ? std::nullopt : retry_after(retry_header, moment, config.delivery.max_retry_after);
  const auto pause = [&](int attempts) {
    return pause_after(attempts, config.delivery.first_retry, config.delivery.max_retry,
                       pipeline_.sealing().surroundings.random.fraction(), retry_header, moment,
                       config.delivery.max_retry_after);
  };
  bool closed = false;
  bool opened = false;
  {
    const std::lock_guard lock(mutex_);
    auto& circuit = sinks_.at(standing->id()).circuit;
    if (good || never)
      closed = circuit.succeeded();
    else
      opened = circuit.failed(now + pause(circuit.failures() + 1).count());
    if (asked_rest) circuit.leave_alone(now + asked_rest->count());
  }

  std::vector<log::Entry> entries;
  for (const auto& part : attempt.parts)
    for (const auto& delivery : part.deliveries) {
      auto entry = entry_of(pipeline_, *standing, delivery.event);
      if (!attempt.message_id.empty()) entry.message_id = attempt.message_id;
      entry.trace_id = attempt.trace_id;
      entry.outcome = good ? log::outcome::afgeleverd : log::outcome::mislukt;
      entry.http_status = answer.status;
      entry.duration_ms = answer.duration.count();
      entry.steps = {{"wachtrij", waited(delivery.event, entry)}, {"aflevering", entry.duration_ms}};
      entry.size = static_cast<std::int64_t>(alone ? attempt.size : delivery.event.sealed.size());
      if (!good)
        entry.faults = {
            {"abonnement " + standing->id(), "levering",
             failure_of(answer) + (never && alone ? "; deze gebeurtenis wordt niet opnieuw aangeboden"
                                                  : "; de levering wordt herhaald")}};
      entries.push_back(std::move(entry));
    }
  struct Fate {
    Part part;
    Milliseconds due = 0;
    Milliseconds since = 0;
    std::string_view dead{};  ///< why it is not tried again; empty = it is
  };
  std::vector<Fate> fates;
  for (const auto& part : attempt.parts) {
    Fate fate{part};
    fate.since = part.lane.failing_since > 0 ? part.lane.failing_since : now;
    // Of a bundle that was refused for good, each is tried alone to see which it was.
    fate.due = never ? now : now + pause(part.lane.attempts + 1).count();
    if (!good && alone && never) fate.dead = store::reason::refused;
    if (!good && alone && !never && now - fate.since >= horizon_of(config, standing->wish).count())
      fate.dead = store::reason::horizon;
    fates.push_back(std::move(fate));
  }
  const auto expires = answer.certificate_until;
  pipeline_.record_all(
      std::move(entries),
      [this, standing, fates = std::move(fates), good, opened, closed, now, expires, status = answer.status,
       what = failure_of(answer)](store::Session& sql) {
        const bool ordered = standing->wish.ordered();
        for (const auto& fate : fates) {
          const auto& lane = fate.part.lane;
          if (good) {
            store::arrived(sql, lane, fate.part.deliveries, ordered, now);
          } else if (!fate.dead.empty()) {
            store::bury(sql, lane, fate.part.deliveries.front(), fate.dead, status, ordered, now);
            raise(sql, pipeline_, *standing, alert::dead_letter,
                  "een gebeurtenis wordt niet meer aangeboden (" + std::string(fate.dead) + "; " + what +
                      "); zie subscription dead " + standing->id());
          } else {
            store::postpone(sql, lane, fate.due, lane.attempts + 1, fate.since);
          }
        }
        if (closed) store::hurry(sql, standing->id(), now);
        if (opened)
          raise(sql, pipeline_, *standing, alert::circuit,
                what + "; de ontvanger wordt nu en dan geprobeerd");
        if (expires)
          store::note_certificate(sql, {standing->row.afnemer, "server", {}, expires->text(), now});
        constexpr Milliseconds ahead = std::chrono::milliseconds(std::chrono::days(30)).count();
        if (expires && milliseconds(*expires) - now < ahead)
          raise(sql, pipeline_, *standing, alert::certificate,
                "het servercertificaat van de ontvanger is geldig tot " + expires->text() +
                    "; laat de afnemer het vervangen");
      },
      // When even this cannot be written the lane is still due and the event goes out again (at least once),
      // but only at the next look, so that a full disk does not become a storm of deliveries.
      [this, attempt](bool written) { release(attempt, written); });
}

void Dispatcher::bury(const Standing& standing, const store::Lane& lane, const store::Delivery& delivery,
                      std::string_view reason) {
  {
    const std::lock_guard lock(mutex_);
    auto& sink = sinks_.at(standing->id());
    if (!sink.lanes.insert(lane.name).second) return;
    ++sink.under_way;
  }
  auto entry = entry_of(pipeline_, *standing, delivery.event);
  entry.outcome = log::outcome::mislukt;
  entry.faults = {
      {"abonnement " + standing->id(), std::string(reason),
       reason == store::reason::unreadable
           ? "de gebeurtenis is in de opslag niet te lezen; niet verstuurd. Laat de beginstand van dit "
             "dossier opnieuw klaarzetten"
           : "de afnemer mag geen gegevens van deze gemeente meer ontvangen; niet verstuurd"}};
  pipeline_.record(
      std::move(entry),
      [this, standing, lane, delivery, reason](store::Session& sql, log::Entry&) {
        store::bury(sql, lane, delivery, reason, 0, standing->wish.ordered(), milliseconds(pipeline_.now()));
        raise(sql, pipeline_, *standing, alert::dead_letter,
              "een gebeurtenis wordt niet aangeboden (" + std::string(reason) + "); zie subscription dead " +
                  standing->id());
      },
      [this, standing, lane](bool written) { release({standing, {{lane, {}}}, {}, 0}, written); });
}

void Dispatcher::release(const Attempt& attempt, bool look_again) {
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = sinks_.find(attempt.standing->id()); found != sinks_.end()) {
      for (const auto& part : attempt.parts) found->second.lanes.erase(part.lane.name);
      --found->second.under_way;
    }
  }
  if (look_again) wake();
}

void Dispatcher::look_at_quota(const Standing& standing, Sink& sink) {
  const auto now = milliseconds(pipeline_.now());
  if (now - sink.quota_looked < rest.count()) return;
  sink.quota_looked = now;
  const auto quota = standing->wish.quotum.value_or(usual_quota);
  const auto waiting = store::queue_counts(*reader_, standing->id()).waiting;
  constexpr int of_hundred = 100;
  constexpr int nearly = 80;
  if (waiting * of_hundred < quota * nearly) return;
  const bool drops = standing->wish.quotum && standing->wish.drops_oldest();
  const auto excess = drops ? std::max<std::int64_t>(0, waiting - quota) : 0;
  pipeline_.transact([this, standing, waiting, quota, drops, excess](store::Session& sql) {
    raise(sql, pipeline_, *standing, alert::quota,
          std::to_string(waiting) + " gebeurtenissen wachten; het quotum is " + std::to_string(quota) +
              (drops ? ", daarboven vervallen de oudste" : ", er vervalt niets"));
    if (excess == 0) return;
    constexpr std::int64_t at_once = 1000;
    const auto gone = store::drop_oldest(sql, standing->id(), standing->wish.ordered(),
                                         static_cast<int>(std::min(excess, at_once)));
    auto entry = pipeline_.new_entry(log::direction::uit, log::feed::gateway, "quotum");
    entry.party = standing->row.afnemer;
    entry.reference = standing->id();
    entry.outcome = log::outcome::vervallen;
    entry.faults = {{"abonnement " + standing->id(), "quotum",
                     std::to_string(gone) + " oudste gebeurtenissen vervielen, zoals ingesteld (bijVol)"}};
    log::append(sql, entry);
  });
}

}  // namespace inburgering::gateway::delivery
