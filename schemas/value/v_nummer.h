#pragma once
#include <boost/json/fwd.hpp>
#include <cstdint>
#include <expected>
#include <string_view>

#include "schemas/fault.h"

namespace inburgering::schemas {

/// A vreemdelingennummer: a number of at most ten digits (DUO, Notificatie 1.8). Nobody has number 0.
inline constexpr std::int64_t least_v_nummer = 1;
inline constexpr std::int64_t most_v_nummer = 9'999'999'999;

/// The one way in which it is read from JSON outside a record.
std::expected<std::int64_t, Fault> read_v_nummer(const boost::json::value& json, std::string_view pointer);

}  // namespace inburgering::schemas
