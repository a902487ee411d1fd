#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "commandline/outline.h"

namespace inburgering::commandline {

/// What a terminal shows of a line.
inline constexpr std::size_t terminal_width = 80;

/// The words in lines of at most so many characters; a longer word stands alone.
std::vector<std::string> wrapped(std::string_view text, std::size_t width);

/// The explanation of a command, in lines that a terminal shows whole.
std::string help_of(const Outline& command, const Texts& texts);

/// Its line of usage: "log list [OPTIES]".
std::string usage_of(const Outline& command, const Texts& texts);

/// What goes without saying in the name of an option and must be told beside it: what it may be, and what it
/// is when not given.
std::string explained(const Parameter& parameter, const Texts& texts);

/// "--count GETAL", "-h, --help", "FILE"
std::string named(const Parameter& parameter, const Texts& texts);

}  // namespace inburgering::commandline
