#pragma once
#include <string_view>

#include "gateway/base/surroundings.h"
#include "gateway/store/engine/session.h"

namespace inburgering::gateway::log {

/// Writes down that the gateway works with this text of a configuration from now on, unless it is the one of
/// before. In the caller's transaction; the entry has its SHA-256 as reference, and nothing else of it.
void note_configuration(store::Session& sql, std::string_view content, Surroundings around);

}  // namespace inburgering::gateway::log
