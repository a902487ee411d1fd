#pragma once
// What `init` is given besides its answers, and whether that goes with what is there already.
#include <array>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "gateway/cli/init_config.h"
#include "gateway/config/config.h"

namespace inburgering::gateway::cli {

inline constexpr const char* folder_of_package = "/etc/inburgering";

struct Init {
  std::filesystem::path to;
  std::array<std::optional<std::string>, how_many> given{};
  std::string store;
  bool request = false;
};

FirstPlaces places_of(const Init& options, const Answers& answers);

/// Why `--opslag` names nothing that can be; empty when it does.
std::string wrong_store(const std::string& text);

/// Whether it stands on certificates of its own.
bool is_trial(const config::Config& config);

/// What was given and stands otherwise in the configuration that is there, each with what stands there.
std::vector<std::string> contradictions(const Init& options, const config::Config& config);

}  // namespace inburgering::gateway::cli
