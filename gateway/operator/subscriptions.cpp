// Abonnementen: how each stands, and what an operator does to one.
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "gateway/base/milliseconds.h"
#include "gateway/delivery/sink.h"
#include "gateway/http/answers.h"
#include "gateway/operator/desk.h"
#include "gateway/operator/queue_state.h"
#include "gateway/store/traffic.h"
#include "gateway/subscriptions/changes.h"
#include "gateway/subscriptions/view.h"

namespace inburgering::gateway::operation {
namespace {

namespace json = boost::json;
using subscriptions::Standing;

constexpr int most = 1000;  // rows of a list

json::object view_of(const Desk& desk, store::Session& sql, const Standing& standing, const Sinks& sinks) {
  auto shown = subscriptions::to_json(sql, standing);
  const auto state = queue_state(desk.config, sql, standing, desk.pipeline.now(), sinks);
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
  if (standing && !visitor.sees_codes(desk.config, standing->wish.gemeenten)) return nullptr;
  return standing;
}

Response accepted(json::object body) { return http::json_answer(202, json::serialize(body)); }

using Act = Response (*)(store::Session&, Desk&, const Standing&, const json::object&);

Response pause(store::Session& sql, Desk& desk, const Standing& standing, const json::object&) {
  subscriptions::set_paused(sql, standing, true);
  return shown(desk, sql, standing.id(), 200);
}

Response resume(store::Session& sql, Desk& desk, const Standing& standing, const json::object&) {
  subscriptions::set_paused(sql, standing, false);
  return shown(desk, sql, standing.id(), 200);
}

std::optional<store::Dossier> dossier_named(store::Session& sql, Desk& desk, const Standing& standing,
                                            const json::object& body) {
  return subscriptions::dossier_for(sql, desk.pipeline.sealing(), desk.config, standing,
                                    text_in(body, "dossier"));
}
const schemas::Faults unknown_dossier{
    {"/dossier", "dossier", "dit dossier is niet bekend, of niet voor dit abonnement"}};

Response load(store::Session& sql, Desk& desk, const Standing& standing, const json::object& body) {
  std::optional<store::Dossier> dossier;
  if (body.contains("dossier")) {
    dossier = dossier_named(sql, desk, standing, body);
    if (!dossier) return wrong(unknown_dossier);
  }
  if (!subscriptions::start_present(sql, desk.config, standing, dossier,
                                    desk.pipeline.sealing().surroundings))
    return http::problem(409, "Loopt al", "de beginstand wordt al klaargezet");
  return shown(desk, sql, standing.id(), 202);
}

Response replay(store::Session& sql, Desk& desk, const Standing& standing, const json::object& body) {
  const auto& around = desk.pipeline.sealing().surroundings;
  if (body.contains("gebeurtenis")) {
    if (!subscriptions::replay_one(sql, desk.pipeline.sealing(), desk.config, standing,
                                   text_in(body, "gebeurtenis")))
      return wrong({{"/gebeurtenis", "gebeurtenis", "deze is er niet, of niet voor dit abonnement"}});
    return accepted({{"totaal", 1}});
  }
  subscriptions::Replay wish;
  if (body.contains("dossier")) {
    wish.dossier = dossier_named(sql, desk, standing, body);
    if (!wish.dossier) return wrong(unknown_dossier);
  } else {
    const auto from = schemas::Moment::parse(text_in(body, "van"), "/van");
    const auto until = body.contains("tot")
                           ? schemas::Moment::parse(text_in(body, "tot"), "/tot")
                           : std::expected<schemas::Moment, schemas::Fault>(around.clock.now());
    if (!from || !until || *from >= *until)
      return wrong({{"/van", "moment", "noem een dossier, een gebeurtenis, of een tijdvak met van en tot"}});
    wish.from = *from;
    wish.until = *until;
  }
  return accepted({{"totaal", subscriptions::start_replay(sql, desk.config, standing, wish, around)}});
}

Response retry(store::Session& sql, Desk& desk, const Standing& standing, const json::object& body) {
  std::optional<std::string> event;
  if (body.contains("gebeurtenis")) event = text_in(body, "gebeurtenis");
  Milliseconds since = 0;
  if (body.contains("sinds")) {
    const auto moment = schemas::Moment::parse(text_in(body, "sinds"), "/sinds");
    if (!moment) return wrong({moment.error()});
    since = milliseconds(*moment);
  }
  const auto count = subscriptions::retry_dead(sql, standing, event, since, desk.pipeline.now());
  if (event && count == 0) return not_found("deze gebeurtenis is niet onbestelbaar");
  return accepted({{"opnieuw", count}});
}

Response skip(store::Session& sql, Desk& desk, const Standing& standing, const json::object& body) {
  const auto event = subscriptions::skip(sql, standing, text_in(body, "dossier"), desk.pipeline.now());
  if (!event) return not_found("bij dit dossier staat geen gebeurtenis vast");
  return accepted({{"overgeslagen", *event}});
}

struct Verb {
  std::string_view name;
  std::string_view kind;
  Act act;
  std::initializer_list<std::string_view> members;
};
const Verb verbs[] = {{"pauzeren", "abonnement gepauzeerd", pause, {}},
                      {"hervatten", "abonnement hervat", resume, {}},
                      {"beginstand", "beginstand gevraagd", load, {"dossier"}},
                      {"herhaling", "herhaling gevraagd", replay, {"dossier", "gebeurtenis", "van", "tot"}},
                      {"onbestelbaar/opnieuw", "onbestelbaar opnieuw", retry, {"gebeurtenis", "sinds"}},
                      {"vastgelopen/overslaan", "gebeurtenis overgeslagen", skip, {"dossier"}}};

}  // namespace

void list_subscriptions(Desk& desk, Visit visit, Done done) {
  answer_read(desk, done, [&](store::Session& sql) {
    json::array list;
    const auto sinks = desk.dispatcher.sinks();
    for (const auto& standing : subscriptions::present(sql))
      if (visit.visitor.sees_codes(desk.config, standing->wish.gemeenten))
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
  const auto* verb = std::ranges::find(verbs, visit.rest, &Verb::name);
  const auto body = body_of(visit.request, verb->members);
  if (!body) return done(wrong(body.error()));
  const auto id = visit.item;
  answer_logged(
      desk, visit.visitor, {std::string(verb->kind), wishes::forms::id.matches(id) ? id : std::string()},
      [&desk, verb, id, body = *body, visitor = visit.visitor](store::Session& sql) {
        const auto standing = seen(desk, sql, visitor, id);
        if (!standing) return not_found("dit abonnement is er niet");
        return verb->act(sql, desk, *standing, body);
      },
      std::move(done));
}

void test_subscription(Desk& desk, Visit visit, Done done) {
  std::shared_ptr<const Standing> standing;
  try {
    const auto sql = desk.database.reader();
    standing = seen(desk, *sql, visit.visitor, visit.item);
  } catch (const std::exception&) {
    return done(unavailable());
  }
  if (!standing) return done(not_found("dit abonnement is er niet"));
  if (standing->wish.pulls())
    return done(http::problem(409, "Geen adres", "wie zelf ophaalt heeft geen adres om te proberen"));
  auto entry = desk.pipeline.new_entry(log::direction::uit, log::feed::beheer, "proefaflevering");
  entry.party = standing->row.afnemer;
  entry.subject = visit.visitor.name;
  entry.reference = standing->id();
  auto call = delivery::test_call(desk.config, standing->wish, entry.message_id, entry.moment);
  desk.sinks.send(std::move(call), [&desk, entry,
                                    done = std::move(done)](const adapters::transport::Answer& answer) {
    const bool good = delivery::arrived(answer);
    auto noted = entry;
    noted.outcome = good ? log::outcome::afgeleverd : log::outcome::mislukt;
    noted.http_status = answer.status;
    noted.duration_ms = answer.duration.count();
    if (!good) noted.faults = {{"abonnement " + entry.reference, "proef", delivery::failure_of(answer)}};
    json::object body{{"gelukt", good}, {"httpStatus", answer.status}, {"duurMs", answer.duration.count()}};
    if (!good) body["melding"] = delivery::failure_of(answer);
    desk.pipeline.note(std::move(noted), [done, body](bool written) {
      done(written ? http::json_answer(200, json::serialize(body)) : unavailable());
    });
  });
}

}  // namespace inburgering::gateway::operation
