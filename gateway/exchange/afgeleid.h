#pragma once
#include "gateway/exchange/dossier_update.h"

namespace inburgering::gateway::exchange {

/// Whether anything may follow from what is said.
bool may_follow(const mapping::Translation& said);

/// What follows from all that is known of one person now, by rules that have a name
/// (mapping/afgeleid/regels.h). Tells only what changed since it last followed, to who said it too.
Updated update_afgeleid(Draft& draft, const config::Tenant& tenant, const store::Dossier& dossier,
                        const Cause& cause);

}  // namespace inburgering::gateway::exchange
