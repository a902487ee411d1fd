#pragma once
#include "gateway/exchange/dossier_update.h"

namespace inburgering::gateway::exchange {

/// Whether anything that is said can change a clock of this gemeente.
bool moves_klokken(const config::Tenant& tenant, const mapping::Translation& said);

/// Reckons the clocks of a dossier (mapping/klokken) as it stands now: what begins or ends to warn becomes an
/// event, and when the dossier is to be looked at again, also because a school may prove silent then
/// (mapping/taalschool/waarschuwing.h), is written with it. Of a dossier with `closed` all end.
/// Answers how many events there were. Doing it twice tells nothing twice.
std::int64_t update_klokken(Draft& draft, const config::Tenant& tenant, const store::Dossier& dossier,
                            const Cause& cause);

}  // namespace inburgering::gateway::exchange
