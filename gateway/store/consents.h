#pragma once
// Consent of a second operator (log/four_eyes.h), as rows.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/store/engine/database.h"

namespace inburgering::gateway::store {

namespace consent_state {
inline constexpr std::string_view asked = "gevraagd";
inline constexpr std::string_view given = "gegeven";
inline constexpr std::string_view refused = "geweigerd";
inline constexpr std::string_view used = "gebruikt";
}  // namespace consent_state

struct Consent {
  std::string id;      ///< UUIDv7
  std::string tenant;  ///< OIN; empty for what belongs to all
  std::string deed;
  std::string subject;
  std::string asker;
  std::string reason;
  Milliseconds asked = 0;
  Milliseconds expires = 0;
  std::string state;
  std::string answerer{};
};

void add_consent(Session& sql, const Consent& consent);
std::optional<Consent> find_consent(Session& sql, std::string_view id);
/// Those that still count at a moment: asked or given, newest first.
std::vector<Consent> open_consents(Session& sql, Milliseconds now, int count);
/// How many of those one operator asked.
std::int64_t count_open_consents(Session& sql, std::string_view asker, Milliseconds now);
/// What `asker` was given for just this, and may still use.
std::optional<Consent> given_consent(Session& sql, const Consent& like, Milliseconds now);
/// What `asker` already began to use, where one consent covers more than one deed.
std::optional<Consent> consent_in_use(Session& sql, const Consent& like, Milliseconds now);
/// It ends no later than this.
void shorten_consent(Session& sql, std::string_view id, Milliseconds expires);
/// From one state to the next; whether it was in the first.
bool move_consent(Session& sql, std::string_view id, std::string_view from, std::string_view to,
                  std::string_view answerer);
/// Those that ended before a moment; the log knows of them.
void forget_consents(Session& sql, Milliseconds before);

}  // namespace inburgering::gateway::store
