#include "gateway/exchange/take_up.h"

#include "gateway/exchange/follow_up.h"
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
  follow_up(draft, tenant, updated, said, noted);
  return updated;
}

}  // namespace inburgering::gateway::exchange
