#include "gateway/delivery/dispatcher.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <atomic>
#include <functional>

#include "gateway/base/milliseconds.h"
#include "gateway/delivery/alert.h"
#include "gateway/delivery/handshake.h"
#include "gateway/delivery/quota.h"
#include "gateway/delivery/sink.h"
#include "gateway/delivery/verdict.h"
#include "gateway/exchange/under.h"
#include "gateway/identity/anchors.h"
#include "gateway/log/trace.h"
#include "gateway/store/alone.h"
#include "gateway/store/traffic.h"

namespace inburgering::gateway::delivery {
namespace {

using adapters::transport::Answer;

constexpr std::chrono::milliseconds rest{
    1000};  // nothing to do: look again after this, should a wake be missed
constexpr int lanes_at_once = 256;

std::chrono::milliseconds until(Milliseconds moment, Milliseconds now) {
  return std::clamp(std::chrono::milliseconds(moment - now), std::chrono::milliseconds(1), rest);
}

/// What its wish and its handshake allow.
std::optional<double> requests_per_second(const subscriptions::Standing& standing) {
  constexpr double a_minute = 60;
  std::optional<double> rate;
  if (standing.wish.verzoeken_per_seconde) rate = static_cast<double>(*standing.wish.verzoeken_per_seconde);
  if (standing.row.allowed_rate > 0)
    rate = std::min(rate.value_or(standing.row.allowed_rate), standing.row.allowed_rate / a_minute);
  return rate;
}

using Done = std::function<void(const Answer&)>;

/// Has a way do something of which `done` hears once: also when it throws instead of answering.
void told_once(const Done& done, const std::function<void(Done)>& act) {
  const auto once = [done, said = std::make_shared<std::atomic_flag>()](const Answer& answer) {
    if (!said->test_and_set()) done(answer);
  };
  if (adapters::transport::guarded("levering", [&] { act(once); })) return;
  Answer nothing;
  nothing.failure = "er ging iets mis bij het versturen; zie het logboek van de gateway";
  once(nothing);
}

/// Makes of an attempt what the verdict says.
void carry_out(store::Session& sql, const exchange::Pipeline& pipeline, const Attempt& attempt,
               const Verdict& verdict, int status, Milliseconds now) {
  const auto& standing = *attempt.standing;
  const bool ordered = standing.wish.ordered();
  for (std::size_t i = 0; i < attempt.parts.size(); ++i) {
    const auto& [lane, deliveries, more] = attempt.parts[i];
    if (verdict.good) {
      store::arrived(sql, lane, deliveries, ordered, now);
      continue;
    }
    const auto& fate = verdict.fates.at(i);
    if (fate.dead.empty()) {
      store::postpone(sql, lane, fate.due, lane.attempts + 1, fate.failing_since);
      continue;
    }
    store::bury(sql, lane, deliveries.front(), fate.dead, status, ordered, now);
    raise(sql, pipeline, standing, alert::dead_letter,
          "een gebeurtenis wordt niet meer aangeboden (" + std::string(fate.dead) + "; " + verdict.what +
              "); zie subscription dead " + standing.id());
  }
}

}  // namespace

Dispatcher::Dispatcher(exchange::Pipeline& pipeline, const store::Database& database, Sinks& ways)
    : pipeline_(pipeline), database_(database), ways_(ways) {}

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
  auto lease = pipeline_.hold("levering " + standing->id());
  if (!lease) return rest;
  Side* sink = nullptr;
  int room = 0;
  Milliseconds not_before = 0;
  bool paced = false;
  // Asked before the store is looked at: what arrived in between is then seen to be gone.
  std::set<std::string> claimed;
  {
    const std::lock_guard lock(mutex_);
    sink = &sinks_.try_emplace(standing->id(), pipeline_.config().delivery.open_after).first->second;
    if (now < std::exchange(sink->seen, now)) sink->circuit.look_again();
    const int limit = static_cast<int>(wish.tegelijk.value_or(pipeline_.config().delivery.in_flight));
    room = sink->circuit.room(limit, sink->under_way, now);
    const int left = std::min(sink->pace.left(requests_per_second(*standing), now), lanes_at_once);
    paced = left < room;
    room = std::min(room, left);
    sink->full = room <= 0;
    not_before = sink->circuit.not_before();
    if (room > 0) claimed = sink->lanes;
  }
  // What was read ahead before another node was at it says nothing any more.
  if (sink->lease.fence != lease->fence) sink->window.clear();
  sink->lease = std::move(*lease);
  if (!standing->row.removed && (now < sink->looked_over || now - sink->looked_over >= rest.count())) {
    sink->looked_over = now;
    look_at_quota(pipeline_, *reader_, standing, sink->lease);
    look_at_lanes(standing, sink->lease, now);
  }
  if (wish.pulls() || standing->row.removed || standing->row.paused) return rest;
  if (wish.needs_handshake() && !standing->row.confirmed) return shake_hands(standing, *sink);
  constexpr std::chrono::milliseconds a_token_soon{20};
  if (room <= 0) return paced ? a_token_soon : not_before > now ? until(not_before, now) : rest;
  return store::reading(*reader_, [&] {
    deliver(standing, *sink, claimed, room);
    if (paced) return a_token_soon;
    const auto next = store::next_lane_due(*reader_, standing->id(), now);
    return next ? until(*next, now) : rest;
  });
}

/// After a clock that was ahead nothing waits until the clock is there again.
void Dispatcher::look_at_lanes(const Standing& standing, const store::Lease& lease, Milliseconds now) {
  const auto& delivery = pipeline_.config().delivery;
  constexpr std::chrono::minutes some{10};  // a pause is chosen by chance around what it is
  const auto latest = now + (std::max(delivery.max_retry, delivery.max_retry_after) + some).count();
  if (!store::waits_too_long(*reader_, standing->id(), now, latest)) return;
  pipeline_.transact(exchange::under(lease, [id = standing->id(), now, latest](store::Session& sql) {
    store::bring_forward(sql, id, now, latest);
  }));
}

std::chrono::milliseconds Dispatcher::shake_hands(const Standing& standing, Side& sink) {
  const auto now = milliseconds(pipeline_.now());
  if (standing->row.confirm_due > now) return until(standing->row.confirm_due, now);
  {
    const std::lock_guard lock(mutex_);
    if (sink.shaking_hands) return rest;
    sink.shaking_hands = true;
    ++sink.under_way;
  }
  auto& way = ways_.of(standing->wish);
  const Done concluded = [this, standing, &way, lease = sink.lease](const Answer& answer) {
    if (!adapters::transport::guarded("antwoord op een handshake", [&] {
          conclude_handshake(pipeline_, standing, lease, answer, way.agreed(pipeline_.config(), answer),
                             [this, id = standing->id()](bool written) { shaken(id, written); });
        }))
      shaken(standing->id(), false);
  };
  told_once(concluded, [&](Done done) { way.ask(errand_to(standing), std::move(done)); });
  return rest;
}

void Dispatcher::shaken(const std::string& subscription, bool look_again) {
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = sinks_.find(subscription); found != sinks_.end()) {
      found->second.shaking_hands = false;
      --found->second.under_way;
    }
  }
  if (look_again) wake();
}

/// Reads ahead which lanes are due, so that not each delivery has to look. False when none is.
bool Dispatcher::refill(const Standing& standing, Side& sink, std::set<std::string> claimed, int count) {
  if (!sink.window.empty()) return true;
  {
    const std::lock_guard lock(mutex_);
    claimed.insert(sink.lanes.begin(), sink.lanes.end());
  }
  // Those under way are due too: as many more are looked at.
  count = static_cast<int>(claimed.size()) + std::clamp(4 * count, 1, lanes_at_once);
  for (auto& lane : store::due_lanes(*reader_, standing->id(), milliseconds(pipeline_.now()), count))
    if (!claimed.contains(lane.name)) sink.window.push_back(std::move(lane));
  return !sink.window.empty();
}

void Dispatcher::deliver(const Standing& standing, Side& sink, std::set<std::string> claimed, int room) {
  const int together = standing->wish.together();
  Attempt bundle{standing, sink.lease};
  const auto take_out = [&](Attempt& attempt) {
    if (attempt.parts.empty()) return;
    --room;
    send(std::exchange(attempt, Attempt{standing, sink.lease}));
  };
  try {
    bool refilled = false;
    while (room > 0) {
      // Once a look: what is under way by now would be read again and again.
      if (sink.window.empty() &&
          (std::exchange(refilled, true) || !refill(standing, sink, claimed, room * together)))
        break;
      auto lane = std::move(sink.window.front());
      sink.window.pop_front();
      // Answered and written before the rest of this look, it would still be due in what this look sees.
      claimed.insert(lane.name);
      // What failed goes alone, so that one bad event does not hold up those that went with it.
      if (together == 1 || lane.attempts > 0) {
        if (room == 1 && !bundle.parts.empty()) {  // the last place is for the bundle that was begun
          sink.window.push_front(std::move(lane));
          break;
        }
        Attempt one{standing, sink.lease};
        if (add_lane(one, std::move(lane), 1)) take_out(one);
        continue;
      }
      if (add_lane(bundle, std::move(lane), together - static_cast<int>(bundle.events.size())) &&
          static_cast<int>(bundle.events.size()) >= together)
        take_out(bundle);
    }
    take_out(bundle);
  } catch (...) {
    forget(bundle);  // it is not under way
    throw;
  }
  const std::lock_guard lock(mutex_);
  sink.full = room <= 0;
}

void Dispatcher::forget(const Attempt& attempt) {
  const std::lock_guard lock(mutex_);
  for (const auto& part : attempt.parts) sinks_.at(attempt.standing->id()).lanes.erase(part.lane.name);
}

bool Dispatcher::add_lane(Attempt& attempt, store::Lane lane, int most) {
  constexpr std::size_t largest_bundle = std::size_t{1024} * 1024;
  auto heads = store::heads_of(*reader_, lane, most + 1);
  const bool more = static_cast<int>(heads.size()) > most;
  if (more) heads.pop_back();
  const auto may_have = [&](const store::Delivery& delivery) {
    const auto& tenants = pipeline_.config().tenants;
    const auto tenant =
        std::ranges::find(tenants, delivery.event.tenant, [](const auto& each) { return each.oin.digits(); });
    return tenant != tenants.end() && subscriptions::may_have(pipeline_.config(), *attempt.standing, *tenant);
  };
  Part part{std::move(lane), {}};
  for (auto& head : heads) {
    if (!may_have(head)) {
      if (part.deliveries.empty()) bury(attempt, part.lane, head, store::reason::forbidden);
      break;
    }
    if (!attempt.events.empty() && attempt.size + head.event.sealed.size() > largest_bundle) break;
    auto event = cloud_event_of(pipeline_.sealing(), head, attempt.standing->wish.version());
    if (!event) {
      if (part.deliveries.empty()) bury(attempt, part.lane, head, event.error());
      break;
    }
    attempt.events.push_back(std::move(*event));
    attempt.size += head.event.sealed.size();
    part.deliveries.push_back(std::move(head));
  }
  if (part.deliveries.empty()) return false;
  part.more = more || part.deliveries.size() < heads.size();
  {
    // From here on it is under way: what is read ahead next must not hold it again.
    const std::lock_guard lock(mutex_);
    sinks_.at(attempt.standing->id()).lanes.insert(part.lane.name);
  }
  attempt.parts.push_back(std::move(part));
  return true;
}

void Dispatcher::send(Attempt attempt) {
  auto& way = ways_.of(attempt.standing->wish);
  const auto errand = errand_to(attempt.standing);
  // What cannot be written for this receiver now cannot be later: it waits for a person.
  std::expected<Message, std::string_view> message = std::unexpected(store::reason::unreadable);
  adapters::transport::guarded("schrijven van een levering",
                               [&] { message = way.write(errand, attempt.events); });
  if (!message) {
    forget(attempt);
    for (const auto& part : attempt.parts) bury(attempt, part.lane, part.deliveries.front(), message.error());
    return;
  }
  {
    const std::lock_guard lock(mutex_);
    auto& sink = sinks_.at(attempt.standing->id());
    for (const auto& part : attempt.parts) sink.lanes.insert(part.lane.name);
    ++sink.under_way;
    sink.pace.take();
  }
  if (attempt.events.size() == 1)
    adapters::transport::guarded("spoor van een levering", [&] {
      const auto* told = attempt.events.front().if_contains("traceparent");
      const auto trace = told != nullptr && told->is_string()
                             ? log::read_traceparent(std::string_view(told->get_string()))
                             : std::nullopt;
      attempt.message_id = pipeline_.new_id();
      attempt.trace_id = trace ? trace->trace_id : log::trace_id_of(attempt.message_id);
      log::pass_on(message->headers, attempt.trace_id, attempt.message_id);
    });
  attempt.events.clear();
  attempt.size = message->body.size();
  const auto sent = std::make_shared<const Attempt>(std::move(attempt));
  const Done done = [this, sent](const Answer& answer) {
    if (!adapters::transport::guarded("antwoord op een levering", [&] { finish(sent, answer); }))
      release(*sent, false);
  };
  told_once(done, [&](Done once) { way.bring(errand, std::move(*message), std::move(once)); });
}

void Dispatcher::finish(const std::shared_ptr<const Attempt>& attempt, const Answer& answer) {
  const auto& config = pipeline_.config();
  const auto moment = pipeline_.now();
  const auto now = milliseconds(moment);
  auto& random = pipeline_.sealing().surroundings.random;
  const auto verdict = judge(config, *attempt, answer, moment, [&] { return random.fraction(); });
  bool closed = false;
  bool opened = false;
  // That something arrived may be written with what comes next, unless others wait for its place.
  bool hurry = !verdict.good || std::ranges::any_of(attempt->parts, &Part::more);
  {
    const std::lock_guard lock(mutex_);
    auto& sink = sinks_.at(attempt->standing->id());
    hurry = hurry || sink.full;
    auto& circuit = sink.circuit;
    if (verdict.good || verdict.never)
      closed = circuit.succeeded();
    else
      opened = circuit.failed(
          now + pause_of(config, answer, circuit.failures() + 1, moment, random.fraction()).count());
    if (verdict.asked_rest) circuit.leave_alone(now + verdict.asked_rest->count());
  }
  pipeline_.record_all(
      entries_of(pipeline_.sealing().surroundings, *attempt, answer, verdict),
      exchange::under(attempt->lease,
                      [this, attempt, verdict, opened, closed, now,
                       shown = identity::shown_by(answer, attempt->standing->row.afnemer, moment),
                       expires = answer.certificate_until, status = answer.status](store::Session& sql) {
                        const auto& standing = attempt->standing;
                        carry_out(sql, pipeline_, *attempt, verdict, status, now);
                        if (closed) store::hurry(sql, standing->id(), now);
                        if (opened)
                          raise(sql, pipeline_, *standing, alert::circuit,
                                verdict.what + "; de ontvanger wordt nu en dan geprobeerd");
                        if (shown) store::note_certificate(sql, *shown);
                        constexpr Milliseconds ahead =
                            std::chrono::milliseconds(std::chrono::days(30)).count();
                        if (expires && milliseconds(*expires) - now < ahead)
                          raise(sql, pipeline_, *standing, alert::certificate,
                                "het servercertificaat van de ontvanger is geldig tot " + expires->text() +
                                    "; laat de afnemer het vervangen");
                      }),
      // When even this cannot be written the lane is still due and the event goes out again (at least once),
      // but only at the next look, so that a full disk does not become a storm of deliveries.
      [this, attempt](bool written) { release(*attempt, written); },
      hurry ? exchange::Pipeline::Haste::now : exchange::Pipeline::Haste::with_others);
}

void Dispatcher::bury(const Attempt& attempt, const store::Lane& lane, const store::Delivery& delivery,
                      std::string_view reason) {
  const auto& standing = attempt.standing;
  {
    const std::lock_guard lock(mutex_);
    auto& sink = sinks_.at(standing->id());
    if (!sink.lanes.insert(lane.name).second) return;
    ++sink.under_way;
  }
  const auto let_go = [this, standing, lane](bool written) {
    release({standing, {}, {{lane, {}}}}, written);
  };
  const bool told = adapters::transport::guarded("begraven van een levering", [&] {
    auto entry = entry_of(pipeline_.sealing().surroundings, *standing, delivery.event);
    entry.outcome = log::outcome::mislukt;
    entry.faults = {{"abonnement " + standing->id(), std::string(reason), std::string(why_not_sent(reason))}};
    pipeline_.record(
        std::move(entry),
        exchange::under(attempt.lease,
                        [this, standing, lane, delivery, reason](store::Session& sql, log::Entry&) {
                          store::bury(sql, lane, delivery, reason, 0, standing->wish.ordered(),
                                      milliseconds(pipeline_.now()));
                          raise(sql, pipeline_, *standing, alert::dead_letter,
                                "een gebeurtenis wordt niet aangeboden (" + std::string(reason) +
                                    "); zie subscription dead " + standing->id());
                        }),
        let_go);
  });
  if (!told) let_go(false);
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

}  // namespace inburgering::gateway::delivery
