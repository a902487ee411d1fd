#pragma once
// The exchange log: every message in and out, append-only and chained. No personal data: the person appears
// as the dossier's pseudonym, the body stands elsewhere, encrypted.
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/base/surroundings.h"
#include "gateway/log/words.h"
#include "gateway/store/engine/database.h"
#include "schemas/fault.h"
#include "schemas/value/moment.h"

namespace inburgering::gateway::log {

/// A part of what was done with a message, and how long it took.
struct Step {
  std::string name;  ///< Dutch: ontvangen, nagekeken, wachtrij, …
  std::int64_t milliseconds = 0;
  bool operator==(const Step&) const = default;
};

struct Entry {
  std::int64_t seq = 0;
  /// What the hash is made of: 5 = also with the record of the transaction; 4 = with the keyed digest of the
  /// body within its gemeente; 3 = with the digest
  /// without a scope; 2 = with its SHA-256; 1 = also without trace and steps.
  int form = 4;
  std::string message_id;  ///< UUIDv7
  std::string cause_id;  ///< the incoming message that this one follows from; its own id when it is the first
  std::string tenant;    ///< OIN; empty when the message was refused before that was known
  schemas::Moment moment;
  std::string direction;  ///< of direction::all
  std::string feed;       ///< of feed::all; empty when unknown
  std::string kind;       ///< e.g. "notificatie SS101", "npsLk01 W", "GET inburgeringsplicht", "levering PIP"
  std::string party;      ///< OIN of the other side's certificate
  std::string subject;    ///< subject of that certificate
  std::string reference;  ///< berichtId, referentienummer, kenmerk or event id
  std::string dossier;
  std::string outcome;  ///< of outcome::all
  int http_status = 0;
  std::int64_t duration_ms = 0;
  std::int64_t size = 0;    ///< bytes of the body
  std::int64_t events = 0;  ///< events that this message caused
  schemas::Faults faults;
  /// Of a stored entry: its faults as they stand there, when they cannot be read. Its hash is of these.
  std::optional<std::string> unreadable_faults{};
  std::string trace_id;     ///< W3C Trace Context; that of the cause where nothing else is known
  std::string parent_span;  ///< of the sender, when it told one
  std::vector<Step> steps;
  std::string body_digest;  ///< keyed digest of the body (Keys::digest), empty when there was none
  /// Of an entry of a former form: what its hash is made of instead. Sealed since (former_digests.h).
  std::string body_hash;
  bool body_kept = false;  ///< the body itself is kept too, sealed
  std::string fsc{};       ///< record of the transaction of FSC, in JSON (transactions.h); empty = it is none
  std::string previous_hash;
  std::string hash;

  /// Notes a step that ended now: it began where the one before ended, or when the message came.
  void step(std::string_view name, schemas::Moment now);
};

/// Of an entry of what came in: how long all of it took, until now.
void finish_incoming(Entry& entry, schemas::Moment now);

/// An entry of now with an id of its own.
Entry new_entry(Surroundings around, std::string_view direction, std::string_view feed,
                std::string_view kind);

/// The trace of the message with this id, or one named after it.
std::string trace_of(store::Session& sql, const std::string& message_id);

/// Gives the entry the trace of its cause, where it has none yet; `trace_of` knows that of an earlier
/// message.
void join_trace(Entry& entry, const std::function<std::string(const std::string&)>& trace_of);
/// Appends; fills in seq and the hashes of `entry`. Runs inside the caller's transaction.
void append(store::Session& sql, Entry& entry);

std::optional<Entry> find(store::Session& sql, std::string_view message_id);
/// All entries that follow from one incoming message, itself included, oldest first.
std::vector<Entry> journey(store::Session& sql, std::string_view cause_id);

/// The same entry with all its texts in UTF-8, to be shown or handed on: a store may hold others, from before
/// that was seen to.
Entry readable(Entry entry);

/// An entry of a row that was read with `columns`.
extern const char* const columns;
Entry entry_of(const store::Execution& row);
/// The hash that the entry should have, by what it says.
std::string hash_of(const Entry& entry);

}  // namespace inburgering::gateway::log
