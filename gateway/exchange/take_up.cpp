#include "gateway/exchange/take_up.h"

#include "gateway/exchange/afgeleid.h"
#include "gateway/exchange/follow_up.h"
#include "gateway/exchange/klokken.h"
#include "gateway/exchange/relocation.h"

namespace inburgering::gateway::exchange {

Updated take_up(Draft& draft, const config::Tenant& tenant, const mapping::Translation& said,
                const Cause& cause, std::string_view feed, const std::string& noted) {
  auto updated = update_dossier(draft, tenant, said, cause);
  if (feed == log::feed::duo && !updated.dossier.closed.empty()) {
    const auto again = reopen(draft, tenant, updated.dossier, cause);
    updated.events += again.events;
    updated.dossier = again.dossier;
    updated.dossier.closed.clear();
    updated.dossier.fresh = true;
  }
  // What a school says is concluded from once for all that it says of a person (derived.h).
  if (updated.events > 0 && feed != log::feed::taalschool) {
    const auto followed =
        may_follow(said) ? update_afgeleid(draft, tenant, updated.dossier, cause).events : 0;
    updated.events += followed;
    if (followed > 0 || moves_klokken(tenant, said))
      updated.events += update_klokken(draft, tenant, updated.dossier, cause);
  }
  follow_up(draft, tenant, updated, said, noted);
  return updated;
}

}  // namespace inburgering::gateway::exchange
