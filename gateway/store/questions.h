#pragma once
// The queue of questions to DUO and BRP. Only windows of it are in memory.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/store/engine/database.h"

namespace inburgering::gateway::store {

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
/// Of each question about a person that waits because of one message: how often it was asked.
std::vector<int> questions_of(Session& sql, std::string_view tenant, std::string_view dossier,
                              std::string_view cause_id);

/// When the first question after `now` is due; none when nothing waits for a later moment.
std::optional<Milliseconds> next_question_due(Session& sql, std::string_view peer, Milliseconds now);
/// Of those that wait for a later moment than this: the clock was ahead when they got it.
bool has_questions_after(Session& sql, std::string_view peer, Milliseconds latest);
void bring_questions_forward(Session& sql, std::string_view peer, Milliseconds now, Milliseconds latest);

}  // namespace inburgering::gateway::store
