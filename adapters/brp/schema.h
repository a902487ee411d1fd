#pragma once
#include <filesystem>

#include "schemas/xml/grammar.h"

namespace inburgering::adapters::brp {

/// Compiles the StUF-BG grammar with the SOAP envelope around it: our own subset from `schemas`, or, when
/// `official` is given, the official package (the folder that holds bg0310/ and 0301/).
schemas::Result<schemas::xml::Grammar> stuf_bg_grammar(const std::filesystem::path& schemas,
                                                       const std::filesystem::path& official = {});

}  // namespace inburgering::adapters::brp
