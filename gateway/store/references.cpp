#include "gateway/store/references.h"

#include <array>
#include <chrono>
#include <optional>

#include "gateway/base/surroundings.h"

namespace inburgering::gateway::store {
namespace {

struct Sought {
  std::string_view what;
  Statement statement;
};

constexpr std::array all_sought{
    Sought{"wachtende leveringen zonder gebeurtenis",
           {"references.delivery_event",
            "SELECT COUNT(*) FROM delivery d WHERE NOT EXISTS (SELECT 1 FROM event x WHERE x.id = d.event)"}},
    Sought{
        "onbestelbare leveringen zonder gebeurtenis",
        {"references.dead_letter_event",
         "SELECT COUNT(*) FROM dead_letter d WHERE NOT EXISTS (SELECT 1 FROM event x WHERE x.id = d.event)"}},
    Sought{"leveringen zonder abonnement",
           {"references.delivery_subscription",
            "SELECT COUNT(*) FROM delivery d WHERE NOT EXISTS (SELECT 1 FROM subscription x WHERE x.id = "
            "d.subscription)"}},
    Sought{"leveringen zonder wachtrij",
           {"references.delivery_queue",
            "SELECT COUNT(*) FROM delivery d WHERE NOT EXISTS (SELECT 1 FROM subscription_queue x WHERE "
            "x.subscription = d.subscription)"}},
    Sought{"leveringen zonder rij van hun dossier of gebeurtenis",
           {"references.delivery_lane",
            "SELECT COUNT(*) FROM delivery d WHERE NOT EXISTS (SELECT 1 FROM lane x WHERE x.subscription = "
            "d.subscription AND x.lane = d.lane)"}},
    Sought{"onbestelbare leveringen zonder wachtrij",
           {"references.dead_letter_queue",
            "SELECT COUNT(*) FROM dead_letter d WHERE NOT EXISTS (SELECT 1 FROM subscription_queue x WHERE "
            "x.subscription = d.subscription)"}},
    // In that of another it never leaves, and nobody misses it.
    Sought{"wachtende leveringen in de rij van een ander",
           {"references.delivery_other_lane",
            "SELECT COUNT(*) FROM delivery d JOIN event e ON e.id = d.event WHERE d.lane <> e.dossier AND "
            "d.lane <> e.id"}},
    Sought{
        "wachtende leveringen die na zichzelf zouden komen",
        {"references.delivery_previous",
         "SELECT COUNT(*) FROM delivery d JOIN event e ON e.id = d.event WHERE d.previous >= e.sequence AND "
         "d.previous > 0 AND d.mark = ''"}},
    Sought{"gebeurtenissen zonder dossier",
           {"references.event_dossier",
            "SELECT COUNT(*) FROM event r WHERE NOT EXISTS (SELECT 1 FROM dossier x WHERE x.tenant = "
            "r.tenant AND x.id = r.dossier)"}},
    Sought{"gegevens zonder dossier",
           {"references.object_dossier",
            "SELECT COUNT(*) FROM object r WHERE NOT EXISTS (SELECT 1 FROM dossier x WHERE x.tenant = "
            "r.tenant AND x.id = r.dossier)"}},
    Sought{"uitspraken van bronnen zonder dossier",
           {"references.statement_dossier",
            "SELECT COUNT(*) FROM statement r WHERE NOT EXISTS (SELECT 1 FROM dossier x WHERE x.tenant = "
            "r.tenant AND x.id = r.dossier)"}},
    Sought{"klokken zonder dossier",
           {"references.klok_dossier",
            "SELECT COUNT(*) FROM klok r WHERE NOT EXISTS (SELECT 1 FROM dossier x WHERE x.tenant = r.tenant "
            "AND x.id = r.dossier)"}},
    Sought{"nummers van personen zonder dossier",
           {"references.number_dossier",
            "SELECT COUNT(*) FROM dossier_number r WHERE NOT EXISTS (SELECT 1 FROM dossier x WHERE x.tenant "
            "= r.tenant AND x.id = r.dossier)"}},
    Sought{"rijen van taalscholen zonder dossier",
           {"references.schoolrij_dossier",
            "SELECT COUNT(*) FROM schoolrij r WHERE NOT EXISTS (SELECT 1 FROM dossier x WHERE x.tenant = "
            "r.tenant AND x.id = r.dossier)"}},
    Sought{"meldingen zonder dossier",
           {"references.melding_dossier",
            "SELECT COUNT(*) FROM melding r WHERE NOT EXISTS (SELECT 1 FROM dossier x WHERE x.tenant = "
            "r.tenant AND x.id = r.dossier)"}},
    Sought{"vragen zonder dossier",
           {"references.question_dossier",
            "SELECT COUNT(*) FROM question r WHERE NOT EXISTS (SELECT 1 FROM dossier x WHERE x.tenant = "
            "r.tenant AND x.id = r.dossier)"}},
    Sought{"antwoorden zonder dossier",
           {"references.asked_dossier",
            "SELECT COUNT(*) FROM asked r WHERE NOT EXISTS (SELECT 1 FROM dossier x WHERE x.tenant = "
            "r.tenant AND x.id = r.dossier)"}},
    Sought{"personen die de BRP volgt zonder dossier",
           {"references.followed_dossier",
            "SELECT COUNT(*) FROM followed r WHERE NOT EXISTS (SELECT 1 FROM dossier x WHERE x.tenant = "
            "r.tenant AND x.id = r.dossier)"}},
    Sought{"gebeurtenissen met een hoger nummer dan hun dossier heeft",
           {"references.event_sequence",
            "SELECT COUNT(*) FROM event e JOIN dossier d ON d.tenant = e.tenant AND d.id = e.dossier WHERE "
            "e.sequence > d.last_sequence"}},
    Sought{"wachtrijen die anders tellen dan er in staat",
           {"references.queue_counts",
            "SELECT COUNT(*) FROM subscription_queue q WHERE q.waiting <> (SELECT COUNT(*) FROM delivery d "
            "WHERE d.subscription = q.subscription) OR q.dead <> (SELECT COUNT(*) FROM dead_letter d WHERE "
            "d.subscription = q.subscription)"}},
    Sought{"leveringen voorbij het einde van hun wachtrij",
           {"references.queue_positions",
            "SELECT COUNT(*) FROM delivery d JOIN subscription_queue q ON q.subscription = d.subscription "
            "WHERE d.position > q.last_position"}},
    Sought{"vragen van een synchronisatie die er niet is",
           {"references.question_run",
            "SELECT COUNT(*) FROM question r WHERE r.run <> '' AND NOT EXISTS (SELECT 1 FROM sync_run x "
            "WHERE x.id = r.run)"}},
    Sought{
        "tellingen van een synchronisatie die er niet is",
        {"references.count_run",
         "SELECT COUNT(*) FROM sync_count r WHERE NOT EXISTS (SELECT 1 FROM sync_run x WHERE x.id = r.run)"}},
};

/// Of entries of the log, from the first that no term can have removed. A synchronisation of before wrote no
/// beginning: its run is known.
constexpr std::array sought_in_log{
    Sought{"gebeurtenissen zonder het bericht waaruit zij volgden",
           {"references.event_entry",
            "SELECT COUNT(*) FROM event e WHERE e.present = 0 AND e.message_id >= :from AND NOT EXISTS "
            "(SELECT 1 FROM log l WHERE l.message_id = e.message_id) AND NOT EXISTS (SELECT 1 FROM sync_run "
            "r WHERE r.id = e.message_id)"}},
    Sought{"logregels zonder het bericht waaruit zij volgden",
           {"references.entry_cause",
            "SELECT COUNT(*) FROM log s WHERE s.cause_id <> s.message_id AND s.cause_id >= :from AND NOT "
            "EXISTS (SELECT 1 FROM log l WHERE l.message_id = s.cause_id) AND NOT EXISTS (SELECT 1 FROM "
            "sync_run r WHERE r.id = s.cause_id) AND s.kind <> 'brp-volgindicatie-einde'"}},
};

/// Ids of messages from here on belong to entries that are there: those before it may have been removed by
/// their term.
std::string first_kept(Session& sql) {
  const auto removed =
      sql.one<std::int64_t>({"references.last_gap", "SELECT COALESCE(MAX(last), 0) FROM log_gap"})
          .value_or(0);
  if (removed == 0) return {};
  const auto next = sql.one<std::string>(
      {"references.first_kept", "SELECT message_id FROM log WHERE seq > :seq ORDER BY seq LIMIT 1"}, removed);
  const auto moment = next ? moment_of_uuid7(*next) : std::nullopt;
  // An id is given when a message comes, and its place in the log when it is taken up.
  constexpr std::chrono::hours longest{24};
  return moment ? first_uuid7(schemas::Moment(moment->time() + longest)) : "g";
}

}  // namespace

std::vector<Loose> loose_rows(Session& sql, const std::function<void(int, int)>& progress) {
  std::vector<Loose> found;
  constexpr int all = all_sought.size() + sought_in_log.size();
  int done = 0;
  const auto add = [&](std::string_view what, std::optional<std::int64_t> count) {
    if (count.value_or(0) > 0) found.push_back({std::string(what), *count});
    if (progress) progress(++done, all);
  };
  for (const auto& sought : all_sought) add(sought.what, sql.one<std::int64_t>(sought.statement));
  const auto from = first_kept(sql);
  for (const auto& sought : sought_in_log) add(sought.what, sql.one<std::int64_t>(sought.statement, from));
  return found;
}

}  // namespace inburgering::gateway::store
