#pragma once
#include "gateway/exchange/draft.h"
#include "mapping/taalschool/waarschuwing.h"

namespace inburgering::gateway::exchange {

/// All that taalscholen told of one person, as far as warnings rest on it.
mapping::taalschool::Schoolgegevens schoolgegevens(Draft& draft, const store::Dossier& dossier);

}  // namespace inburgering::gateway::exchange
