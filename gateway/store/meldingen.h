#pragma once
// Reports to DUO on their way. Every query carries the tenant, or looks for work over all of them on behalf
// of the gateway itself.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/store/questions.h"

namespace inburgering::gateway::store {

/// Where a report stands. The first four are on their way, the fifth waits for a person, the next two are
/// what that person decided, the last three are the end.
namespace melding_state {
inline constexpr std::string_view waiting = "wacht";
inline constexpr std::string_view on_its_way =
    "onderweg";                                           ///< written before it is sent: a crash leaves it so
inline constexpr std::string_view ask_back = "navragen";  ///< its answer was lost; DUO is asked what it has
inline constexpr std::string_view uncertain = "onzeker";
inline constexpr std::string_view seen_at_duo = "bevestigd";  ///< a person saw that DUO has it
inline constexpr std::string_view called_off = "intrekken";   ///< a person closes it unsent
inline constexpr std::string_view accepted = "aanvaard";
inline constexpr std::string_view refused = "geweigerd";
inline constexpr std::string_view withdrawn = "ingetrokken";
}  // namespace melding_state

struct StoredMelding {
  std::string id;  ///< of the message that brought it
  std::string tenant;
  std::string dossier;
  std::string afnemer;  ///< OIN
  std::string method;
  std::string operatie;
  std::string sealed;  ///< the report as it came
  std::string state = std::string(melding_state::waiting);
  int attempts = 0;
  Milliseconds due = 0;
  Milliseconds created = 0;
  Milliseconds ended = 0;
  std::string sealed_note{};  ///< why it was refused, or what a person must find out; empty = nothing to say
  bool operator==(const StoredMelding&) const = default;
};

void add_melding(Session& sql, const StoredMelding& melding);
std::optional<StoredMelding> find_melding(Session& sql, std::string_view tenant, std::string_view id);
/// The newest about this dossier of this kind.
std::optional<StoredMelding> last_melding(Session& sql, std::string_view tenant, std::string_view dossier,
                                          std::string_view operatie);
/// Of one tenant, newest first; with `afnemer` only that one's, with `state` only those in it.
std::vector<StoredMelding> list_meldingen(Session& sql, std::string_view tenant,
                                          const std::optional<std::string>& afnemer,
                                          const std::optional<std::string>& state, int count);
/// What may be done now: of each dossier only the oldest that is still on its way, so that reports about one
/// person reach DUO in order.
std::vector<StoredMelding> due_meldingen(Session& sql, Milliseconds now, int count);
std::optional<Milliseconds> next_melding_due(Session& sql, Milliseconds now);
/// Those that wait for a later moment than this, because the clock was ahead when they got it, are due now.
void bring_meldingen_forward(Session& sql, Milliseconds now, Milliseconds latest);
/// Writes state, attempts, due, ended and note. False when it was no longer in the state that it was read in:
/// then somebody else decided meanwhile, and nothing is written.
bool move_melding(Session& sql, const StoredMelding& melding, std::string_view read_in_state);
/// After a restart: what was being sent is asked back.
void recover_meldingen(Session& sql, Milliseconds due);
std::int64_t count_meldingen(Session& sql, std::string_view state);
/// Those whose outcome is not known yet.
std::int64_t open_meldingen(Session& sql);

}  // namespace inburgering::gateway::store
