#pragma once
// Readers of what is sealed: a row that cannot be opened or read, because it was damaged or an older version
// wrote it otherwise, is that row's trouble alone. It is counted and told (guard.h); the rest goes on.
#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "gateway/store/crypto.h"

namespace inburgering::gateway::store {

/// Nothing when it cannot be opened.
std::optional<std::string> try_open(const Keys& keys, std::string_view sealed, std::string_view bound_to);
/// Nothing when it cannot be opened, or is no JSON object.
std::optional<boost::json::object> try_open_object(const Keys& keys, std::string_view sealed,
                                                   std::string_view bound_to);

}  // namespace inburgering::gateway::store
