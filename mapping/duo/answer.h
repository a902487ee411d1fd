#pragma once
#include <string_view>

#include "mapping/change.h"

namespace inburgering::mapping::duo {

/// Reads and translates the body of a 200 answer for one resource (adapters::duo::resources) about one
/// person, or about nobody for the reference lists. An answer that breaks DUO's specification, or that names
/// another person, is refused whole.
schemas::Result<Translation> translate_answer(std::string_view resource, std::string_view json,
                                              const Subject& subject, std::string_view bericht_id);

}  // namespace inburgering::mapping::duo
