#include "gateway/store/own_key.h"

#include <algorithm>
#include <optional>
#include <sstream>
#include <vector>

#include "gateway/store/copy.h"
#include "gateway/store/former_hashes.h"

namespace inburgering::gateway::store {
namespace {

std::string proof_of(const Keys& keys) { return keys.find_hash("inburgering-gateway store 1"); }

std::string another(const StorePlace& place, const std::string& wants, const Keys& keys) {
  return "opslag " + place.name() + " is met een andere sleutel gemaakt: zij vraagt sleutel " + wants +
         ", en de sleutel in store.key " +
         (wants == keys.id() ? "heet ook zo, maar is een andere" : "heet " + keys.id()) +
         "; zet de sleutel terug die bij deze opslag hoort. Er is niets geopend en niets veranderd";
}

/// What the store knows of its key; a store of an older version, which is only looked at, may have no place
/// for it yet.
struct Known {
  std::string id, proof, sealed_find, needs;
};
std::optional<Known> known_key(Session& sql) {
  if (!sql.engine().has_table("store_key")) return std::nullopt;
  const auto found =
      sql.engine().has_column("store_key", "sealed_find")
          ? sql.one<std::string, std::string, std::string, std::string>(
                {"own_key.known_key.read_store_key", "SELECT id, proof, sealed_find, needs FROM store_key"})
          : sql.one<std::string, std::string, std::string, std::string>(
                {"own_key.known_key.read_former_store_key", "SELECT id, proof, '', '' FROM store_key"});
  if (!found) return std::nullopt;
  return Known{std::get<0>(*found), std::get<1>(*found), std::get<2>(*found), std::get<3>(*found)};
}

/// The marks that stand in a text.
std::vector<std::string> marks_in(const std::string& text) {
  std::vector<std::string> marks;
  std::istringstream in(text);
  for (std::string mark; in >> mark;) marks.push_back(std::move(mark));
  return marks;
}

/// Whether things are found in the store with these keys; from then on they are.
bool finds(const Known& known, Keys& keys) {
  if (!known.sealed_find.empty())
    return keys.find_by_sealed(known.sealed_find) && same_secret(known.proof, proof_of(keys));
  for (std::size_t i = 0; i < keys.names().size(); ++i) {
    keys.find_by(i);
    if (same_secret(known.proof, proof_of(keys))) return true;
  }
  keys.find_by(0);
  return false;
}

std::expected<void, std::string> is_own(Session& sql, const StorePlace& place, Keys& keys) {
  if (sql.engine().has_table("change_counter") && is_half_a_copy(sql))
    return std::unexpected("opslag " + place.name() +
                           " is een kopie die nog niet af is: geef store copy opnieuw, dan gaat die verder");
  if (const auto known = known_key(sql)) {
    if (!finds(*known, keys)) return std::unexpected(another(place, known->id, keys));
    const auto there = keys.marks();
    for (const auto& mark : marks_in(known->needs))
      if (std::ranges::find(there, mark) == there.end())
        return std::unexpected(
            "opslag " + place.name() +
            " heeft nog een vorige sleutel nodig die niet in store.key staat: zet haar regel terug. "
            "Zij kan pas weg na store drop-key");
    return {};
  }
  // A dossier stays as long as the person is kept; a body may be gone by its term. One damaged row decides
  // nothing.
  std::optional<std::string> wants;
  for (const auto& [text, bound_to] :
       {std::pair{"SELECT id, sealed_subject FROM dossier LIMIT 10", "dossier:"},
        std::pair{"SELECT message_id, sealed FROM body WHERE sealed <> '' LIMIT 10", "body:"}})
    for (const auto& [id, sealed] : sql.all<std::string, std::string>({"own_key.is_own.x", text})) {
      for (std::size_t i = 0; i < keys.names().size(); ++i)
        if (keys.open_with(i, sealed, bound_to + id)) {
          keys.find_by(i);
          return {};
        }
      wants = keys.key_of(sealed);
    }
  if (wants) return std::unexpected(another(place, *wants, keys));
  return {};
}

/// The number of the key of a dossier of late; 0 when there are no such keys. Ids rise with time, and numbers
/// with them.
std::int64_t late_dossier_key(Session& sql) {
  std::int64_t number = 0;
  std::string tenant;
  for (;;) {
    auto next = sql.one<std::string>({"own_key.late_dossier_key.next_tenant",
                                      "SELECT tenant FROM dossier WHERE tenant > :t ORDER BY tenant LIMIT 1"},
                                     tenant);
    // What was damaged may stand behind itself.
    if (!next || *next <= tenant) break;
    tenant = std::move(*next);
    number = std::max(number, sql.one<std::int64_t>({"own_key.late_dossier_key.read",
                                                     "SELECT key_number FROM dossier WHERE tenant = :t ORDER "
                                                     "BY id DESC LIMIT 1"},
                                                    tenant)
                                  .value_or(0));
  }
  return number;
}

/// From here on dossiers have keys of their own. Lost, they would only be missed when somebody asks.
std::expected<void, std::string> use_dossier_keys(Session& sql, const StorePlace& place, const Keys& keys) {
  if (auto missing = missing_dossier_keys(sql, place); !missing.empty())
    return std::unexpected(std::move(missing));
  keys.use(dossier_keys(place));
  return {};
}

}  // namespace

std::string missing_dossier_keys(Session& sql, const StorePlace& place) {
  const auto dossiers = dossier_keys(place);
  const auto number = sql.engine().has_table("dossier_key_gone") ? late_dossier_key(sql) : 0;
  if (number <= dossiers->count()) return {};
  return "bij opslag " + place.name() + " hoort " + dossiers->name() +
         " met een sleutel voor elk dossier, en dat " +
         (dossiers->count() == 0 ? "is er niet" : "is ouder dan de opslag") +
         ": zet het nieuwste terug dat er was. Er is niets geopend en niets veranderd";
}

std::string present_key(Session& sql) {
  return sql.one<std::string>({"own_key.present_key", "SELECT id FROM store_key"}).value_or("");
}

std::int64_t count_lost_keys(Session& sql, const Keys& keys) {
  return std::ranges::count_if(
      sql.list<std::int64_t>(
          {"own_key.count_lost_keys", "SELECT key_number FROM dossier WHERE key_number > 0"}),
      [&](std::int64_t number) { return keys.is_lost(number); });
}

bool is_per_dossier(Session& sql) {
  return sql.one<int>({"own_key.is_per_dossier", "SELECT per_dossier FROM store_key"}).value_or(0) == 1;
}

void set_per_dossier(Session& sql) {
  sql.run({"own_key.set_per_dossier", "UPDATE store_key SET per_dossier = 1"});
}

void destroy_gone_keys(Session& sql, const Keys& keys) {
  const auto gone = sql.list<std::int64_t>(
      {"own_key.destroy_gone_keys.read", "SELECT number FROM dossier_key_gone ORDER BY number"});
  if (gone.empty()) return;
  keys.destroy(gone);
  for (const auto number : gone)
    sql.run({"own_key.destroy_gone_keys.remove", "DELETE FROM dossier_key_gone WHERE number = :n"}, number);
}

std::expected<void, std::string> judge_key(Session& sql, const StorePlace& place, Keys& keys) {
  if (auto own = is_own(sql, place, keys); !own) return own;
  if (has_former_hashes(sql))
    return std::unexpected(
        "opslag " + place.name() +
        " is van een vorige versie en nog niet helemaal overgenomen: start de gateway (serve), "
        "dan gaat dat verder. Tot zolang wordt hier niemand gevonden");
  return use_dossier_keys(sql, place, keys);
}

std::expected<void, std::string> prove_key(Session& sql, const StorePlace& place, Keys& keys) {
  if (auto own = is_own(sql, place, keys); !own) return own;
  if (!sql.one<std::string>({"own_key.prove_key.read_store_key", "SELECT id FROM store_key"}))
    sql.run({"own_key.prove_key.put_store_key", "INSERT INTO store_key (id, proof) VALUES (:i, :p)"},
            keys.id(), proof_of(keys));
  return use_dossier_keys(sql, place, keys);
}

void belong_to_present(Session& sql, const Sealing& sealing) {
  auto needs = marks_in(
      sql.one<std::string>({"own_key.belong_to_present.read", "SELECT needs FROM store_key"}).value_or(""));
  const auto marks = sealing.keys.marks();
  for (std::size_t i = 1; i < marks.size(); ++i)
    if (std::ranges::find(needs, marks[i]) == needs.end()) needs.push_back(marks[i]);
  // One that was former may be put in front again.
  std::erase(needs, marks.front());
  std::string text;
  for (const auto& mark : needs) text += (text.empty() ? "" : " ") + mark;
  sql.run({"own_key.belong_to_present", "UPDATE store_key SET id = :i, sealed_find = :f, needs = :n"},
          sealing.keys.id(), Bytes{sealing.keys.sealed_find_key(sealing.surroundings.random)}, text);
}

void need_no_former(Session& sql) { sql.run({"own_key.need_no_former", "UPDATE store_key SET needs = ''"}); }

}  // namespace inburgering::gateway::store
