#pragma once
// What the gateway asks after a message, in words, as far as that can be told without a configuration and a
// store: to which gemeente a person belongs, and whether there is a dossier, only those know.
#include <string>
#include <string_view>
#include <vector>

#include "mapping/change.h"

namespace inburgering::gateway::cli {

/// Of DUO after a notification, and of the BRP about someone who is new.
std::vector<std::string> asked_of_duo(const std::vector<std::string_view>& resources,
                                      const mapping::Subject& subject);
/// After what the BRP tells of a person.
std::vector<std::string> asked_after_brp(const mapping::Translation& translation);
/// After the BRP told that somebody who is followed changed.
std::vector<std::string> asked_after_change();

}  // namespace inburgering::gateway::cli
