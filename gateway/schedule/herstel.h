#pragma once
#include "gateway/config/config.h"
#include "gateway/store/dossiers.h"
#include "gateway/store/herstel.h"

namespace inburgering::gateway::schedule {

/// At the first start of a store that was put back: it says so in its log, passes over the numbers that may
/// have been given out, removes what is left of persons who were forgotten since, and asks DUO and the BRP
/// anew about everyone. Inside the caller's transaction; does nothing when there is nothing to take up.
/// Answers whether there was.
bool take_up_herstel(store::Session& sql, const config::Config& config, const store::Sealing& sealing);

/// What an operator is told of it, as long as nobody dealt with it: what may be missing, and how far the
/// gateway is with asking for that. Dutch.
std::string text_of(store::Session& sql, const config::Config& config, const store::Herstel& herstel);

}  // namespace inburgering::gateway::schedule
