#include "gateway/log/forget.h"

#include <algorithm>
#include <limits>
#include <set>
#include <utility>

#include "gateway/log/chain.h"
#include "gateway/log/keys.h"
#include "gateway/log/search.h"
#include "gateway/store/followed.h"
#include "gateway/store/own_key.h"
#include "schemas/value/counted.h"

namespace inburgering::gateway::log {
namespace {

/// Whether a dossier that ended was of the same person: one that was merged into the other knows them by a
/// number that the other has, or had.
bool same_person(const mapping::Subject& ended, const mapping::Subject& kept, const std::string& former_bsn) {
  if (ended.v_nummer && ended.v_nummer == kept.v_nummer) return true;
  return ended.bsn && (ended.bsn == kept.bsn || ended.bsn->digits() == former_bsn);
}

/// The dossier, and those that were merged into it.
std::vector<store::Dossier> all_of_person(store::Session& sql, const store::Sealing& sealing,
                                          const store::Dossier& dossier) {
  std::vector<store::Dossier> all{dossier};
  std::string former_bsn;
  if (const auto found = store::find_object(sql, sealing, dossier,
                                            mapping::canonical::Object(mapping::canonical::Persoon{})))
    if (const auto& former = std::get<mapping::canonical::Persoon>(*found).vorig_burgerservicenummer;
        former.has_value())
      former_bsn = former.value();
  if (!dossier.subject.bsn && !dossier.subject.v_nummer) return all;
  constexpr int in_one_go = 500;
  Ended last{dossier.tenant, {}, {}};
  for (auto ended = ended_after(sql, last, in_one_go); !ended.empty();
       ended = ended_after(sql, last, in_one_go)) {
    for (auto& each : ended) {
      last = each;
      if (each.tenant != dossier.tenant) return all;
      if (each.id == dossier.id) continue;
      auto other = store::find_dossier(sql, sealing, each.tenant, each.id);
      if (other && same_person(other->subject, dossier.subject, former_bsn)) all.push_back(std::move(*other));
    }
  }
  return all;
}

std::int64_t counted(store::Session& sql, const store::Statement& statement, const store::Dossier& dossier) {
  return sql.one<std::int64_t>(statement, dossier.tenant, dossier.id).value_or(0);
}

/// What must be done before this dossier can go; empty when nothing.
std::string in_the_way(store::Session& sql, const store::Dossier& dossier, const std::vector<Hold>& holds) {
  sql.settle();
  for (const auto& hold : holds)
    if (hold.tenant == dossier.tenant && (hold.dossier.empty() || hold.dossier == dossier.id))
      return "dit valt onder bewaarplicht " + hold.id + " (log hold list); beëindig die eerst";
  const auto waiting = counted(
      sql,
      {"forget.in_the_way.read_delivery",
       "SELECT COUNT(*) FROM event e CROSS JOIN subscription s JOIN delivery d ON d.subscription = s.id"
       " AND d.lane IN (e.dossier, e.id) AND d.event = e.id WHERE e.tenant = :t AND e.dossier = :d"},
      dossier);
  if (waiting > 0)
    return "nog niet afgeleverd bij een afnemer: " +
           schemas::counted(waiting, "gebeurtenis", "gebeurtenissen") +
           "; wacht tot dat is gebeurd, of haal ze uit de wachtrij "
           "(subscription skip, subscription remove)";
  if (counted(sql,
              {"forget.in_the_way.read_melding",
               "SELECT COUNT(*) FROM melding WHERE tenant = :t AND dossier = :d AND open = 1"},
              dossier) > 0)
    return "er is nog een melding aan DUO onderweg of onzeker (melding list); wacht de uitkomst af, of "
           "beslis erover";
  if (store::is_followed(sql, dossier.tenant, dossier.id))
    return "de BRP volgt deze persoon nog voor deze gemeente, en zou hem opnieuw melden";
  return {};
}

/// The keys that anything about a dossier is sealed under: its own, and while the store gets another key also
/// the former.
std::set<std::int64_t> keys_of(store::Session& sql, const store::Dossier& dossier,
                               const std::vector<std::string>& messages) {
  std::set<std::int64_t> numbers{dossier.key};
  const auto add = [&](const std::string& sealed) { numbers.insert(store::Keys::dossier_key_of(sealed)); };
  for (const char* text : {"SELECT sealed_subject FROM dossier WHERE tenant = :t AND id = :d",
                           "SELECT sealed FROM object WHERE tenant = :t AND dossier = :d",
                           "SELECT sealed FROM statement WHERE tenant = :t AND dossier = :d",
                           "SELECT sealed FROM event WHERE tenant = :t AND dossier = :d",
                           "SELECT sealed FROM schoolrij WHERE tenant = :t AND dossier = :d",
                           "SELECT sealed FROM melding WHERE tenant = :t AND dossier = :d"})
    for (const auto& sealed :
         sql.list<std::string>({"forget.keys_of.read", text}, dossier.tenant, dossier.id))
      add(sealed);
  for (const auto& id : messages)
    if (const auto sealed = sql.one<std::string>(
            {"forget.keys_of.read_body", "SELECT sealed FROM body WHERE message_id = :id"}, id))
      add(*sealed);
  numbers.erase(0);
  return numbers;
}

std::vector<std::string> messages_with_body(store::Session& sql, const store::Dossier& dossier) {
  Condition condition;
  condition.equals("dossier", dossier.id);
  condition.equals("tenant", dossier.tenant);
  std::vector<std::string> ids;
  for (const auto& entry : entries(sql, Seek{Key::dossier, {dossier.id}}, condition, 0, last_seq(sql) + 1,
                                   true, std::numeric_limits<int>::max()))
    if (entry.body_kept) ids.push_back(entry.message_id);
  return ids;
}

void remove_dead_letters(store::Session& sql, const store::Dossier& dossier) {
  for (const auto& [subscription, position] : sql.all<std::string, std::int64_t>(
           {"forget.remove_dead_letters.read",
            "SELECT l.subscription, l.position FROM dead_letter l JOIN event e ON e.id = l.event"
            " WHERE e.tenant = :t AND e.dossier = :d"},
           dossier.tenant, dossier.id))
    remove_dead_letter(sql, subscription, position);
}

void remove(store::Session& sql, const store::Sealing& sealing, const store::Dossier& dossier,
            Forgotten& forgotten) {
  const auto messages = messages_with_body(sql, dossier);
  for (const auto number : keys_of(sql, dossier, messages))
    sql.run({"forget.remove.put_gone",
             "INSERT INTO dossier_key_gone (number) VALUES (:n)"
             " ON CONFLICT (number) DO NOTHING"},
            number);
  for (const auto& id : messages) {
    if (!sql.one<int>(
            {"forget.remove.read_body", "SELECT 1 FROM body WHERE message_id = :id AND removed = ''"}, id))
      continue;
    sql.run(
        {"forget.remove.change_body", "UPDATE body SET sealed = '', removed = :mark WHERE message_id = :id"},
        removal_mark(sealing.keys, id), id);
    ++forgotten.bodies;
  }
  remove_dead_letters(sql, dossier);
  ++forgotten.dossiers;
  forgotten.objects += counted(
      sql, {"forget.remove.count_objects", "SELECT COUNT(*) FROM object WHERE tenant = :t AND dossier = :d"},
      dossier);
  forgotten.events += counted(
      sql, {"forget.remove.count_events", "SELECT COUNT(*) FROM event WHERE tenant = :t AND dossier = :d"},
      dossier);
  for (const auto& lane : sql.list<std::string>(
           {"forget.remove.read_events", "SELECT id FROM event WHERE tenant = :t AND dossier = :d"},
           dossier.tenant, dossier.id))
    sql.run({"forget.remove.remove_lanes_of_events",
             "DELETE FROM lane WHERE lane = :l AND subscription IN (SELECT id FROM subscription)"},
            lane);
  sql.run({"forget.remove.remove_lanes",
           "DELETE FROM lane WHERE lane = :d AND subscription IN (SELECT id FROM subscription)"},
          dossier.id);
  for (const char* text : {"DELETE FROM object WHERE tenant = :t AND dossier = :d",
                           "DELETE FROM statement WHERE tenant = :t AND dossier = :d",
                           "DELETE FROM klok WHERE tenant = :t AND dossier = :d",
                           "DELETE FROM event WHERE tenant = :t AND dossier = :d",
                           "DELETE FROM schoolrij WHERE tenant = :t AND dossier = :d",
                           "DELETE FROM melding WHERE tenant = :t AND dossier = :d",
                           "DELETE FROM question WHERE tenant = :t AND dossier = :d",
                           "DELETE FROM asked WHERE tenant = :t AND dossier = :d",
                           "DELETE FROM dossier_number WHERE tenant = :t AND dossier = :d",
                           "DELETE FROM dossier WHERE tenant = :t AND id = :d"})
    sql.run({"forget.remove.remove_rows", text}, dossier.tenant, dossier.id);
}

}  // namespace

std::string to_text(const Forgotten& forgotten) {
  return schemas::counted(forgotten.dossiers, "dossier", "dossiers") + ", " +
         schemas::counted(forgotten.objects, "gegeven", "gegevens") + ", " +
         schemas::counted(forgotten.events, "gebeurtenis", "gebeurtenissen") + " en " +
         schemas::counted(forgotten.bodies, "inhoud", "inhouden");
}

std::expected<Forgotten, std::string> forget_person(store::Session& sql, const store::Sealing& sealing,
                                                    const store::Dossier& dossier,
                                                    const std::vector<Hold>& holds) {
  const auto all = all_of_person(sql, sealing, dossier);
  for (const auto& each : all)
    if (auto first = in_the_way(sql, each, holds); !first.empty()) return std::unexpected(std::move(first));
  Forgotten forgotten;
  for (const auto& each : all) remove(sql, sealing, each, forgotten);
  return forgotten;
}

std::expected<Forgotten, std::string> forget_dossier(store::Session& sql, const store::Sealing& sealing,
                                                     const store::Dossier& dossier,
                                                     const std::vector<Hold>& holds) {
  if (auto first = in_the_way(sql, dossier, holds); !first.empty()) return std::unexpected(std::move(first));
  Forgotten forgotten;
  remove(sql, sealing, dossier, forgotten);
  return forgotten;
}

std::int64_t forget_dark(store::Session& sql, const store::Sealing& sealing) {
  sql.settle();
  Forgotten forgotten;
  constexpr int in_one_go = 500;
  std::pair<std::string, std::string> last;
  for (;;) {
    const auto rows = sql.all<std::string, std::string, std::int64_t, std::string>(
        {"forget.forget_dark.read",
         "SELECT tenant, id, key_number, sealed_subject FROM dossier WHERE (tenant, id) > (:t, :i)"
         " ORDER BY tenant, id LIMIT :count"},
        last.first, last.second, in_one_go);
    // What was damaged may stand behind itself.
    if (rows.empty() || std::pair(std::get<0>(rows.back()), std::get<1>(rows.back())) <= last) break;
    for (const auto& [tenant, id, key, sealed] : rows) {
      last = {tenant, id};
      if (!sealing.keys.is_dark(sealed)) continue;
      store::Dossier dossier;
      dossier.tenant = tenant;
      dossier.id = id;
      dossier.key = key;
      sql.run(
          {"forget.forget_dark.remove_deliveries",
           "DELETE FROM delivery WHERE event IN (SELECT id FROM event WHERE tenant = :t AND dossier = :d)"},
          tenant, id);
      sql.run(
          {"forget.forget_dark.remove_followed", "DELETE FROM followed WHERE tenant = :t AND dossier = :d"},
          tenant, id);
      remove(sql, sealing, dossier, forgotten);
    }
  }
  if (forgotten.dossiers > 0)
    sql.run(
        {"forget.forget_dark.count_anew",
         "UPDATE subscription_queue SET waiting = (SELECT COUNT(*) FROM delivery d WHERE d.subscription = "
         "subscription_queue.subscription)"});
  return forgotten.dossiers;
}

void remove_dead_letter(store::Session& sql, std::string_view subscription, std::int64_t position) {
  sql.run({"forget.remove_dead_letter.remove",
           "DELETE FROM dead_letter WHERE subscription = :s AND position = :p"},
          subscription, position);
  sql.run({"forget.remove_dead_letter.change_queue",
           "UPDATE subscription_queue SET dead = dead - 1 WHERE subscription = :s"},
          subscription);
}

std::vector<Ended> ended_after(store::Session& sql, const Ended& after, int count) {
  std::vector<Ended> found;
  for (auto& [tenant, id, closed] : sql.all<std::string, std::string, std::string>(
           {"forget.ended_after",
            "SELECT tenant, id, closed FROM dossier WHERE (tenant, id) > (:t, :i) AND closed <> ''"
            " ORDER BY tenant, id LIMIT :count"},
           after.tenant, after.id, count))
    // What was damaged may stand behind itself.
    if (std::pair(tenant, id) > std::pair(after.tenant, after.id))
      found.push_back({std::move(tenant), std::move(id), std::move(closed)});
  return found;
}

}  // namespace inburgering::gateway::log
