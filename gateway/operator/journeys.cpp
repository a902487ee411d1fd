// Berichten, one line a journey: what came, what it became, whom it reached, and what to do where it did not.
#include "gateway/log/journeys.h"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "gateway/http/answers.h"
#include "gateway/log/view.h"
#include "gateway/operator/desk.h"

namespace inburgering::gateway::operation {
namespace {

namespace json = boost::json;

constexpr std::chrono::milliseconds time_for_a_page{100};  // for one page
constexpr int most_journeys = 200;                         // of which each is a journey's worth of entries

schemas::Result<log::JourneyWish> wish_of(const Desk& desk, const Visit& visit) {
  auto filter = filter_of(desk, visit);
  schemas::Faults faults;
  if (!filter) faults = std::move(filter.error());
  log::JourneyWish wish;
  wish.stand = query_of(visit.request, "stand").value_or("");
  if (!wish.stand.empty() && std::ranges::find(log::stand::all, wish.stand) == log::stand::all.end())
    faults.push_back({"stand", "codelijst", "kies uit " + log::listed(log::stand::all, " en ")});
  wish.trace = query_of(visit.request, "trace").value_or("");
  constexpr std::size_t longest = 200;
  if (wish.trace.size() > longest) faults.push_back({"trace", "lengte", "hoogstens 200 tekens"});
  if (filter && filter->count > most_journeys)
    faults.push_back({"aantal", "getal", "hier hoort een getal vanaf 1 tot en met 200"});
  if (!faults.empty()) return std::unexpected(std::move(faults));
  wish.own = query_of(visit.request, "eigen") == "ja";
  wish.filter = std::move(*filter);
  return wish;
}

json::object told(const Desk& desk, const log::Journey& journey) {
  auto line = log::to_json(journey);
  add_names(desk, journey.root, line);
  return line;
}

}  // namespace

void list_journeys(Desk& desk, Visit visit, Done done) {
  const auto wish = wish_of(desk, visit);
  if (!wish) return done(wrong(wish.error()));
  answer_read(desk, done, [&](store::Session& sql) {
    const auto page = log::journeys(sql, *wish, desk.pipeline.sealing().surroundings.clock, time_for_a_page);
    json::array list;
    for (const auto& each : page.journeys) list.emplace_back(told(desk, each));
    return http::json_answer(200, json::serialize(json::object{
                                      {"reizen", std::move(list)},
                                      {"volgende", page.next > 0 ? json::value(page.next) : json::value()},
                                      {"ingekort", page.cut_short},
                                      {"laatste", log::last_seq(sql)}}));
  });
}

}  // namespace inburgering::gateway::operation
