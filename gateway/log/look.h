#pragma once
// Looking at what the log only points at: the body of a message, or all that was exchanged about a person.
// Each look has a reason and is itself an entry of the log.
#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "gateway/base/surroundings.h"
#include "gateway/log/exchange_log.h"
#include "gateway/store/crypto.h"

namespace inburgering::gateway::log {

struct Looker {
  std::string name;  ///< who looks, as the log will tell
  std::string reason;
};
/// What is wrong with a reason, in Dutch; empty when it will do. It stands in the log in clear: it must not
/// name a person by number.
std::string wrong_with_reason(std::string_view reason);

/// Writes down that someone looked. `subject` is what was looked at: a message id, or empty.
void note_look(store::Session& sql, const Looker& looker, std::string_view kind, std::string_view subject,
               std::string_view tenant, std::string_view dossier, std::string_view cause_id,
               Surroundings around);

/// The body of a message.
struct Kept {
  std::optional<std::string> body;
  std::string missing{};  ///< why there is none, in Dutch
};
/// For who reckons with it and shows it to nobody: that is no look.
Kept kept_body(store::Session& sql, const store::Keys& keys, std::string_view message_id);

class FourEyes;

/// Why there is nothing to show.
struct NotShown {
  std::string why;               ///< Dutch
  bool consent_missing = false;  ///< a second operator must allow it (four_eyes.h)
};

/// A message from within.
struct Inside {
  Entry entry;
  std::optional<std::string> body;
  std::string missing{};  ///< why there is no body, in Dutch
};

/// What there is of a message, its body where that is still kept. Writes the look as `show_body` does.
std::expected<Inside, NotShown> look_inside(store::Session& sql, const store::Keys& keys,
                                            std::string_view message_id, const Looker& looker,
                                            const FourEyes& eyes, Surroundings around);

/// The body of a message. Writes the look in the caller's transaction: the body is to be shown only when that
/// is durable. The transaction is to be committed also when nothing is shown.
std::expected<std::string, NotShown> show_body(store::Session& sql, const store::Keys& keys,
                                               std::string_view message_id, const Looker& looker,
                                               const FourEyes& eyes, Surroundings around);

}  // namespace inburgering::gateway::log
