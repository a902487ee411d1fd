// Abonnementen: how each stands, and what an operator does to one.
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "gateway/base/milliseconds.h"
#include "gateway/delivery/sink.h"
#include "gateway/http/answers.h"
#include "gateway/identity/anchors.h"
#include "gateway/operator/desk.h"
#include "gateway/operator/queue_state.h"
#include "gateway/store/traffic.h"
#include "gateway/subscriptions/requests.h"
#include "gateway/subscriptions/view.h"

namespace inburgering::gateway::operation {
namespace {

namespace json = boost::json;
using subscriptions::Standing;

constexpr int most = 1000;  // rows of a list

json::object view_of(const Desk& desk, store::Session& sql, const Standing& standing, const Sinks& sinks) {
  auto shown = subscriptions::to_json(sql, standing);
  const auto state = queue_state(desk.config(), sql, standing, desk.pipeline.now(), sinks);
  shown["afnemerNaam"] = state.afnemer;
  shown["circuitOpen"] = state.circuit_open;
  shown["oudsteWachtendSeconden"] = state.oldest_seconds;
  return shown;
}

Response shown(const Desk& desk, store::Session& sql, std::string_view id, int status) {
  const auto standing = subscriptions::find(sql, id);
  if (!standing) return not_found("dit abonnement is er niet");
  return http::json_answer(status, json::serialize(view_of(desk, sql, *standing, desk.dispatcher.sinks())));
}

/// The subscription, when this operator works for its gemeenten.
std::shared_ptr<const Standing> seen(const Desk& desk, store::Session& sql, const Visitor& visitor,
                                     std::string_view id) {
  auto standing = subscriptions::find(sql, id);
  if (standing && !visitor.sees_codes(desk.config(), standing->wish.gemeenten)) return nullptr;
  return standing;
}

Response refused(subscriptions::Refusal why) {
  using enum subscriptions::Refusal;
  switch (why) {
    case unknown:
      return not_found("dit abonnement is er niet");
    case loading:
      return http::problem(409, "Loopt al", "de beginstand wordt al klaargezet");
    case unknown_dossier:
      return wrong({{"/dossier", "dossier", "dit dossier is niet bekend, of niet voor dit abonnement"}});
    case unknown_event:
      return wrong({{"/gebeurtenis", "gebeurtenis", "deze is er niet, of niet voor dit abonnement"}});
    case no_period:
      return wrong({{"/van", "moment", "noem een dossier, een gebeurtenis, of een tijdvak met van en tot"}});
    case not_dead:
      return not_found("deze gebeurtenis is niet onbestelbaar");
    case not_blocked:
      return not_found("bij dit dossier staat geen gebeurtenis vast");
    case taken:
    case configured:
    case unchangeable:
      return http::problem(409, "Niet te wijzigen", "dit kan alleen de afnemer, of op de opdrachtregel");
  }
  std::unreachable();
}

}  // namespace

void list_subscriptions(Desk& desk, Visit visit, Done done) {
  answer_read(desk, done, [&](store::Session& sql) {
    json::array list;
    const auto sinks = desk.dispatcher.sinks();
    for (const auto& standing : subscriptions::present(sql))
      if (visit.visitor.sees_codes(desk.config(), standing->wish.gemeenten))
        list.emplace_back(view_of(desk, sql, *standing, sinks));
    return http::json_answer(200, json::serialize(json::object{{"abonnementen", std::move(list)}}));
  });
}

void show_subscription(Desk& desk, Visit visit, Done done) {
  answer_read(desk, done, [&](store::Session& sql) {
    const auto standing = seen(desk, sql, visit.visitor, visit.item);
    if (!standing) return not_found("dit abonnement is er niet");
    auto shown = view_of(desk, sql, *standing, desk.dispatcher.sinks());
    json::array blocked;
    constexpr int most_blocked = 50;
    for (const auto& lane : store::failing_lanes(sql, standing->id(), most_blocked))
      blocked.emplace_back(subscriptions::to_json(sql, lane));
    shown["vastgelopen"] = std::move(blocked);
    json::array samples;
    constexpr Milliseconds a_day = std::chrono::milliseconds(std::chrono::hours(24)).count();
    const auto now = milliseconds(desk.pipeline.now());
    for (const auto& sample : store::samples_of(sql, standing->id(), now - a_day))
      samples.emplace_back(json::array{sample.bucket / 1000, sample.waiting, sample.dead});
    const auto counts = store::queue_counts(sql, standing->id());
    samples.emplace_back(json::array{now / 1000, counts.waiting, counts.dead});
    shown["wachtrij"] = std::move(samples);
    return http::json_answer(200, json::serialize(shown));
  });
}

void list_dead_letters(Desk& desk, Visit visit, Done done) {
  answer_read(desk, done, [&](store::Session& sql) {
    const auto standing = seen(desk, sql, visit.visitor, visit.item);
    if (!standing) return not_found("dit abonnement is er niet");
    json::array list;
    for (const auto& letter : store::dead_letters(sql, standing->id(), 0, most)) {
      auto shown = subscriptions::to_json(letter);
      shown["oorzaak"] = letter.event.message_id;
      list.emplace_back(std::move(shown));
    }
    return http::json_answer(200, json::serialize(json::object{{"onbestelbaar", std::move(list)}}));
  });
}

void act_on_subscription(Desk& desk, Visit visit, Done done) {
  const auto* verb = subscriptions::find_verb(visit.rest);
  const auto body = body_of(visit.request, verb->members);
  const auto given = body ? subscriptions::read_particulars(*body) : std::unexpected(body.error());
  if (!given) return done(wrong(given.error()));
  const auto id = visit.item;
  answer_logged(
      desk, visit.visitor, {std::string(verb->kind), wishes::forms::id.matches(id) ? id : std::string()},
      [&desk, verb, id, given = *given, visitor = visit.visitor](store::Session& sql) {
        const auto standing = seen(desk, sql, visitor, id);
        if (!standing) return not_found("dit abonnement is er niet");
        const auto told = verb->act({sql, desk.pipeline.sealing(), desk.config()}, *standing, given);
        if (!told) return refused(told.error());
        if (!told->body.empty()) return http::json_answer(202, json::serialize(told->body));
        return shown(desk, sql, id, told->goes_on ? 202 : 200);
      },
      std::move(done));
}

void test_subscription(Desk& desk, Visit visit, Done done) {
  if (const auto body = body_of(visit.request, {}); !body) return done(wrong(body.error()));
  std::shared_ptr<const Standing> standing;
  try {
    const auto sql = desk.database.reader();
    standing = seen(desk, *sql, visit.visitor, visit.item);
  } catch (const std::exception&) {
    return done(unavailable());
  }
  if (!standing) return done(not_found("dit abonnement is er niet"));
  if (standing->wish.pulls()) return done(http::problem(409, "Geen adres", delivery::nothing_to_test));
  auto entry = desk.pipeline.new_entry(log::direction::uit, log::feed::beheer, subscriptions::kind::tried);
  entry.party = standing->row.afnemer;
  entry.subject = visit.visitor.name;
  entry.reference = standing->id();
  delivery::test(desk.sinks, {desk.config(), desk.pipeline.sealing(), *standing}, entry.message_id,
                 [&desk, entry, done = std::move(done)](const adapters::transport::Answer& answer) {
                   auto noted = entry;
                   if (auto shown = identity::shown_by(answer, entry.party, entry.moment))
                     desk.pipeline.transact([shown = std::move(*shown)](store::Session& sql) {
                       store::note_certificate(sql, shown);
                     });
                   auto body = delivery::note_test(noted, answer);
                   desk.pipeline.note(std::move(noted), [done, body](bool written) {
                     done(written ? http::json_answer(200, json::serialize(body)) : unavailable());
                   });
                 });
}

}  // namespace inburgering::gateway::operation
