#pragma once
#include <span>

#include "commandline/texts.h"

namespace inburgering::simulator {

/// What the commands say of themselves, in English. A test looks whether every text has a row.
std::span<const commandline::Row> english();

}  // namespace inburgering::simulator
