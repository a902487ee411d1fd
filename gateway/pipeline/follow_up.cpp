#include "gateway/pipeline/follow_up.h"

#include "gateway/questions/catalogue.h"
#include "gateway/store/queues.h"

namespace inburgering::gateway::pipeline {

bool follow_up(soci::session& sql, const store::Sealing& sealing, const config::Config& config,
               const config::Tenant& tenant, const Updated& updated, const mapping::Translation& translation,
               const std::string& cause_id) {
  const auto& dossier = updated.dossier;
  if (!dossier.subject.bsn || !dossier.closed.empty()) return false;
  bool asked = false;
  const auto due = sealing.surroundings.clock.now().time().time_since_epoch().count();
  const auto ask = [&](std::string_view resource) {
    asked = true;
    store::add_question(sql, {uuid7(sealing.surroundings),
                              tenant.oin.digits(),
                              dossier.id,
                              std::string(resource),
                              cause_id,
                              due,
                              0,
                              0,
                              {},
                              questions::peer_of(config, tenant.oin.digits(), resource)});
  };
  if (dossier.fresh || translation.laatste)
    for (const auto resource : questions::brp_questions(config, tenant.gemeentecode)) ask(resource);
  if (updated.registration_changed) ask(plicht);
  return asked;
}

}  // namespace inburgering::gateway::pipeline
