#pragma once
#include "schemas/record/fields.h"

namespace inburgering::adapters::duo {

/// A code of DUO. Its list is not closed here: DUO may add a code before we know it, and one new code must
/// not make a whole answer unreadable. The mapping keeps a code that it does not know as it came, and flags
/// it.
inline constexpr schemas::Limits coded{.min_length = 1, .max_length = 100};

}  // namespace inburgering::adapters::duo
