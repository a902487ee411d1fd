#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "gateway/config/config.h"
#include "gateway/store/crypto.h"
#include "gateway/store/engine/session.h"

namespace inburgering::gateway::cli {

/// What a look over a whole store found.
struct LookedOver {
  std::vector<std::string> wrong;  ///< Dutch, for an operator; none: it is well
  std::int64_t rows = 0;           ///< in all tables
  std::int64_t sealed = 0;         ///< values that were opened
  std::int64_t entries = 0;        ///< of the log that are right, and bodies
  std::int64_t bodies = 0;
  std::int64_t dark = 0;  ///< bodies of persons who were removed
  /// The numbers of keys of dossiers that were lost or damaged, and what stands under each.
  std::map<std::int64_t, std::int64_t> lost{};
};

/// What is told of the keys that were lost; empty when none were. Dutch.
std::string lost_text(const LookedOver& found);

/// What is told of a file of the store that the engine cannot read: in its words.
std::string in_damaged_file(const std::string& words);

/// Looks over all of it at one moment: engine, log, sealed values, references and counts. Also while a
/// gateway works on it.
LookedOver look_over(store::Session& sql, const StorePlace& place, const config::Config& config,
                     const store::Keys& keys);

}  // namespace inburgering::gateway::cli
