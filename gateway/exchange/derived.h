#pragma once
#include "gateway/exchange/dossier_update.h"

namespace inburgering::gateway::exchange {

/// What the gateway itself concludes from what taalscholen told of one person: the hours added up as DUO
/// wants them, early warnings by the rules of the gemeente, and its clocks. Tells only what changed since it
/// was last concluded.
Updated update_derived(Draft& draft, const config::Tenant& tenant, const store::Dossier& dossier,
                       const Cause& cause);

}  // namespace inburgering::gateway::exchange
