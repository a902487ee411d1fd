#include "gateway/store/references.h"

#include <array>

namespace inburgering::gateway::store {
namespace {

struct Sought {
  std::string_view what;
  Statement statement;
};

constexpr std::array all_sought{
    Sought{"wachtende leveringen zonder gebeurtenis",
           {"references.delivery_event",
            "SELECT COUNT(*) FROM delivery d WHERE NOT EXISTS (SELECT 1 FROM event e WHERE e.id = d.event)"}},
    Sought{
        "onbestelbare leveringen zonder gebeurtenis",
        {"references.dead_letter_event",
         "SELECT COUNT(*) FROM dead_letter d WHERE NOT EXISTS (SELECT 1 FROM event e WHERE e.id = d.event)"}},
    Sought{"leveringen zonder abonnement",
           {"references.delivery_subscription",
            "SELECT COUNT(*) FROM delivery d WHERE NOT EXISTS (SELECT 1 FROM subscription s WHERE s.id = "
            "d.subscription)"}},
    // Without its lane, or in that of another, it never leaves and nobody misses it.
    Sought{"wachtende leveringen zonder rij om in te wachten",
           {"references.delivery_lane",
            "SELECT COUNT(*) FROM delivery d WHERE NOT EXISTS (SELECT 1 FROM lane l WHERE l.subscription = "
            "d.subscription AND l.lane = d.lane)"}},
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
            "SELECT COUNT(*) FROM event e WHERE NOT EXISTS (SELECT 1 FROM dossier d WHERE d.tenant = "
            "e.tenant AND d.id "
            "= e.dossier)"}},
    Sought{"gebeurtenissen met een hoger nummer dan hun dossier heeft",
           {"references.event_sequence",
            "SELECT COUNT(*) FROM event e JOIN dossier d ON d.tenant = e.tenant AND d.id = e.dossier WHERE "
            "e.sequence > "
            "d.last_sequence"}},
    Sought{"gegevens zonder dossier",
           {"references.object_dossier",
            "SELECT COUNT(*) FROM object o WHERE NOT EXISTS (SELECT 1 FROM dossier d WHERE d.tenant = "
            "o.tenant AND d.id "
            "= o.dossier)"}},
    Sought{"nummers van personen zonder dossier",
           {"references.number_dossier",
            "SELECT COUNT(*) FROM dossier_number n WHERE NOT EXISTS (SELECT 1 FROM dossier d WHERE "
            "d.tenant = n.tenant "
            "AND d.id = n.dossier)"}},
    Sought{"wachtrijen die anders tellen dan er in staat",
           {"references.queue_counts",
            "SELECT COUNT(*) FROM subscription_queue q WHERE q.waiting <> (SELECT COUNT(*) FROM delivery d "
            "WHERE "
            "d.subscription = q.subscription) OR q.dead <> (SELECT COUNT(*) FROM dead_letter d WHERE "
            "d.subscription = "
            "q.subscription)"}},
    Sought{
        "leveringen voorbij het einde van hun wachtrij",
        {"references.queue_positions",
         "SELECT COUNT(*) FROM delivery d JOIN subscription_queue q ON q.subscription = d.subscription WHERE "
         "d.position > q.last_position"}},
};

}  // namespace

std::vector<Loose> loose_rows(Session& sql) {
  std::vector<Loose> found;
  for (const auto& sought : all_sought)
    if (const auto count = sql.one<std::int64_t>(sought.statement).value_or(0); count > 0)
      found.push_back({std::string(sought.what), count});
  return found;
}

}  // namespace inburgering::gateway::store
