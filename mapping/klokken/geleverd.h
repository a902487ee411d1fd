#pragma once
#include "mapping/klokken/klok.h"

namespace inburgering::mapping::klokken {

/// The clocks that come with the gateway, as docs/termijnen.md explains them.
const std::vector<Klokdefinitie>& geleverde_klokken();

}  // namespace inburgering::mapping::klokken
