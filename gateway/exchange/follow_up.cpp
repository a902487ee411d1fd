#include "gateway/exchange/follow_up.h"

#include "gateway/exchange/ask.h"

namespace inburgering::gateway::exchange {

void follow_up(Draft& draft, const config::Tenant& tenant, const Updated& updated,
               const mapping::Translation& translation, const std::string& cause_id) {
  const auto& dossier = updated.dossier;
  if (!dossier.subject.bsn || !dossier.closed.empty()) return;
  std::vector<std::string_view> wanted;
  if (dossier.fresh || translation.laatste) wanted = brp_questions(draft.config(), tenant.gemeentecode);
  if (updated.registration_changed) wanted.push_back(plicht);
  for (const auto resource : wanted) ask(draft, tenant.oin.digits(), dossier.id, resource, cause_id);
}

}  // namespace inburgering::gateway::exchange
