#include "gateway/schedule/runs.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <cmath>

#include "gateway/base/milliseconds.h"
#include "gateway/config/askable.h"
#include "gateway/schedule/synchroniser.h"

namespace inburgering::gateway::schedule {
namespace {

namespace json = boost::json;
namespace run_state = store::run_state;

json::value text_of(Milliseconds moment) {
  if (moment == 0) return nullptr;
  return json::value(schemas::Moment(schemas::Moment::Time(std::chrono::milliseconds(moment))).text());
}

json::value gemeente_of(const config::Config& config, const std::string& oin) {
  const auto found =
      std::ranges::find(config.tenants, oin, [](const auto& tenant) { return tenant.oin.digits(); });
  return found == config.tenants.end() ? json::value() : json::value(found->gemeentecode);
}

}  // namespace

std::optional<store::SyncRun> start_by_hand(store::Session& sql, const ByHand& wish,
                                            const Surroundings& around) {
  if (store::has_open_run(sql, config::hand, wish.tenant)) return std::nullopt;
  store::SyncRun run;
  run.id = uuid7(around);
  run.schedule = config::hand;
  run.tenant = wish.tenant;
  run.resources = wish.resources;
  run.dossiers = wish.dossiers;
  run.started = milliseconds(around.clock.now());
  open_run(sql, run, wish.who);
  return store::find_run(sql, run.id);
}

Changed change_run(store::Session& sql, const std::string& id, Change change, schemas::Moment now) {
  auto run = store::find_run(sql, id);
  if (!run) return Changed::unknown;
  if (!is_open(*run)) return Changed::ended;
  run->state = change == Change::pause    ? run_state::paused
               : change == Change::resume ? run_state::running
                                          : run_state::cancelled;
  if (change == Change::cancel) {
    run->ended = milliseconds(now);
    store::drop_questions(sql, id);
  }
  store::save_run(sql, *run);
  return Changed::done;
}

store::SyncCount sum_of(const std::vector<store::SyncCount>& counts) {
  store::SyncCount sum;
  for (const auto& each : counts) {
    sum.asked += each.asked;
    sum.changed += each.changed;
    sum.unannounced += each.unannounced;
    sum.refused += each.refused;
    sum.failed += each.failed;
  }
  return sum;
}

json::object run_to_json(const config::Config& config, const store::SyncRun& run,
                         const std::vector<store::SyncCount>& counts, schemas::Moment now) {
  json::array resources;
  for (const auto& each : counts)
    resources.emplace_back(json::object{{"resource", each.resource},
                                        {"gevraagd", each.asked},
                                        {"gewijzigd", each.changed},
                                        {"nietAangekondigd", each.unannounced},
                                        {"geweigerd", each.refused},
                                        {"mislukt", each.failed}});
  const auto done = sum_of(counts).asked;
  json::object object{{"id", run.id},
                      {"schema", run.schedule},
                      {"gemeente", gemeente_of(config, run.tenant)},
                      {"staat", run.state},
                      {"gestart", text_of(run.started)},
                      {"geeindigd", text_of(run.ended)},
                      {"totaal", run.total},
                      {"gedaan", done}};
  const auto elapsed = (static_cast<double>(milliseconds(now)) - static_cast<double>(run.started)) / 1000;
  if (is_open(run) && done > 0 && elapsed > 0) {
    const auto rate = static_cast<double>(done) / elapsed;
    object["perSeconde"] = rate;
    object["nogSeconden"] = std::llround(
        std::clamp((static_cast<double>(run.total) - static_cast<double>(done)) / rate, -1e15, 1e15));
  }
  object["resources"] = std::move(resources);
  return object;
}

json::array schedules_to_json(store::Session& sql, const config::Config& config, schemas::Moment now,
                              const std::function<bool(const config::Tenant&)>& shown) {
  json::array list;
  for (const auto& schedule : config.schedules)
    for (const auto& tenant : config.tenants) {
      const bool serves = std::ranges::any_of(
          schedule.gemeenten, [&](const auto& code) { return code == "*" || code == tenant.gemeentecode; });
      if (!serves || !shown(tenant)) continue;
      const auto due = store::schedule_due(sql, schedule.id, tenant.oin.digits());
      list.emplace_back(
          json::object{{"schema", schedule.id},
                       {"gemeente", tenant.gemeentecode},
                       {"cron", schedule.cron.text()},
                       {"resources", json::array(schedule.resources.begin(), schedule.resources.end())},
                       {"volgende", due ? text_of(*due) : json::value(schedule.cron.next(now).text())}});
    }
  return list;
}

Assurance assurance_of(store::Session& sql, const std::string& tenant, schemas::Moment now) {
  Assurance assurance;
  const auto all = config::duo_questions();
  assurance.resources = store::completeness(sql, tenant, {all.begin(), all.end()});
  std::optional<Milliseconds> oldest;
  std::int64_t never = 0;
  for (const auto& each : assurance.resources) {
    never += each.never;
    if (each.oldest && (!oldest || *each.oldest < *oldest)) oldest = each.oldest;
  }
  assurance.nobody = !oldest && never == 0;
  constexpr std::int64_t hour = 3'600'000;
  assurance.herstel = store::open_herstel(sql);
  if (oldest && never == 0) assurance.hours = (milliseconds(now) - *oldest) / hour + 1;
  return assurance;
}

json::object assurance_to_json(const std::string& gemeentecode, const Assurance& assurance) {
  json::array resources;
  for (const auto& each : assurance.resources)
    resources.emplace_back(json::object{{"resource", each.resource},
                                        {"beantwoord", each.persons},
                                        {"nooit", each.never},
                                        {"laatsteMislukt", each.failing}});
  return {
      {"gemeente", gemeentecode},
      {"volledigTotUren", assurance.hours ? json::value(*assurance.hours) : json::value()},
      {"resources", std::move(resources)},
      {"herstel", assurance.herstel ? json::value(json::object{{"van", text_of(assurance.herstel->made)},
                                                               {"tot", text_of(assurance.herstel->put_back)}})
                                    : json::value()}};
}

}  // namespace inburgering::gateway::schedule
