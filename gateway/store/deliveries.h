#pragma once
// Events and their queues. A queue is the deliveries of one subscription in the order of their positions; a
// lane in it is one person, or one event where the afnemer asks for no order. Only windows of a queue are in
// memory, and no query on the way of an event depends on how many wait.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/store/engine/database.h"

namespace inburgering::gateway::store {

/// An event as it was kept, ready to be opened and sent.
struct StoredEvent {
  std::string tenant;
  std::string dossier;
  std::int64_t sequence = 0;
  std::string id;
  std::string type;
  std::string message_id;  ///< the message that caused it
  std::string sealed;
  bool present = false;     ///< tells what holds now, to one subscription; gone when it arrived
  std::int64_t number = 0;  ///< in the order in which events were made
  bool stays = false;       ///< though `present`: what it tells is fetched after it arrived. Not read back
};
void add_event(Session& sql, const StoredEvent& event);
std::optional<StoredEvent> find_event(Session& sql, std::string_view id);
/// Events with a higher number, lowest first; of one dossier when that is named. Present states are not among
/// them.
std::vector<StoredEvent> events_after(Session& sql, std::int64_t number, std::int64_t last, int count);
std::vector<StoredEvent> events_of_dossier(Session& sql, std::string_view tenant, std::string_view dossier,
                                           std::int64_t after_sequence, int count);
/// The events of a dossier that a message caused, lowest sequence first.
std::vector<StoredEvent> events_of_message(Session& sql, std::string_view tenant, std::string_view dossier,
                                           std::string_view message_id, int count);
/// Only their ids.
std::vector<std::string> event_ids_of_message(Session& sql, std::string_view tenant, std::string_view dossier,
                                              std::string_view message_id, int count);
/// Numbers and count of the events of a gemeente whose ids lie in [from, until).
struct Span {
  std::int64_t first = 0;
  std::int64_t last = 0;
  std::int64_t count = 0;
};
Span events_between(Session& sql, std::string_view tenant, std::string_view from, std::string_view until);

/// How a delivery differs from an event that just happened.
namespace mark {
inline constexpr std::string_view none = "";
inline constexpr std::string_view present = "beginstand";
inline constexpr std::string_view replay = "herhaling";
}  // namespace mark

/// Where an event is put.
struct Destination {
  std::string subscription;
  bool ordered = true;  ///< a lane for each person
  bool pushed = true;   ///< the gateway delivers; else the afnemer fetches
};
void add_delivery(Session& sql, const Destination& to, const StoredEvent& event, std::string_view mark,
                  Milliseconds now);

/// One event that waits in a queue.
struct Delivery {
  std::int64_t position = 0;
  std::int64_t previous = 0;  ///< sequence of the event before it in its lane; 0 = none that counts
  std::string mark;
  StoredEvent event;
};

struct Lane {
  std::string subscription;
  std::string name;
  std::string tenant;
  Milliseconds due = 0;
  int attempts = 0;
  Milliseconds failing_since = 0;  ///< since when its head fails; 0 = it does not
};
/// Lanes of one subscription that are due, most overdue first.
std::vector<Lane> due_lanes(Session& sql, std::string_view subscription, Milliseconds now, int count);
/// When the first lane after `now` is due; none when nothing waits for a later moment.
std::optional<Milliseconds> next_lane_due(Session& sql, std::string_view subscription, Milliseconds now);
/// Lanes whose head failed at least once.
std::vector<Lane> failing_lanes(Session& sql, std::string_view subscription, int count);
std::optional<Lane> find_lane(Session& sql, std::string_view subscription, std::string_view name);
/// The events that wait in a lane, the first first.
std::vector<std::string> waiting_in_lane(Session& sql, std::string_view subscription, std::string_view lane,
                                         int count);
/// The first deliveries of a lane.
std::vector<Delivery> heads_of(Session& sql, const Lane& lane, int count);
/// Deliveries of a queue from a position on, for who fetches.
std::vector<Delivery> deliveries_after(Session& sql, std::string_view subscription, std::int64_t position,
                                       int count);

/// These arrived. The next of the lane is due at once; an empty lane rests, or goes when no order is kept.
void arrived(Session& sql, const Lane& lane, const std::vector<Delivery>& deliveries, bool ordered,
             Milliseconds now);
/// The afnemer fetched and confirmed these.
void fetched(Session& sql, std::string_view subscription, const std::vector<Delivery>& deliveries);
/// The head failed: the lane waits.
void postpone(Session& sql, const Lane& lane, Milliseconds due, int attempts, Milliseconds failing_since);
/// All lanes that wait out a failure are due now.
void hurry(Session& sql, std::string_view subscription, Milliseconds now);
/// Lanes that wait for a moment further away than any is given: the clock was ahead when they got it. One
/// whose head did not fail is due at once; no other later than `latest`.
bool waits_too_long(Session& sql, std::string_view subscription, Milliseconds now, Milliseconds latest);
void bring_forward(Session& sql, std::string_view subscription, Milliseconds now, Milliseconds latest);

/// Why an event is not tried any more.
namespace reason {
inline constexpr std::string_view refused = "geweigerd";       ///< the afnemer said never
inline constexpr std::string_view horizon = "horizon";         ///< it failed for too long
inline constexpr std::string_view skipped = "overgeslagen";    ///< a person decided
inline constexpr std::string_view forbidden = "niet-bevoegd";  ///< the afnemer may not have it any more
inline constexpr std::string_view unreadable = "onleesbaar";   ///< its row in the store is damaged
inline constexpr std::string_view newer = "schemaversie";  ///< the version asked for has nothing of the kind
}  // namespace reason

struct DeadLetter {
  std::int64_t position = 0;
  std::string mark;
  std::string reason;
  int http_status = 0;
  int attempts = 0;
  Milliseconds moment = 0;
  StoredEvent event;
};
/// Takes a delivery out of its lane and keeps it among the dead letters.
void bury(Session& sql, const Lane& lane, const Delivery& delivery, std::string_view reason, int http_status,
          bool ordered, Milliseconds now);
std::vector<DeadLetter> dead_letters(Session& sql, std::string_view subscription, std::int64_t after,
                                     int count);
/// Their events, the newest first.
std::vector<std::string> newest_dead(Session& sql, std::string_view subscription, int count);
std::optional<DeadLetter> find_dead_letter(Session& sql, std::string_view subscription,
                                           std::string_view event);
/// Puts it into the queue again, at the end, as a replay.
void revive(Session& sql, const Destination& to, const DeadLetter& letter, Milliseconds now);

struct QueueCounts {
  std::int64_t last_position = 0;
  std::int64_t waiting = 0;
  std::int64_t dead = 0;
};
QueueCounts queue_counts(Session& sql, std::string_view subscription);
/// The id of the event that waits longest in a queue.
std::optional<std::string> oldest_event(Session& sql, std::string_view subscription);
/// Drops the oldest deliveries, at most `count`, with what belongs to them; answers how many went.
std::int64_t drop_oldest(Session& sql, std::string_view subscription, bool ordered, int count);
/// Forgets a queue that is empty: its lanes and counts. False while something is left.
bool forget_queue(Session& sql, std::string_view subscription, int count);

std::int64_t waiting_deliveries(Session& sql);

}  // namespace inburgering::gateway::store
