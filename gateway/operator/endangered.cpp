// Faults that may cost a person a term.
#include "gateway/operator/endangered.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "gateway/operator/termijnen.h"
#include "gateway/store/klokken.h"
#include "schemas/value/counted.h"

namespace inburgering::gateway::operation {
namespace {

using By = store::Endangered::By;

constexpr int most_looked_at = 500;      ///< that are looked at, of each kind
constexpr std::size_t told_singly = 10;  ///< that are told one by one

std::string what_fails(const store::Endangered& each) {
  const auto tried =
      each.attempts > 0 ? " (" + schemas::counted(each.attempts, "poging", "pogingen") + ")" : std::string();
  switch (each.by) {
    case By::question:
      return "de vraag " + each.what + " lukt niet" + tried;
    case By::melding:
      return "de melding " + each.what + " is door DUO niet aanvaard" + tried;
    case By::delivery:
      return "een gebeurtenis komt niet aan bij abonnement " + each.what + tried;
    case By::dead_letter:
      return "een gebeurtenis voor abonnement " + each.what + " is onbestelbaar";
    case By::notification:
      return "een bericht van DUO (" + each.what + ") is geweigerd, en er kwam nog geen ander";
  }
  return {};
}

/// One person and one term.
struct Person {
  std::string laatste_dag;
  std::string tenant;
  std::string dossier;
  std::string klok;
  auto operator<=>(const Person&) const = default;
};

}  // namespace

std::vector<Concern> endangered(store::Session& sql, const View& view) {
  std::map<Person, std::set<std::string>> faults;  // in the order of the days
  std::vector<std::string> everybody;
  for (const auto& tenant : view.config.tenants) everybody.push_back(tenant.oin.digits());
  for (const auto& tenant : view.visitor.tenants.value_or(everybody))
    for (const auto& each : store::endangered_klokken(sql, tenant, most_looked_at))
      faults[{each.laatste_dag, each.tenant, each.dossier, each.klok}].insert(what_fails(each));
  const auto today = schemas::day_in_the_netherlands(view.now);
  std::vector<Concern> list;
  for (const auto& [person, fails] : faults) {
    const auto day = schemas::Day::parse(person.laatste_dag);
    const auto tenant = std::ranges::find(view.config.tenants, person.tenant,
                                          [](const config::Tenant& each) { return each.oin.digits(); });
    if (!day || tenant == view.config.tenants.end()) continue;
    if (list.size() == told_singly) {
      list.push_back({false,
                      "Van nog " + schemas::counted(faults.size() - told_singly, "termijn", "termijnen") +
                          " is de uitwisseling in gevaar",
                      "los eerst op wat hierboven staat; het gaat vaak om dezelfde oorzaak", "termijnen",
                      *day});
      break;
    }
    std::string all;
    for (const auto& each : fails) all += (all.empty() ? "" : "; ") + each;
    list.push_back({false,
                    "Termijn in gevaar bij één persoon in " + tenant->naam + ": " +
                        title_of(*tenant, person.klok) + ", laatste dag " + dutch(*day) +
                        (*day < today ? " (verstreken)" : "") + ". Er gaat iets mis: " + all,
                    "kijk bij de berichten over dit dossier wat er misgaat, en los dit voor de andere op",
                    "berichten?id=" + person.dossier, *day});
  }
  return list;
}

}  // namespace inburgering::gateway::operation
