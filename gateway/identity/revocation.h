#pragma once
// The revocation lists in force, as an operator sees them: how long they hold, where they come from, and what
// is to be done.
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "adapters/revocation/keeper.h"
#include "gateway/config/config.h"

namespace inburgering::gateway::identity {

/// Who takes lists up for this configuration; null when nobody is checked. Trust is read, and what an earlier
/// run kept and the files hold is in force. `keeps`: whether what comes in is kept; who only looks does not.
/// Dutch, of what could not be: `faults`.
std::unique_ptr<adapters::revocation::Keeper> open_lists(const config::Config& config, schemas::Moment now,
                                                         bool keeps, std::vector<std::string>& faults);
/// The files of lists that the configuration names, each once.
std::vector<std::filesystem::path> list_files(const config::Config& config);
/// The files of trust anchors and of our own certificates, each once.
std::vector<std::filesystem::path> trust_files(const config::Config& config);
/// As the source of a list that came from a file.
std::string source_of(const std::filesystem::path& file);

struct ListState {
  std::string issuer;
  std::string number;  ///< hexadecimal; empty = it has none
  std::string source;
  bool configured = false;  ///< the configuration names its source; else a certificate did
  schemas::Moment this_update;
  schemas::Moment next_update;  ///< from then on everybody of this issuer is refused
  std::size_t revoked = 0;      ///< certificates on it
  std::int64_t seconds_left = 0;
  std::int64_t age_seconds = 0;        ///< since this_update
  std::int64_t grace_seconds = 0;      ///< past its end, by the configuration
  std::optional<std::string> fault{};  ///< why its source brought nothing the last time, in Dutch
  std::string not_kept{};              ///< why it is not on disk; empty = it is
  bool ended() const { return seconds_left < 0 && seconds_left + grace_seconds < 0; }
  bool in_grace() const { return seconds_left < 0 && !ended(); }
};
/// Those that end first come first.
std::vector<ListState> revocation_lists(const config::Config& config, schemas::Moment now);

/// The mark that a list passed: 50, 75, 90 percent of its life, or 100; nothing while it is young.
std::optional<int> age_mark(const ListState& list);
/// What to do about it, in Dutch.
std::string warning_text(const ListState& list);
/// Whether someone should look at it: its end is near and nothing newer came, or it cannot be kept.
bool asks_attention(const ListState& list);

/// What a responder (OCSP) said last of one certificate.
struct StatusState {
  std::string key;  ///< the same for each answer about this certificate
  std::string subject;
  std::string serial;         ///< hexadecimal
  std::string source;         ///< the responder, or that the peer showed it itself
  bool own = false;           ///< of our own certificate, which is shown along (stapled)
  std::string_view status{};  ///< goed, ingetrokken, onbekend; empty = nobody could say
  std::string until{};        ///< ISO 8601; empty where nobody could say
  std::int64_t seconds_left = 0;
  std::int64_t age_seconds = 0;  ///< since the answer was made
  std::string fault{};           ///< why it was not renewed, in Dutch
  bool is_revoked() const;
};
/// Our own first.
std::vector<StatusState> statuses(const config::Config& config, schemas::Moment now);
/// What to do about it, in Dutch; nothing when all is well.
std::optional<std::string> warning_text(const StatusState& status);

/// Which list stops all traffic now, in Dutch: there is none at all, or one that the configuration names
/// ended.
std::optional<std::string> lists_stop_traffic(const config::Config& config, schemas::Moment now);

}  // namespace inburgering::gateway::identity
