#pragma once
#include "gateway/config/config.h"
#include "gateway/store/dossiers.h"
#include "gateway/store/rows.h"

namespace inburgering::gateway::meldingen {

/// Who confirms the hours that were counted.
struct Bevestiging {
  std::string afnemer;  ///< OIN; empty: nobody, the gemeente has them reported automatically
  std::string kenmerk;  ///< of the afnemer
};

/// Puts a report into the queue to DUO for each kind of hours of which more was counted than DUO has, in the
/// caller's transaction. Answers the ids of the reports; none when DUO has it all, or when the very same
/// total was reported before and DUO did not take it. Faults when DUO would refuse one.
schemas::Result<std::vector<std::string>> meld_uren(store::Rows& rows, const store::Sealing& sealing,
                                                    const config::Tenant& tenant,
                                                    const store::Dossier& dossier, const Bevestiging& by,
                                                    schemas::Moment now);

}  // namespace inburgering::gateway::meldingen
