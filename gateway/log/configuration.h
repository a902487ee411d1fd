#pragma once
#include <string>
#include <string_view>

#include "gateway/base/surroundings.h"
#include "gateway/store/engine/session.h"

namespace inburgering::gateway::log {

/// Writes down that the gateway works with this text of a configuration from now on, unless it is the one of
/// before. In the caller's transaction; the entry has its SHA-256 as reference, and nothing else of it.
/// `node`: of several that share the store, which works with it; empty where there is one.
void note_configuration(store::Session& sql, std::string_view content, std::string_view node,
                        Surroundings around);
/// As which subject a node stands in entries about its configuration.
std::string configuration_subject(std::string_view node);

}  // namespace inburgering::gateway::log
