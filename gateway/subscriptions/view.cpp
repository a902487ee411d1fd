#include "gateway/subscriptions/view.h"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>

namespace inburgering::gateway::subscriptions {
namespace {

namespace json = boost::json;

json::value moment(Milliseconds at) {
  if (at == 0) return nullptr;
  return json::value(schemas::Moment(schemas::Moment::Time(std::chrono::milliseconds(at))).text());
}

}  // namespace

json::object to_json(store::Session& sql, const Standing& standing) {
  json::object object{{"id", standing.id()}, {"afnemer", standing.row.afnemer}};
  if (!standing.unreadable) object = json::parse(standing.row.definition).as_object();
  if (!standing.unreadable) {
    object["schemaversie"] = standing.wish.version();
    const auto* version = mapping::versions::find(standing.wish.version());
    if (version != nullptr && !version->told_until.empty()) object["schemaEinde"] = version->told_until;
  }
  const auto counts = store::queue_counts(sql, standing.id());
  constexpr int shown = 5;
  json::array jobs;
  for (const auto& job : store::jobs_of(sql, standing.id(), shown)) jobs.emplace_back(to_json(job));
  object["status"] = standing.state();
  object["herkomst"] = standing.row.origin;
  object["wachtend"] = counts.waiting;
  object["onbestelbaar"] = counts.dead;
  object["positie"] = counts.last_position;
  object["aangemaakt"] = moment(standing.row.created);
  if (standing.wish.own_list()) object["personenOpLijst"] = store::count_persons(sql, standing.id());
  object["taken"] = std::move(jobs);
  return object;
}

json::object to_json(const store::Job& job) {
  return {{"taakId", job.id},
          {"soort", job.kind},
          {"loopt", job.open},
          {"totaal", job.total},
          {"gedaan", job.done},
          {"klaargezet", job.queued},
          {"begonnen", moment(job.started)},
          {"geeindigd", moment(job.ended)}};
}

json::object to_json(const store::DeadLetter& letter) {
  return {{"gebeurtenis", letter.event.id},  {"type", letter.event.type},
          {"dossier", letter.event.dossier}, {"sequence", std::to_string(letter.event.sequence)},
          {"reden", letter.reason},          {"httpStatus", letter.http_status},
          {"pogingen", letter.attempts},     {"moment", moment(letter.moment)},
          {"positie", letter.position}};
}

json::object to_json(store::Session& sql, const store::Lane& lane) {
  json::object object{{"dossier", lane.name},
                      {"pogingen", lane.attempts},
                      {"sinds", moment(lane.failing_since)},
                      {"volgendePoging", moment(lane.due)}};
  const auto heads = store::heads_of(sql, lane, 1);
  if (!heads.empty()) {
    object["gebeurtenis"] = heads.front().event.id;
    object["type"] = heads.front().event.type;
  }
  return object;
}

}  // namespace inburgering::gateway::subscriptions
