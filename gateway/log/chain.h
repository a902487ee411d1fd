#pragma once
// Proof that the log is what it was. Each entry holds the hash of the one before. Now and then the gateway
// signs how far the log runs and what its last hash is (a checkpoint), so that a log that was cut off or
// written anew shows too; where a time-stamping authority is configured, that also tells when it was so
// (RFC 3161). What was removed as agreed leaves a signed gap that the chain runs over.
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "gateway/log/exchange_log.h"
#include "gateway/log/signer.h"
#include "gateway/store/crypto.h"
#include "gateway/store/dossiers.h"

namespace inburgering::gateway::log {

struct Checkpoint {
  std::int64_t seq = 0;
  std::string hash;  ///< of the entry with that seq
  schemas::Moment moment;
  std::string signature;
  std::string signer;      ///< fingerprint
  std::string time_stamp;  ///< base64 of a TimeStampToken over the signature; empty = none
};
/// What the signature is of.
std::string text_of(const Checkpoint& checkpoint);

/// Signs how far the log runs, without keeping that here: it goes along with a copy. Nothing when the log is
/// empty.
std::optional<Checkpoint> signed_head(store::Session& sql, const Signer& signer, schemas::Moment now);
/// Signs how far the log runs, and keeps it. Nothing when the last checkpoint says it already, or the log is
/// empty. Runs inside the caller's transaction.
std::optional<Checkpoint> make_checkpoint(store::Session& sql, const Signer& signer, schemas::Moment now);
/// The hash of the entry with this seq; empty when there is none.
std::string hash_at(store::Session& sql, std::int64_t seq);
void add_time_stamp(store::Session& sql, std::int64_t seq, const std::string& token);
std::optional<Checkpoint> last_checkpoint(store::Session& sql);
/// One line of JSON, as it is kept outside the store, and back.
std::string to_line(const Checkpoint& checkpoint);
std::optional<Checkpoint> from_line(std::string_view line);

/// Entries that were removed as agreed, from `first` to `last`.
struct Gap {
  std::int64_t first = 0;
  std::int64_t last = 0;
  std::string previous_hash;  ///< of the entry before the first
  std::string last_hash;      ///< of the last
  schemas::Moment moment;
};
std::string text_of(const Gap& gap);
/// Keeps it signed; one that it touches becomes one with it. Runs inside the caller's transaction.
void add_gap(store::Session& sql, const store::Sealing& sealing, const Signer& signer, Gap gap);

/// Says that a body was removed by who has the keys of the store.
std::string removal_mark(const store::Keys& keys, std::string_view message_id);

/// The first thing that is wrong.
struct Broken {
  std::int64_t seq;
  std::string what;  ///< Dutch
};
struct Verification {
  std::int64_t entries = 0;      ///< that are there and right
  std::int64_t removed = 0;      ///< as agreed
  std::int64_t bodies = 0;       ///< that are what the log says
  std::int64_t dark = 0;         ///< bodies of a person who was removed, in a copy of before
  std::int64_t lost = 0;         ///< bodies that cannot be looked at: the key of their dossier was lost
  std::int64_t checkpoints = 0;  ///< signatures that hold
  std::int64_t time_stamps = 0;
  std::int64_t former = 0;  ///< entries of before digests were keyed: opened with the key
  std::optional<Broken> broken;
};
struct Verify {
  const store::Keys& keys;               ///< to open what is sealed
  bool bodies = true;                    ///< look at the bodies as well
  std::filesystem::path anchors{};       ///< whom a signer must come from
  std::string oin{};                     ///< whose certificate it must be
  std::filesystem::path time_anchors{};  ///< whom a time stamp must come from; empty = not looked at
  std::vector<Checkpoint> outside{};     ///< checkpoints that were kept elsewhere
  std::function<void(std::int64_t seq)> progress{};
};
/// Walks the whole log.
Verification verify(store::Session& sql, const Verify& how);

}  // namespace inburgering::gateway::log
