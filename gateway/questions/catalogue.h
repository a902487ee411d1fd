#pragma once
// What can be asked, and of whom: the GETs of DUO, and what a BRP answers.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace inburgering::gateway::config {
struct Config;
}

namespace inburgering::gateway::questions {

inline constexpr std::string_view duo = "duo";

/// Names of questions to a BRP, as configuration, queue and log spell them.
namespace brp {
inline constexpr std::string_view persoon = "brp-persoon";       ///< the person as the BRP has it now
inline constexpr std::string_view volgen = "brp-volgindicatie";  ///< follow the person from now on
inline constexpr std::string_view niet_volgen = "brp-volgindicatie-einde";  ///< and no longer
inline constexpr std::string_view wijzigingen = "brp-wijzigingen";  ///< who of the followed has changed
}  // namespace brp

/// What a question is about, and who answers it.
struct Subject {
  bool person = true;  ///< false: about all at once
  bool of_duo = true;
};
/// Nothing when there is no such question.
std::optional<Subject> find_subject(std::string_view resource);

/// Who is asked this about persons of a tenant (OIN): "duo", or the name of its BRP; empty when it has none.
std::string peer_of(const config::Config& config, std::string_view tenant, std::string_view resource);

/// All that DUO is asked about a person.
std::vector<std::string_view> duo_questions();

/// What is asked of a BRP about someone whom a gemeente begins to keep, or whom the BRP stops telling about.
std::vector<std::string_view> brp_questions(const config::Config& config, std::string_view gemeentecode);

}  // namespace inburgering::gateway::questions
