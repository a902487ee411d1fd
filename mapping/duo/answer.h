#pragma once
#include <string_view>
#include <vector>

#include "adapters/duo/examenresultaat.h"
#include "adapters/duo/inburgeringsplicht.h"
#include "adapters/duo/inburgeringstermijn.h"
#include "mapping/change.h"

namespace inburgering::mapping::duo {

// DUO's answers hold the whole resource: a property that is left out has no value.
canonical::Inburgeringsplichtige translate(const adapters::duo::Inburgeringsplicht& plicht);
canonical::Inburgeringsplichtige translate(const adapters::duo::Doelgroep& doelgroep);
canonical::Inburgeringstermijn translate(const adapters::duo::Inburgeringstermijn& termijn);
canonical::Examenonderdeel translate(const adapters::duo::Examenresultaat& resultaat);

/// Reads and translates the body of a 200 answer for one resource (adapters::duo::resources) about one
/// person.
schemas::Result<Translation> translate_answer(std::string_view resource, std::string_view json,
                                              const Subject& subject, std::string_view bericht_id);

}  // namespace inburgering::mapping::duo
