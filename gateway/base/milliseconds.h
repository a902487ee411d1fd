#pragma once
#include <cstdint>

#include "schemas/value/moment.h"

namespace inburgering::gateway {

using Milliseconds = std::int64_t;  ///< since 1970-01-01T00:00:00Z

inline Milliseconds milliseconds(schemas::Moment moment) { return moment.time().time_since_epoch().count(); }

}  // namespace inburgering::gateway
