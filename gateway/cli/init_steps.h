#pragma once
#include <filesystem>

#include "gateway/config/config.h"

namespace inburgering::gateway::cli {

/// What is to be done after `init` made what there is in `folder`: each step, with commands to paste.
void tell_next(const config::Config& config, const std::filesystem::path& folder);

}  // namespace inburgering::gateway::cli
