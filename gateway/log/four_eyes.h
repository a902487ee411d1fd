#pragma once
// Four eyes: what one operator may do only with the consent of another, where the gemeente asks that
// (`vier_ogen`). Someone asks, with a reason; another answers; whoever asked does it, once, before it
// expires. All of it is in the log, also what was tried without.
#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "gateway/config/config.h"
#include "gateway/log/look.h"
#include "gateway/store/consents.h"

namespace inburgering::gateway::log {

/// What stands for the message id where the content of all of a gemeente is wished, in an export.
inline constexpr std::string_view all_contents = "export";

/// What stands for the message id where all content about one person is wished.
std::string all_of_person(std::string_view dossier);
/// The dossier in that; nothing when it is something else.
std::optional<std::string> person_in(std::string_view subject);

class FourEyes {
 public:
  /// From the asking to the doing.
  static constexpr std::chrono::hours valid{24};
  /// Of consent for a person: from the first message that is read to the last.
  static constexpr std::chrono::hours one_look{1};
  /// That one operator may have open at once.
  static constexpr int most_open = 100;

  FourEyes(const config::Config& config, Surroundings around) : config_(config), around_(around) {}

  struct Wish {
    config::Deed deed = config::Deed::inhoud;
    std::string tenant;   ///< OIN; empty for a key of the store, which is of all
    std::string subject;  ///< message id, all_of_person, dossier, or name of a key
  };

  /// Whether it needs a second person: of a key, when any gemeente asks that.
  bool needed(config::Deed deed, std::string_view tenant) const;

  // Each within the caller's transaction, which must be committed also when there is an error: that is
  // logged. Errors in Dutch.

  /// Puts the wish before others.
  std::expected<store::Consent, std::string> ask(store::Session& sql, const Wish& wish,
                                                 const Looker& asker) const;
  /// Yes or no, by someone else than who asked. Whether that person has the right is the caller's to know.
  std::expected<void, std::string> answer(store::Session& sql, const store::Consent& consent,
                                          std::string_view who, bool yes) const;
  /// To be called by whoever does it, just before: uses the consent up. Nothing to do where none is needed.
  /// Content may also be read by consent for all of its person (`dossier`): that is one look, which lasts
  /// `one_look` from its first message.
  std::expected<void, std::string> use(store::Session& sql, const Wish& wish, std::string_view who,
                                       std::string_view dossier = {}) const;
  /// Whether what is known of a person may be shown: none is needed, or there is consent for all of that
  /// person, which this begins or goes on with. That there is none is no attempt, and is not logged: what
  /// needs it stays hidden.
  bool may_show(store::Session& sql, std::string_view tenant, std::string_view dossier,
                std::string_view who) const;

 private:
  /// What was given for just this, used up by it; or for its person, by which more may be read.
  std::optional<store::Consent> take(store::Session& sql, store::Consent like,
                                     std::string_view dossier) const;

  const config::Config& config_;
  Surroundings around_;
};

}  // namespace inburgering::gateway::log
