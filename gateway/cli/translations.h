#pragma once
// What `translate` reads: each message that the gateway itself reads, without a configuration, a store or a
// network.
#include <string>
#include <string_view>
#include <vector>

#include "mapping/change.h"

namespace inburgering::gateway::cli {

/// Where a message comes from and what it is, as the operator says.
struct MessageKind {
  std::string feed;      ///< duo, brp-stuf, brp-json, taalschool or gemeente
  std::string resource;  ///< of duo and taalschool; of gemeente "Objecttype/sleutel"
  std::string bsn;       ///< about whom an answer is; may be empty
};

/// What one message means, and in Dutch what it leads to: what is asked after it, and of whom.
struct Told {
  mapping::Translation translation;
  std::vector<std::string> follows{};
};

/// Of a file of several, each on its own: one that is refused says nothing about the others.
struct Translations {
  std::vector<Told> told;
  schemas::Faults faults;
};
Translations translations_of(const MessageKind& kind, std::string_view text);

}  // namespace inburgering::gateway::cli
