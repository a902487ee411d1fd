#pragma once
#include <filesystem>
#include <iostream>
#include <optional>

#include "gateway/config/config.h"

namespace inburgering::gateway::cli {

/// Prints each fault on a line of its own.
inline void print(const schemas::Faults& faults, std::ostream& out = std::cerr) {
  for (const auto& fault : faults) out << schemas::to_text(fault) << '\n';
}

/// Reads the configuration; prints what is wrong with it.
inline std::optional<config::Config> load(const std::filesystem::path& file) {
  auto config = config::read(file);
  if (config) return std::move(*config);
  std::cerr << "De configuratie " << file.string() << " is niet goed:\n";
  print(config.error());
  return std::nullopt;
}

}  // namespace inburgering::gateway::cli
