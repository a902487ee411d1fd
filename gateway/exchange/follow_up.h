#pragma once
#include "gateway/exchange/dossier_update.h"

namespace inburgering::gateway::exchange {

/// The question whose refusal tells that DUO sees the regie elsewhere.
inline constexpr std::string_view plicht = "inburgeringsplicht";

/// What an update gives reason to ask: about someone whom this gemeente begins to
/// keep, or of whom the BRP will tell no more by itself, its BRP is asked and told to follow; after a
/// registration in another gemeente DUO is asked whether the regie is still here.
void follow_up(Draft& draft, const config::Tenant& tenant, const Updated& updated,
               const mapping::Translation& translation, const std::string& cause_id);

}  // namespace inburgering::gateway::exchange
