#pragma once
// Questions that what came in gives reason to ask.
#include <string>
#include <string_view>
#include <vector>

#include "gateway/exchange/draft.h"

namespace inburgering::gateway::exchange {

/// The name of DUO among those who are asked.
inline constexpr std::string_view duo = "duo";

/// Who is asked this about persons of a tenant (OIN): "duo", or the name of its BRP; empty when it has none.
std::string peer_of(const config::Config& config, std::string_view tenant, std::string_view resource);

/// What is asked of a BRP about someone whom a gemeente begins to keep, or whom the BRP stops telling about.
std::vector<std::string_view> brp_questions(const config::Config& config, std::string_view gemeentecode);

/// Puts a question about a dossier of `tenant` (OIN) into the queue of whoever answers it, due now, because
/// of the message `cause_id`.
void ask(Draft& draft, const std::string& tenant, const std::string& dossier, std::string_view resource,
         const std::string& cause_id);

}  // namespace inburgering::gateway::exchange
