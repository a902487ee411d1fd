#pragma once
#include <span>
#include <string_view>

namespace inburgering::gateway::store {

/// What brings a store from each version to the next: the files of migrations/, in order. Never changed, only
/// added to.
std::span<const std::string_view> migrations();

class Session;
/// Whether the store has such a table now.
bool has_table(Session& sql, std::string_view name);

}  // namespace inburgering::gateway::store
