#pragma once
// What the fields of the canonical types are made of.
#include <cstdint>
#include <optional>
#include <string>

#include "mapping/canonical/codes.h"
#include "mapping/canonical/voorrang.h"
#include "schemas/record/fields.h"
#include "schemas/value/day.h"
#include "schemas/value/format.h"
#include "schemas/value/hours.h"
#include "schemas/value/moment.h"
#include "schemas/value/stated.h"
#include "schemas/value/two_decimals.h"

namespace inburgering::mapping::canonical {

using schemas::Amount;
using schemas::Code;
using schemas::Day;
using schemas::DecimalHours;
using schemas::Hours;
using schemas::IncompleteDay;
using schemas::Moment;
using schemas::Score;
using schemas::Stated;

inline constexpr schemas::Limits gemeentecode{.format = &schemas::formats::gemeentecode};

}  // namespace inburgering::mapping::canonical
