#include "gateway/exchange/derived.h"

#include "gateway/exchange/afgeleid.h"
#include "gateway/exchange/klokken.h"
#include "gateway/exchange/schoolgegevens.h"
#include "mapping/taalschool/uren.h"
#include "mapping/taalschool/waarschuwing.h"

namespace inburgering::gateway::exchange {
namespace canonical = mapping::canonical;

Updated update_derived(Draft& draft, const config::Tenant& tenant, const store::Dossier& dossier,
                       const Cause& cause) {
  mapping::Translation concluded;
  concluded.subject = dossier.subject;
  concluded.bron = {std::string(log::feed::gateway), {}, cause.moment};
  concluded.complete = {schemas::fields<canonical::Urenstand>.name,
                        schemas::fields<canonical::Waarschuwing>.name};
  const auto known = schoolgegevens(draft, dossier);
  std::vector<canonical::PIP> pips;
  for (auto& object : store::objects_of_type(draft, draft.sealing(), dossier,
                                             schemas::fields<canonical::PIP>.name, log::feed::duo))
    pips.push_back(std::move(std::get<canonical::PIP>(object)));
  if (auto stand = mapping::taalschool::urenstand(known.aanwezigheid, pips))
    concluded.changes.push_back({mapping::Actie::vastgelegd, *stand, mapping::rule("gateway", "urenstand")});
  if (tenant.waarschuwingen.any()) {
    const auto today = schemas::day_in_the_netherlands(cause.moment);
    for (auto& warning : mapping::taalschool::waarschuwingen(tenant.waarschuwingen, known, today))
      concluded.changes.push_back(
          {mapping::Actie::vastgelegd, std::move(warning), mapping::rule("gateway", "waarschuwing")});
  }
  auto updated = update_dossier(draft, tenant, concluded, cause);
  updated.events += update_afgeleid(draft, tenant, updated.dossier, cause).events;
  updated.events += update_klokken(draft, tenant, dossier, cause);
  return updated;
}

}  // namespace inburgering::gateway::exchange
