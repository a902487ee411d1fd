#pragma once
#include <optional>

#include "mapping/change.h"

namespace inburgering::mapping {

/// What a message means where it tells an object more than once, with each told once: the last counts (of
/// what changed: the last word on each field), at the place of the last, and a remark says of what type there
/// were more. Taken one after the other they would undo each other at each repeat. Nothing where none is told
/// twice; only what is stated in the same way is taken together: an end and a new beginning are two things.
std::optional<Translation> once_each(const Translation& translation);

}  // namespace inburgering::mapping
