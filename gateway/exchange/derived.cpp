#include "gateway/exchange/derived.h"

#include "gateway/exchange/afgeleid.h"
#include "gateway/exchange/klokken.h"
#include "mapping/taalschool/uren.h"
#include "mapping/taalschool/waarschuwing.h"

namespace inburgering::gateway::exchange {
namespace {

namespace canonical = mapping::canonical;

template <class T>
std::vector<T> all_of(Draft& draft, const store::Dossier& dossier, std::string_view feed) {
  std::vector<T> list;
  for (auto& object : store::objects_of_type(draft, draft.sealing(), dossier, schemas::fields<T>.name, feed))
    list.push_back(std::move(std::get<T>(object)));
  return list;
}

}  // namespace

Updated update_derived(Draft& draft, const config::Tenant& tenant, const store::Dossier& dossier,
                       const Cause& cause) {
  constexpr auto school = log::feed::taalschool;
  mapping::Translation concluded;
  concluded.subject = dossier.subject;
  concluded.bron = {std::string(log::feed::gateway), {}, cause.moment};
  concluded.complete = {schemas::fields<canonical::Urenstand>.name,
                        schemas::fields<canonical::Waarschuwing>.name};
  mapping::taalschool::Schoolgegevens known;
  known.aanwezigheid = all_of<canonical::Aanwezigheid>(draft, dossier, school);
  if (auto stand = mapping::taalschool::urenstand(known.aanwezigheid,
                                                  all_of<canonical::PIP>(draft, dossier, log::feed::duo)))
    concluded.changes.push_back({mapping::Actie::vastgelegd, *stand, mapping::rule("gateway", "urenstand")});
  if (tenant.waarschuwingen.any()) {
    known.deelnames = all_of<canonical::Deelname>(draft, dossier, school);
    known.metingen = all_of<canonical::Voortgangsmeting>(draft, dossier, school);
    known.toetsen = all_of<canonical::Toetsresultaat>(draft, dossier, school);
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
