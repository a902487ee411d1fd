#pragma once
// What can be asked: the GETs of DUO, and what a BRP answers. Configuration, queue and log spell it so.
#include <optional>
#include <string_view>
#include <vector>

namespace inburgering::gateway::config {

/// Names of questions to a BRP.
namespace vragen {
inline constexpr std::string_view persoon = "brp-persoon";       ///< the person as the BRP has it now
inline constexpr std::string_view volgen = "brp-volgindicatie";  ///< follow the person from now on
inline constexpr std::string_view niet_volgen = "brp-volgindicatie-einde";  ///< and no longer
inline constexpr std::string_view wijzigingen = "brp-wijzigingen";  ///< who of the followed has changed
}  // namespace vragen

/// What a question is about, and who answers it.
struct Askable {
  bool person = true;  ///< false: about all at once
  bool of_duo = true;
};
/// Nothing when there is no such question.
std::optional<Askable> find_askable(std::string_view resource);

/// All that DUO is asked about a person.
std::vector<std::string_view> duo_questions();

}  // namespace inburgering::gateway::config
