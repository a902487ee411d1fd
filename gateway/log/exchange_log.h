#pragma once
// The exchange log: every message in and out, append-only and chained. No personal data: the person appears
// as the dossier's pseudonym, the body stands elsewhere, encrypted.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/store/database.h"
#include "schemas/fault.h"
#include "schemas/value/moment.h"

namespace inburgering::gateway::log {

struct Entry {
  std::int64_t seq = 0;
  std::string message_id;  ///< UUIDv7
  std::string cause_id;  ///< the incoming message that this one follows from; its own id when it is the first
  std::string tenant;    ///< OIN; empty when the message was refused before that was known
  schemas::Moment moment;
  std::string direction;  ///< "in" or "uit"
  std::string feed;       ///< duo, brp, taalschool, afnemer; empty when unknown
  std::string kind;       ///< e.g. "notificatie SS101", "npsLk01 W", "GET inburgeringsplicht", "levering PIP"
  std::string party;      ///< OIN of the other side's certificate
  std::string subject;    ///< subject of that certificate
  std::string reference;  ///< berichtId, referentienummer, kenmerk or event id
  std::string dossier;
  std::string outcome;  ///< verwerkt, herhaald, geweigerd, niet-gevonden, mislukt, afgeleverd, …
  int http_status = 0;
  std::int64_t duration_ms = 0;
  std::int64_t size = 0;    ///< bytes of the body
  std::int64_t events = 0;  ///< events that this message caused
  schemas::Faults faults;
  std::string body_hash;  ///< SHA-256 of the body, empty when there was none
  std::string previous_hash;
  std::string hash;
};

/// Appends; fills in seq and the hashes of `entry`. Runs inside the caller's transaction.
void append(store::Session& sql, Entry& entry);

struct Filter {
  std::optional<std::string> tenant{};  ///< OIN
  std::int64_t before = 0;              ///< only entries with a lower seq; 0 = from the newest
  int count = 50;
};
/// Newest first.
std::vector<Entry> list(store::Session& sql, const Filter& filter);
std::optional<Entry> find(store::Session& sql, std::string_view message_id);
/// All entries that follow from one incoming message, itself included, oldest first.
std::vector<Entry> journey(store::Session& sql, std::string_view cause_id);

/// Walks the whole chain. The first entry that was altered, or before which one was removed.
struct Broken {
  std::int64_t seq;
  std::string what;  ///< Dutch
};
struct Verification {
  std::int64_t entries = 0;
  std::optional<Broken> broken;
};
Verification verify(store::Session& sql);

}  // namespace inburgering::gateway::log
