#pragma once
// What the rules may know of a person, read from the store.
#include "gateway/store/dossiers.h"
#include "gateway/store/rows.h"
#include "mapping/duo/regels.h"
#include "schemas/value/day.h"

namespace inburgering::gateway::meldingen {

/// The dossier, the list of institutions of the tenant, and which of DUO's answers stand in the ledger.
mapping::duo::Bekend known_of(store::Rows& rows, const store::Sealing& sealing,
                              const store::Dossier& dossier);

}  // namespace inburgering::gateway::meldingen
