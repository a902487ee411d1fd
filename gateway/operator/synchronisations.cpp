// Synchronisatie, as `sync` on the command line has it: runs, schedules and completeness.
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "gateway/config/askable.h"
#include "gateway/http/answers.h"
#include "gateway/operator/desk.h"
#include "gateway/schedule/runs.h"

namespace inburgering::gateway::operation {
namespace {

namespace json = boost::json;

constexpr std::string_view runs_path = "/beheer/v1/synchronisaties";
constexpr int shown_runs = 50;

Response unknown_run() { return not_found("deze synchronisatie is niet bekend"); }

std::vector<std::string> texts_in(const json::object& body, std::string_view name) {
  std::vector<std::string> list;
  if (const auto* value = body.if_contains(name); value != nullptr && value->is_array())
    for (const auto& each : value->get_array()) list.emplace_back(each.get_string());
  return list;
}

schemas::Result<schedule::ByHand> wish_in(const Desk& desk, const Visit& visit) {
  schemas::Faults faults;
  const auto body = body_of(visit.request, {"gemeente", "resources", "dossiers"}, faults);
  schedule::ByHand wish;
  const auto* tenant = desk.registry.tenant_by_code(text_in(body, "gemeente"));
  if (tenant == nullptr || !visit.visitor.sees(tenant->oin.digits()))
    faults.push_back({"/gemeente", "verplicht", "noem de gemeentecode van een gemeente uit de configuratie"});
  else
    wish.tenant = tenant->oin.digits();
  for (const auto* list : {"resources", "dossiers"})
    if (const auto* value = body.if_contains(list); value != nullptr && !value->is_array())
      faults.push_back({"/" + std::string(list), "type", "hier hoort een lijst van teksten"});
  wish.resources = texts_in(body, "resources");
  for (std::size_t i = 0; i < wish.resources.size(); ++i)
    if (!config::find_askable(wish.resources[i]))
      faults.push_back({"/resources/" + std::to_string(i), "codelijst", "deze resource is niet bekend"});
  wish.dossiers = texts_in(body, "dossiers");
  if (!faults.empty()) return std::unexpected(std::move(faults));
  return wish;
}

Response shown(const Desk& desk, store::Session& sql, const store::SyncRun& run, int status) {
  return http::json_answer(
      status, json::serialize(schedule::run_to_json(desk.config(), run, store::counts_of(sql, run.id),
                                                    desk.pipeline.now())));
}

}  // namespace

void list_synchronisations(Desk& desk, Visit visit, Done done) {
  answer_read(desk, done, [&](store::Session& sql) {
    json::array list;
    for (const auto& run : store::last_runs(sql, shown_runs))
      if (visit.visitor.sees(run.tenant))
        list.emplace_back(
            schedule::run_to_json(desk.config(), run, store::counts_of(sql, run.id), desk.pipeline.now()));
    return http::json_answer(200, json::serialize(json::object{{"synchronisaties", std::move(list)}}));
  });
}

void show_synchronisation(Desk& desk, Visit visit, Done done) {
  answer_read(desk, done, [&](store::Session& sql) {
    const auto run = store::find_run(sql, visit.item);
    return run && visit.visitor.sees(run->tenant) ? shown(desk, sql, *run, 200) : unknown_run();
  });
}

void start_synchronisation(Desk& desk, Visit visit, Done done) {
  auto wish = wish_in(desk, visit);
  if (!wish) return done(wrong(wish.error()));
  wish->who = visit.visitor.name;
  answer_logged(
      desk, visit.visitor, {std::string(log::kind::run_started), {}},
      [&desk, wish = *wish](store::Session& sql) {
        const auto run = schedule::start_by_hand(sql, wish, desk.pipeline.sealing().surroundings);
        if (!run)
          return http::problem(409, "Loopt al", "er loopt al een synchronisatie die met de hand is gestart");
        auto response = shown(desk, sql, *run, 202);
        response.headers.emplace_back("Location", std::string(runs_path) + "/" + run->id);
        return response;
      },
      std::move(done));
}

void change_synchronisation(Desk& desk, Visit visit, Done done) {
  if (const auto body = body_of(visit.request, {}); !body) return done(wrong(body.error()));
  using schedule::Change;
  const auto wanted = visit.rest == "pauzeren"    ? Change::pause
                      : visit.rest == "hervatten" ? Change::resume
                                                  : Change::cancel;
  const auto* kind = wanted == Change::pause    ? "synchronisatie gepauzeerd"
                     : wanted == Change::resume ? "synchronisatie hervat"
                                                : "synchronisatie geannuleerd";
  answer_logged(
      desk, visit.visitor, {kind, visit.item.substr(0, 36)},
      [&desk, wanted, id = visit.item, visitor = visit.visitor](store::Session& sql) {
        const auto before = store::find_run(sql, id);
        if (!before || !visitor.sees(before->tenant)) return unknown_run();
        if (schedule::change_run(sql, id, wanted, desk.pipeline.now()) == schedule::Changed::ended)
          return http::problem(409, "Geëindigd", "deze synchronisatie is al geëindigd");
        return shown(desk, sql, *store::find_run(sql, id), 200);
      },
      std::move(done));
}

void list_schedules(Desk& desk, Visit visit, Done done) {
  answer_read(desk, done, [&](store::Session& sql) {
    auto list = schedule::schedules_to_json(
        sql, desk.config(), desk.pipeline.now(),
        [&](const config::Tenant& tenant) { return visit.visitor.sees(tenant.oin.digits()); });
    return http::json_answer(200, json::serialize(json::object{{"planningen", std::move(list)}}));
  });
}

void show_completeness(Desk& desk, Visit visit, Done done) {
  answer_read(desk, done, [&](store::Session& sql) {
    json::array list;
    for (const auto& tenant : desk.config().tenants)
      if (visit.visitor.sees(tenant.oin.digits()))
        list.emplace_back(schedule::assurance_to_json(
            tenant.gemeentecode, schedule::assurance_of(sql, tenant.oin.digits(), desk.pipeline.now())));
    return http::json_answer(200, json::serialize(json::object{{"gemeenten", std::move(list)}}));
  });
}

}  // namespace inburgering::gateway::operation
