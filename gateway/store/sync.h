#pragma once
// What synchronisation keeps: its runs with how far they are, when each schedule is due, and the ledger of
// the last answer for every person and resource. Every query carries its tenant, or the id of a run, which
// belongs to one.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/store/questions.h"

namespace inburgering::gateway::store {

/// State of a run: it waits for its questions, stands still, was called off, or everything was asked.
namespace run_state {
inline constexpr std::string_view running = "loopt";
inline constexpr std::string_view paused = "gepauzeerd";
inline constexpr std::string_view cancelled = "geannuleerd";
inline constexpr std::string_view done = "voltooid";
}  // namespace run_state

struct SyncRun {
  std::string id;
  std::string schedule;  ///< id in the configuration; "hand" when someone started it
  std::string tenant;
  std::vector<std::string> resources;
  std::vector<std::string> dossiers;  ///< only these; empty = all
  std::string state = std::string(run_state::running);
  Milliseconds started = 0;
  Milliseconds ended = 0;
  std::int64_t total = 0;    ///< questions in all
  std::int64_t waiting = 0;  ///< handed out and not answered yet
  std::string cursor;        ///< last dossier whose questions were handed out
  bool fed = false;          ///< all were handed out
};

/// Whether it is not done and not called off.
bool is_open(const SyncRun& run);

void add_run(Session& sql, const SyncRun& run);
std::optional<SyncRun> find_run(Session& sql, std::string_view id);
/// Those that are not done or cancelled; with `all` the last `count` of whatever state, newest first.
std::vector<SyncRun> open_runs(Session& sql);
std::vector<SyncRun> last_runs(Session& sql, int count);
/// The newest of a schedule and a gemeente.
std::optional<SyncRun> last_run(Session& sql, std::string_view schedule, std::string_view tenant);
bool has_open_run(Session& sql, std::string_view schedule, std::string_view tenant);
/// Writes state, end, total, cursor and fed.
void save_run(Session& sql, const SyncRun& run);
/// Forgets the questions of a run that nobody else waits for.
void drop_questions(Session& sql, std::string_view run);

/// What became of the questions of one run about one resource.
struct SyncCount {
  std::string resource;
  std::int64_t asked = 0;
  std::int64_t changed = 0;      ///< answers that changed the dossier
  std::int64_t unannounced = 0;  ///< of those: known before, and no notification told of it
  std::int64_t refused = 0;      ///< 403 and 404: not ours, or not known
  std::int64_t failed = 0;
};
void add_count(Session& sql, std::string_view run, const SyncCount& count);
std::vector<SyncCount> counts_of(Session& sql, std::string_view run);

/// Ids of dossiers of a tenant after `cursor`, in order.
std::vector<std::string> dossiers_after(Session& sql, std::string_view tenant, std::string_view cursor,
                                        int count);
std::int64_t count_dossiers(Session& sql, std::string_view tenant);

std::optional<Milliseconds> schedule_due(Session& sql, std::string_view schedule, std::string_view tenant);
void set_schedule_due(Session& sql, std::string_view schedule, std::string_view tenant, Milliseconds due);

/// The last time that DUO answered one question about one person, whatever it said; and the last failure.
struct Asked {
  Milliseconds answered = 0;  ///< 0 = never
  std::string outcome;
  std::string answer_hash;
  Milliseconds failed = 0;  ///< 0 = not since the last answer
  bool operator==(const Asked&) const = default;
};
std::optional<Asked> last_asked(Session& sql, std::string_view tenant, std::string_view dossier,
                                std::string_view resource);
void note_answer(Session& sql, std::string_view tenant, std::string_view dossier, std::string_view resource,
                 const Asked& asked);
void note_failure(Session& sql, std::string_view tenant, std::string_view dossier, std::string_view resource,
                  Milliseconds moment);

/// How complete a tenant is for one resource.
struct Completeness {
  std::string resource;
  std::int64_t persons = 0;            ///< that have a ledger row
  std::optional<Milliseconds> oldest;  ///< of the last answers
  std::int64_t never = 0;              ///< known persons for whom there was never an answer
  std::int64_t failing = 0;            ///< whose last attempt failed
};
std::vector<Completeness> completeness(Session& sql, std::string_view tenant,
                                       const std::vector<std::string>& resources);

}  // namespace inburgering::gateway::store
