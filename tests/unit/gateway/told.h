#pragma once
// What is said of a person, taken up at once in a session.
#include "gateway/exchange/dossier_update.h"
#include "gateway/store/stored_rows.h"
#include "tests/unit/gateway/house.h"

namespace inburgering::tests {

inline gateway::exchange::Updated take_up_at_once(gateway::store::Session& sql,
                                                  const gateway::store::Sealing& sealing,
                                                  const gateway::config::Config& config,
                                                  const gateway::config::Tenant& tenant,
                                                  const mapping::Translation& translation,
                                                  const gateway::exchange::Cause& cause) {
  const gateway::identity::Registry registry(config);
  const gateway::exchange::Ground ground{config, registry, sealing};
  gateway::exchange::Draft draft(ground, sql);
  auto updated = gateway::exchange::update_dossier(draft, tenant, translation, cause);
  draft.write(sql);
  return updated;
}

}  // namespace inburgering::tests
