#pragma once
#include <CLI/CLI.hpp>
#include <string>

#include "commandline/texts.h"

namespace inburgering::commandline {

/// What is wrong with what was typed, and what may have been meant, in the language of `texts`. `app` is the
/// program that just refused it.
std::string fault_of(const CLI::ParseError& error, const CLI::App& app, const Texts& texts);

/// The command that was reached before something was wrong.
const CLI::App& reached(const CLI::App& app);

}  // namespace inburgering::commandline
