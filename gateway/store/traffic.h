#pragma once
// What the monitor shows at a glance, kept as sums: traffic, lengths of queues, certificates of parties.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/store/engine/database.h"

namespace inburgering::gateway::store {

inline constexpr Milliseconds traffic_bucket = 300'000;  ///< five minutes

struct Traffic {
  Milliseconds bucket = 0;  ///< begin
  std::string tenant;
  std::string feed;
  std::string direction;
  std::string party;
  std::int64_t messages = 0;
  std::int64_t trouble = 0;      ///< of those, with an outcome that someone should look at
  std::int64_t duration_ms = 0;  ///< of all together
  std::int64_t waited_ms = 0;    ///< in a queue, of all together
};
/// Adds to the bucket of its moment, and to its minute.
void add_traffic(Session& sql, const Traffic& traffic);
/// All buckets from a moment on, oldest first.
std::vector<Traffic> traffic_since(Session& sql, Milliseconds from);

inline constexpr Milliseconds minute = 60'000;
/// Minutes are kept for a day, by gemeente and feed alone.
inline constexpr std::string_view by_minute = "min";  ///< stands in the place of the direction
std::vector<Traffic> minutes_since(Session& sql, Milliseconds from);

struct QueueSample {
  Milliseconds bucket = 0;
  std::int64_t waiting = 0;
  std::int64_t dead = 0;
};
void sample_queue(Session& sql, std::string_view subscription, const QueueSample& sample);
std::vector<QueueSample> samples_of(Session& sql, std::string_view subscription, Milliseconds from);
/// Forgets minutes of before a moment.
void forget_minutes(Session& sql, Milliseconds before);
/// Forgets traffic and samples of before a moment.
void forget_traffic(Session& sql, Milliseconds before);

struct PartyCertificate {
  std::string party;        ///< OIN
  std::string side;         ///< client, server
  std::string subject;      ///< RFC 2253
  std::string valid_until;  ///< 2026-11-25T00:00:00.000Z
  Milliseconds first_seen = 0;
  std::string key{};      ///< "RSA 3072"; empty = not known
  std::string secured{};  ///< how the last connection was: "TLS 1.3, TLS_AES_256_GCM_SHA384, X25519"
  std::string anchor{};   ///< the root that it led to then; empty = not known
};
/// Sees it at its first_seen; when it was seen before that stays, and this is its last.
void note_certificate(Session& sql, const PartyCertificate& certificate);
/// Which roots the certificates led to that were seen since: one of each party, side and root.
struct AnchorUse {
  std::string party, side, anchor;
};
std::vector<AnchorUse> anchors_in_use(Session& sql, Milliseconds since);
/// The newest of each side of each party.
std::vector<PartyCertificate> party_certificates(Session& sql);

}  // namespace inburgering::gateway::store
