#pragma once
#include <optional>
#include <string>

#include "mapping/klokken/klok.h"

namespace inburgering::mapping::klokken {

/// What is wrong with what somebody wrote, in Dutch: an object type, a field or a code that the model does
/// not have, or a field that holds no day. Nothing when it can be.
std::optional<std::string> fout(const Aanwijzing& aanwijzing);

/// All that defines a clock, in one line: another line is another clock.
std::string omschreven(const Klokdefinitie& klok);

}  // namespace inburgering::mapping::klokken
