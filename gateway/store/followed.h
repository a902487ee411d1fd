#pragma once
// Whose changes a tenant's BRP reports because we asked it to (volgindicaties).
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/store/questions.h"

namespace inburgering::gateway::store {

void note_followed(Session& sql, std::string_view tenant, std::string_view dossier, Milliseconds since);
void forget_followed(Session& sql, std::string_view tenant, std::string_view dossier);
bool is_followed(Session& sql, std::string_view tenant, std::string_view dossier);
/// Dossiers of a tenant, in order, after `cursor`.
std::vector<std::string> followed_after(Session& sql, std::string_view tenant, std::string_view cursor,
                                        int count);
/// Since when the first of a tenant is followed; nothing when nobody is.
std::optional<Milliseconds> first_followed(Session& sql, std::string_view tenant);

}  // namespace inburgering::gateway::store
