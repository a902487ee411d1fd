#pragma once
// Who keeps a dossier when someone moves: what the BRP says of the gemeente of registration and what DUO says
// of the regie, together. Mutatiesoort V says nothing of it.
#include "gateway/exchange/dossier_update.h"
#include "gateway/exchange/follow_up.h"
#include "gateway/identity/registry.h"
#include "gateway/log/exchange_log.h"

namespace inburgering::gateway::exchange {

/// DUO does not speak to this gemeente of this person (any more). When the BRP has the person registered in
/// another gemeente, the dossier ends here, with an event that tells the day; where the other gemeente is a
/// tenant too, a dossier opens there, and DUO and BRP are asked anew on its behalf: nothing crosses but who
/// it is.
void close_if_moved(Draft& draft, const config::Tenant& tenant, const std::string& dossier,
                    const log::Entry& cause);

/// A dossier that had ended is kept again: DUO tells this gemeente of the person.
Updated reopen(Draft& draft, const config::Tenant& tenant, const store::Dossier& dossier, const Cause& cause);

/// Two dossiers prove to be of one person (StUF verwerkingssoort O): the first ends, and its number leads to
/// the second, about whom everything is asked anew.
void merge(Draft& draft, const config::Tenant& tenant, const store::Dossier& ended,
           const store::Dossier& kept, const Cause& cause);

}  // namespace inburgering::gateway::exchange
