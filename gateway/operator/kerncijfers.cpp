#include "gateway/operator/kerncijfers.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "gateway/http/answers.h"
#include "gateway/log/view.h"
#include "gateway/operator/desk.h"

namespace inburgering::gateway::operation {
namespace {

namespace json = boost::json;
using mapping::cijfers::Eenheid;
using mapping::cijfers::Getal;
using mapping::cijfers::kerncijfers;
using mapping::cijfers::Maand;
using mapping::cijfers::Telling;

constexpr std::chrono::hours kept_for{1};
constexpr std::size_t gemeenten_kept = 100;
constexpr int shown_months = 24;
constexpr int dossiers_at_once = 100;

std::string_view word_of(Eenheid unit) {
  switch (unit) {
    case Eenheid::personen:
      return "personen";
    case Eenheid::examens:
      return "examens";
    case Eenheid::uren:
      return "uren";
    case Eenheid::percentage:
      return "procent";
  }
  return "";
}

/// A school is told by its OIN; all other rubrieken say it themselves.
std::string name_of(const config::Config& config, const Getal& number) {
  if (!kerncijfers()[number.kerncijfer].rubrieken.empty()) return number.rubriek;
  const auto party =
      std::ranges::find(config.parties, number.rubriek, [](const auto& each) { return each.oin.digits(); });
  return party == config.parties.end() ? number.rubriek : party->naam;
}

json::value value_of(const Getal& number) {
  return number.waarde ? json::value(*number.waarde) : json::value(number.verborgen);
}

std::vector<std::string> texts_of(Maanden months) {
  std::vector<std::string> all;
  for (auto month = months.van; month <= months.tot; month += std::chrono::months(1))
    all.push_back(mapping::cijfers::to_text(month));
  return all;
}

}  // namespace

std::optional<Maand> maand_of(std::string_view text) {
  const auto day = schemas::Day::parse(std::string(text) + "-01");
  if (!day) return std::nullopt;
  return day->date().year() / day->date().month();
}

Maanden laatste_maanden(schemas::Moment now, int count) {
  const auto today = schemas::day_in_the_netherlands(now).date();
  const Maand last = today.year() / today.month();
  return {last - std::chrono::months(count - 1), last};
}

std::optional<Geteld> tel_kerncijfers(
    store::Session& sql, const store::Sealing& sealing, const config::Tenant& tenant, Maanden months,
    const std::function<bool(std::int64_t done, std::int64_t of)>& progress) {
  const auto& oin = tenant.oin.digits();
  Telling telling(tenant.gemeentecode, months.van, months.tot,
                  schemas::day_in_the_netherlands(sealing.surroundings.clock.now()));
  return store::reading(sql, [&]() -> std::optional<Geteld> {
    const auto all = store::count_all_dossiers(sql, oin);
    std::int64_t done = 0;
    std::vector<std::string> unreadable;
    std::string last;
    for (bool more = true; more;) {
      const auto listed = store::list_dossiers(sql, oin, last, dossiers_at_once);
      for (const auto& each : listed) {
        std::int64_t lost = 0;
        const auto objects =
            store::objects_of_types(sql, sealing, oin, each.id, mapping::cijfers::objecttypes(), lost);
        if (lost > 0) unreadable.push_back(each.id);
        telling.tel({objects, each.closed});
        last = each.id;
      }
      done += std::ssize(listed);
      more = std::ssize(listed) == dossiers_at_once;
      if (!progress(done, all)) return std::nullopt;
    }
    return Geteld{std::move(telling), std::move(unreadable)};
  });
}

json::object kerncijfers_to_json(const config::Config& config, const config::Tenant& tenant,
                                 const std::vector<Getal>& told, Maanden months) {
  const auto texts = texts_of(months);
  json::array list;
  for (std::size_t i = 0; i < kerncijfers().size(); ++i) {
    json::object rubrics;
    for (const auto& number : told) {
      if (number.kerncijfer != i) continue;
      const auto month = std::ranges::find(texts, number.maand);
      if (month == texts.end()) continue;
      auto& values = rubrics[number.rubriek];
      if (values.is_null())
        values = json::object{{"naam", name_of(config, number)}, {"waarden", json::array(texts.size())}};
      values.at("waarden").as_array()[static_cast<std::size_t>(month - texts.begin())] = value_of(number);
    }
    json::array rows;
    for (auto& [rubric, values] : rubrics) {
      json::object row{{"rubriek", rubric}};
      for (auto& [name, value] : values.as_object()) row[name] = value;
      rows.emplace_back(std::move(row));
    }
    const auto& each = kerncijfers()[i];
    list.emplace_back(json::object{{"naam", each.naam},
                                   {"titel", each.titel},
                                   {"eenheid", word_of(each.eenheid)},
                                   {"rubrieken", std::move(rows)}});
  }
  return {{"gemeente", tenant.gemeentecode},
          {"naam", tenant.naam},
          {"maanden", json::array(texts.begin(), texts.end())},
          {"kerncijfers", std::move(list)}};
}

std::string kerncijfers_csv_header() {
  // Excel reads UTF-8 only when it is told so.
  return "\xEF\xBB\xBFgemeente;maand;kerncijfer;rubriek;naam;eenheid;waarde\r\n";
}

std::string kerncijfers_to_csv(const config::Config& config, const config::Tenant& tenant,
                               const std::vector<Getal>& told, Maanden months) {
  const auto texts = texts_of(months);
  std::string rows;
  for (const auto& number : told) {
    if (std::ranges::find(texts, number.maand) == texts.end()) continue;
    const auto& each = kerncijfers()[number.kerncijfer];
    const auto value = number.waarde ? std::to_string(*number.waarde) : std::string(number.verborgen);
    std::string row;
    for (const auto& text : {tenant.gemeentecode, number.maand, std::string(each.naam), number.rubriek,
                             name_of(config, number), std::string(word_of(each.eenheid)), value})
      row += (row.empty() ? "" : ";") + log::csv_cell(text);
    rows += row + "\r\n";
  }
  return rows;
}

Kerncijfers::Answer Kerncijfers::ask(const std::string& tenant) {
  bool old = false;
  Answer answer;
  {
    const std::lock_guard lock(mutex_);
    const auto found = known_.find(tenant);
    if (found != known_.end()) answer.stand = found->second;
    old = !answer.stand || pipeline_.now().time() - answer.stand->moment.time() >= kept_for;
    if (old && tenant != at_work_) wanted_.insert(tenant);
    answer.busy = tenant == at_work_ || wanted_.contains(tenant);
  }
  if (old) loop_.wake();
  return answer;
}

std::chrono::milliseconds Kerncijfers::step() {
  {
    const std::lock_guard lock(mutex_);
    at_work_.clear();
    if (wanted_.empty()) return std::chrono::hours(1);
    at_work_ = *wanted_.begin();
    // One that fails is reckoned again when somebody asks again.
    wanted_.erase(wanted_.begin());
  }
  const auto& config = pipeline_.config();
  const auto tenant = std::ranges::find(config.tenants, std::string_view(at_work_),
                                        [](const auto& each) { return std::string_view(each.oin.digits()); });
  const auto now = pipeline_.now();
  const auto months = laatste_maanden(now, shown_months);
  std::optional<Geteld> counted;
  if (tenant != config.tenants.end())
    counted = tel_kerncijfers(*database_.reader(), pipeline_.sealing(), *tenant, months,
                              [this](auto, auto) { return !stopping_; });
  if (counted) {
    auto stand = std::make_shared<const Stand>(mapping::cijfers::te_tonen(counted->telling), months, now,
                                               std::ssize(counted->onleesbaar));
    const std::lock_guard lock(mutex_);
    if (known_.size() >= gemeenten_kept && !known_.contains(at_work_))
      known_.erase(
          std::ranges::min_element(known_, {}, [](const auto& each) { return each.second->moment; }));
    known_[at_work_] = std::move(stand);
  }
  return std::chrono::milliseconds(0);
}

void show_kerncijfers(Desk& desk, Visit visit, Done done) {
  const auto* tenant = desk.registry.tenant_by_code(query_of(visit.request, "gemeente").value_or(""));
  if (tenant == nullptr || !visit.visitor.sees(tenant->oin.digits()))
    return done(
        wrong({{"gemeente", "verplicht", "noem de gemeentecode van een gemeente uit de configuratie"}}));
  const auto form = query_of(visit.request, "formaat").value_or("json");
  if (form != "json" && form != "csv") return done(wrong({{"formaat", "codelijst", "json of csv"}}));
  schemas::Faults faults;
  auto months = laatste_maanden(desk.pipeline.now(), shown_months);
  for (const auto& [name, month] : {std::pair{"van", &months.van}, std::pair{"tot", &months.tot}})
    if (const auto text = query_of(visit.request, name)) {
      const auto given = maand_of(*text);
      if (!given || *given < months.van || *given > months.tot)
        faults.push_back({name, "maand",
                          "een maand, bijvoorbeeld " + mapping::cijfers::to_text(months.tot) +
                              ", van de laatste " + std::to_string(shown_months)});
      else
        *month = *given;
    }
  if (!faults.empty()) return done(wrong(faults));
  const auto [stand, busy] = desk.kerncijfers.ask(tenant->oin.digits());
  static const std::vector<Getal> none;
  const auto& told = stand ? stand->told : none;
  if (form == "csv") {
    if (!stand)
      return done(http::problem(503, "Nog niet geteld", "de cijfers worden nu geteld; vraag het zo weer"));
    Response response;
    response.headers.emplace_back("Content-Type", "text/csv; charset=utf-8");
    response.headers.emplace_back("Content-Disposition",
                                  "attachment; filename=\"kerncijfers-" + tenant->gemeentecode + ".csv\"");
    response.body = kerncijfers_csv_header() + kerncijfers_to_csv(desk.config(), *tenant, told, months);
    return done(std::move(response));
  }
  auto body = kerncijfers_to_json(desk.config(), *tenant, told, months);
  body["stand"] = stand ? json::value(stand->moment.text()) : json::value();
  body["onleesbaar"] = stand ? stand->onleesbaar : 0;
  body["bezig"] = busy;
  done(http::json_answer(200, json::serialize(body)));
}

}  // namespace inburgering::gateway::operation
