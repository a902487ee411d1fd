// Termijnen: what runs out soon and what was overrun, per gemeente. A dossier is told by its pseudonym.
#include "gateway/operator/termijnen.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "gateway/http/answers.h"
#include "gateway/log/view.h"
#include "gateway/operator/desk.h"
#include "gateway/store/klokken.h"

namespace inburgering::gateway::operation {
namespace {

namespace json = boost::json;

constexpr int a_page = 1000;
constexpr std::array<std::string_view, 3> all_standen{"verstreken", "nadert", "loopt"};

schemas::Result<Termijnwens> wanted_of(const Desk& desk, const Visit& visit) {
  Termijnwens wanted;
  schemas::Faults faults;
  if (const auto code = query_of(visit.request, "gemeente"); code && !code->empty()) {
    const auto* tenant = desk.registry.tenant_by_code(*code);
    if (tenant == nullptr || !visit.visitor.sees(tenant->oin.digits()))
      faults.push_back({"gemeente", "verwijzing", "deze gemeente is er niet, of niet voor u"});
    else
      wanted.tenants.push_back(tenant);
  } else {
    for (const auto& tenant : desk.config().tenants)
      if (visit.visitor.sees(tenant.oin.digits())) wanted.tenants.push_back(&tenant);
  }
  if (const auto stand = query_of(visit.request, "stand"); stand && !stand->empty()) {
    const auto found = std::ranges::find(all_standen, *stand);
    if (found == all_standen.end())
      faults.push_back({"stand", "codelijst", "kies uit verstreken, nadert en loopt"});
    else
      wanted.standen = {*found};
  }
  wanted.klok = query_of(visit.request, "klok").value_or("");
  if (!faults.empty()) return std::unexpected(std::move(faults));
  return wanted;
}

/// Calls `show(tenant, klok)` for each that is wanted; false when there are more than `at_most`.
template <class Show>
bool for_each_klok(store::Session& sql, const Termijnwens& wanted, int at_most, Show&& show) {
  int left = at_most;
  for (const auto* tenant : wanted.tenants)
    for (const auto stand : wanted.standen) {
      const auto found = store::running_klokken(sql, tenant->oin.digits(), stand, wanted.klok, left + 1);
      for (const auto& each : found) {
        if (left-- == 0) return false;
        show(*tenant, each);
      }
    }
  return true;
}

std::int64_t days_left(const std::string& last, schemas::Day today) {
  const auto day = schemas::Day::parse(last);
  return day ? (std::chrono::sys_days(day->date()) - std::chrono::sys_days(today.date())).count() : 0;
}

json::array sums_of(store::Session& sql, const Termijnwens& wanted) {
  json::array list;
  for (const auto* tenant : wanted.tenants) {
    std::map<std::string, json::object> sums;
    for (const auto& [klok, stand, count] : store::count_klokken(sql, tenant->oin.digits())) {
      auto& sum = sums[klok];
      if (sum.empty())
        sum = {{"gemeentecode", tenant->gemeentecode},
               {"klok", klok},
               {"titel", title_of(*tenant, klok)},
               {"loopt", 0},
               {"nadert", 0},
               {"verstreken", 0}};
      sum[stand] = count;
    }
    for (auto& [klok, sum] : sums) list.emplace_back(std::move(sum));
  }
  return list;
}

}  // namespace

std::string title_of(const config::Tenant& tenant, std::string_view klok) {
  const auto& list = tenant.klokken.lijst;
  const auto found = std::ranges::find(list, klok, &mapping::klokken::Klokdefinitie::naam);
  return found == list.end() ? std::string(klok) : found->titel;
}

std::string dutch(schemas::Day day) {
  const auto text = day.text();
  return text.substr(8) + "-" + text.substr(5, 2) + "-" + text.substr(0, 4);
}

json::object termijnen(store::Session& sql, const Termijnwens& wens, schemas::Day today) {
  json::array list;
  const bool whole =
      for_each_klok(sql, wens, a_page, [&](const config::Tenant& tenant, const store::RunningKlok& each) {
        const auto& row = each.row;
        list.emplace_back(json::object{
            {"gemeentecode", tenant.gemeentecode},
            {"dossier", each.dossier},
            {"klok", row.klok},
            {"titel", title_of(tenant, row.klok)},
            {"stand", row.stand},
            {"begin", row.begin_dag.empty() ? json::value() : json::value(row.begin_dag)},
            {"laatsteDag", row.laatste_dag},
            {"dagen", days_left(row.laatste_dag, today)},
            {"berichtId", row.message_id.empty() ? json::value() : json::value(row.message_id)}});
      });
  return {{"termijnen", std::move(list)}, {"ingekort", !whole}, {"aantallen", sums_of(sql, wens)}};
}

std::string termijnen_csv(store::Session& sql, const Termijnwens& wens, schemas::Day today, int at_most) {
  // Excel reads UTF-8 only when it is told so.
  std::string text =
      "\xEF\xBB\xBF"
      "gemeentecode;dossier;klok;titel;stand;begin;laatsteDag;dagen\r\n";
  const bool whole =
      for_each_klok(sql, wens, at_most, [&](const config::Tenant& tenant, const store::RunningKlok& each) {
        const auto& row = each.row;
        std::string line;
        for (const auto& cell : {tenant.gemeentecode, each.dossier, row.klok, title_of(tenant, row.klok),
                                 row.stand, row.begin_dag, row.laatste_dag})
          line += log::csv_cell(cell) + ";";
        text += line + std::to_string(days_left(row.laatste_dag, today)) + "\r\n";
      });
  if (!whole)
    text += log::csv_cell("INGEKORT: er zijn er meer dan " + std::to_string(at_most) +
                          "; kies een gemeente, een stand of een klok") +
            ";;;;;;;\r\n";
  return text;
}

void list_termijnen(Desk& desk, Visit visit, Done done) {
  const auto wanted = wanted_of(desk, visit);
  if (!wanted) return done(wrong(wanted.error()));
  const auto today = schemas::day_in_the_netherlands(desk.pipeline.now());
  const auto form = query_of(visit.request, "formaat").value_or("json");
  if (form != "json" && form != "csv") return done(wrong({{"formaat", "codelijst", "json of csv"}}));
  answer_read(desk, done, [&](store::Session& sql) {
    if (form == "csv") {
      Response response;
      response.headers.emplace_back("Content-Type", "text/csv; charset=utf-8");
      response.headers.emplace_back("Content-Disposition", "attachment; filename=\"termijnen.csv\"");
      response.body = termijnen_csv(sql, *wanted, today);
      return response;
    }
    return http::json_answer(200, json::serialize(termijnen(sql, *wanted, today)));
  });
}

}  // namespace inburgering::gateway::operation
