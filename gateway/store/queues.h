#pragma once
// The two queues of the store: deliveries to subscriptions (in lanes, one a person and subscription) and
// questions to DUO. Only windows of them are in memory.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/store/database.h"

namespace inburgering::gateway::store {

using Milliseconds = std::int64_t;  ///< since 1970-01-01T00:00:00Z

/// An event as it was kept, ready to be opened and sent.
struct StoredEvent {
  std::string tenant;
  std::string dossier;
  std::int64_t sequence = 0;
  std::string id;
  std::string type;
  std::string message_id;  ///< the message that caused it
  std::string sealed;
};
void add_event(Session& sql, const StoredEvent& event);
void add_delivery(Session& sql, std::string_view subscription, const StoredEvent& event, Milliseconds now);

struct Lane {
  std::string subscription;
  std::string dossier;
  std::string tenant;
  Milliseconds due = 0;
  int attempts = 0;
};
/// Lanes of one subscription that are due, most overdue first.
std::vector<Lane> due_lanes(Session& sql, std::string_view subscription, Milliseconds now, int count);
/// The lowest undelivered event of a lane.
std::optional<StoredEvent> head_of(Session& sql, const Lane& lane);
/// The head arrived: the next one of the lane becomes its head, due at once; an empty lane goes.
void delivered(Session& sql, const Lane& lane, std::int64_t sequence, Milliseconds now);
void postpone(Session& sql, const Lane& lane, Milliseconds due, int attempts);
std::int64_t waiting_deliveries(Session& sql);

struct Question {
  std::string id;
  std::string tenant;
  std::string dossier;
  std::string resource;
  std::string cause_id;
  Milliseconds due = 0;
  int attempts = 0;
  int priority = 0;          ///< 0 = a notification asked for it; 1 = a synchronisation did
  std::string run{};         ///< the synchronisation that waits for the answer too; empty = none
  std::string peer = "duo";  ///< who is asked: duo, or the name of a BRP in the configuration
};
/// A question that already waits for the same person and resource gives way to this one: its answer would be
/// the same. One that is under way keeps its turn; this one is asked after it.
void add_question(Session& sql, const Question& question);
/// The same for a synchronisation: a question that already waits stays as it is, and answers for the run too.
void add_sync_question(Session& sql, const Question& question);
std::vector<Question> due_questions(Session& sql, std::string_view peer, int priority, Milliseconds now,
                                    int count);
/// Whether a question that was read a moment ago still waits as it did.
bool waits(Session& sql, const Question& question);
/// Whether it still waited; a newer one took its place otherwise.
bool answered(Session& sql, const Question& question);
void postpone(Session& sql, const Question& question, Milliseconds due, int attempts);
std::int64_t waiting_questions(Session& sql);

/// When the first lane or question after `now` is due; none when nothing waits for a later moment.
std::optional<Milliseconds> next_lane_due(Session& sql, std::string_view subscription, Milliseconds now);
std::optional<Milliseconds> next_question_due(Session& sql, std::string_view peer, Milliseconds now);

}  // namespace inburgering::gateway::store
