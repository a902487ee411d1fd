#include "gateway/store/reseal.h"

#include <algorithm>
#include <optional>
#include <stdexcept>
#include <tuple>
#include <utility>
#include <vector>

namespace inburgering::gateway::store {
namespace {

constexpr int in_one_go = 100;

/// Where sealed values stand. The names of columns that tell their row (in the order of its key), the place
/// that a value is bound to, and the number of the key of the dossier that it is about (0 = of none), as SQL
/// says these.
struct SealedColumn {
  std::string_view table, column;
  std::vector<std::string_view> key;
  std::string_view place;
  std::string_view dossier_key = "0";
};

const std::vector<SealedColumn>& sealed_columns() {
  static const std::vector<SealedColumn> all{
      {"dossier", "sealed_subject", {"tenant", "id"}, "'dossier:' || id", "key_number"},
      {"object",
       "sealed",
       {"tenant", "dossier", "objecttype", "key_hash"},
       "'object:' || dossier || ':' || objecttype || ':' || key_hash",
       "(SELECT d.key_number FROM dossier d WHERE d.tenant = object.tenant AND d.id = object.dossier)"},
      {"statement",
       "sealed",
       {"tenant", "dossier", "objecttype", "key_hash"},
       "'statement:' || dossier || ':' || objecttype || ':' || key_hash",
       "(SELECT d.key_number FROM dossier d WHERE d.tenant = statement.tenant AND d.id = statement.dossier)"},
      {"event",
       "sealed",
       {"id"},
       "'event:' || id",
       "(SELECT d.key_number FROM dossier d WHERE d.tenant = event.tenant AND d.id = event.dossier)"},
      {"body",
       "sealed",
       {"message_id"},
       "'body:' || message_id",
       "(SELECT d.key_number FROM log l JOIN dossier d ON d.tenant = l.tenant AND d.id = l.dossier"
       " WHERE l.message_id = body.message_id)"},
      {"received", "answer", {"tenant", "sender_hash"}, "'answer:' || message_id"},
      {"bestand", "sealed", {"id"}, "'bestand:' || id"},
      {"schoolrij",
       "sealed",
       {"tenant", "school", "resource", "kenmerk"},
       "'rij:' || message_id",
       "(SELECT d.key_number FROM dossier d WHERE d.tenant = schoolrij.tenant AND d.id = schoolrij.dossier)"},
      {"melding",
       "sealed",
       {"id"},
       "'melding:' || id",
       "(SELECT d.key_number FROM dossier d WHERE d.tenant = melding.tenant AND d.id = melding.dossier)"},
      {"melding",
       "sealed_note",
       {"id"},
       "'toelichting:' || id",
       "(SELECT d.key_number FROM dossier d WHERE d.tenant = melding.tenant AND d.id = melding.dossier)"},
      {"subscription", "access", {"id"}, "'toegang:' || id"},
      {"log_before", "sealed", {"seq"}, "'log_before:' || seq"},
      {"log_before_proof", "sealed", {"kind", "seq"}, "'log_before_proof:' || kind || ':' || seq"},
      {"store_key", "sealed_find", {"id"}, "'store_key:find'"},
  };
  return all;
}

struct SealedRow {
  std::vector<std::string> key;
  std::string place, sealed;
  std::int64_t dossier_key = 0;  ///< that it should be sealed under
};

/// Calls with as many places as a key has columns.
template <class Call>
void with_length(std::size_t length, Call&& call) {
  switch (length) {
    case 1:
      return call(std::make_index_sequence<1>());
    case 2:
      return call(std::make_index_sequence<2>());
    case 4:
      return call(std::make_index_sequence<4>());
    default:
      throw std::logic_error("no key of a sealed value has so many columns");
  }
}

std::string names_of(const SealedColumn& column, std::string_view before = "") {
  std::string text;
  for (const auto& name : column.key)
    text += (text.empty() ? "" : ", ") + std::string(before) + std::string(name);
  return text;
}

/// The next rows after one, in the order of their key.
std::vector<SealedRow> rows_after(Session& sql, const SealedColumn& column,
                                  const std::optional<SealedRow>& after) {
  std::vector<SealedRow> rows;
  const auto text =
      "SELECT " + std::string(column.place) + ", " + std::string(column.column) + ", COALESCE(" +
      std::string(column.dossier_key) + ", 0), " + names_of(column) + " FROM " + std::string(column.table) +
      (after ? " WHERE (" + names_of(column) + ") > (" + names_of(column, ":") + ")" : std::string()) +
      " ORDER BY " + names_of(column) + " LIMIT :count";
  with_length(column.key.size(), [&]<std::size_t... I>(std::index_sequence<I...>) {
    const Statement statement{"reseal.rows_after", text};
    const auto take = [&](const auto& found) {
      for (const auto& each : found)
        rows.push_back({{std::get<I + 3>(each)...}, std::get<0>(each), std::get<1>(each), std::get<2>(each)});
    };
    if (after)
      take(sql.all<std::string, std::string, std::int64_t, decltype((void)I, std::string())...>(
          statement, after->key[I]..., in_one_go));
    else
      take(sql.all<std::string, std::string, std::int64_t, decltype((void)I, std::string())...>(statement,
                                                                                                in_one_go));
  });
  return rows;
}

void put_sealed(Session& sql, const SealedColumn& column, const SealedRow& row, const std::string& sealed) {
  std::string where;
  for (const auto& name : column.key)
    where += (where.empty() ? "" : " AND ") + std::string(name) + " = :" + std::string(name);
  const auto text = "UPDATE " + std::string(column.table) + " SET " + std::string(column.column) +
                    " = :sealed WHERE " + where;
  with_length(column.key.size(), [&]<std::size_t... I>(std::index_sequence<I...>) {
    sql.run({"reseal.put", text}, Bytes{sealed}, row.key[I]...);
  });
}

/// Answers of before they were sealed stand as they are; and what is empty says nothing.
bool is_sealed(const std::string& value) { return !value.empty() && value[0] != '{' && value[0] != '<'; }

/// By the secret, not by its name: another key may have had the same.
bool opens_by_present(const Keys& keys, const SealedRow& row) {
  return keys.open_with(0, row.sealed, row.place).has_value();
}

/// Under the present key, or that of its dossier.
bool is_present(const Keys& keys, const SealedRow& row) {
  return (row.dossier_key == 0 || Keys::dossier_key_of(row.sealed) == row.dossier_key) &&
         opens_by_present(keys, row);
}

std::optional<std::string> opened_by(const Keys& keys, const SealedRow& row, std::size_t first) {
  for (std::size_t i = first; i < keys.names().size(); ++i)
    if (auto plain = keys.open_with(i, row.sealed, row.place)) return plain;
  return std::nullopt;
}

template <class See>
void see_all(Session& sql, See&& see) {
  for (const auto& column : sealed_columns()) {
    std::optional<SealedRow> after;
    for (auto rows = rows_after(sql, column, after); !rows.empty(); rows = rows_after(sql, column, after)) {
      for (const auto& row : rows)
        if (is_sealed(row.sealed)) see(row);
      after = std::move(rows.back());
    }
  }
}

}  // namespace

std::map<std::string, std::int64_t> sealed_under(Session& sql, const Keys& keys) {
  std::map<std::string, std::int64_t> count;
  see_all(sql, [&](const SealedRow& row) { ++count[keys.key_of(row.sealed)]; });
  return count;
}

Unopened unopened(Session& sql, const Keys& keys, const std::function<void(std::int64_t)>& progress) {
  Unopened found;
  std::int64_t looked_at = 0;
  for (const auto& column : sealed_columns()) {
    std::optional<SealedRow> last;
    for (auto rows = rows_after(sql, column, last); !rows.empty(); rows = rows_after(sql, column, last)) {
      for (const auto& row : rows) {
        ++looked_at;
        if (!is_sealed(row.sealed) || keys.is_dark(row.sealed) || opened_by(keys, row, 0)) continue;
        ++found.by_table[std::string(column.table)];
        if (keys.is_lost(row.sealed)) ++found.by_lost_key[Keys::dossier_key_of(row.sealed)];
      }
      progress(looked_at);
      // What was damaged may stand behind itself.
      if (last && rows.back().key <= last->key) break;
      last = std::move(rows.back());
    }
  }
  return found;
}

std::set<std::int64_t> dossier_keys_in_use(Session& sql) {
  std::set<std::int64_t> numbers;
  for (const auto& column : sealed_columns()) {
    const std::string name(column.column);
    // A store of an older version has not all of them.
    if (!sql.engine().has_table(column.table) || !sql.engine().has_column(column.table, column.column))
      continue;
    for (const auto& front : sql.list<std::string>(
             {"reseal.dossier_keys_in_use",
              "SELECT DISTINCT substr(" + name + ", 1, 9) FROM " + std::string(column.table)}))
      numbers.insert(Keys::dossier_key_of(front));
  }
  numbers.erase(0);
  return numbers;
}

bool needs_former_key(Session& sql, const Keys& keys) {
  // Until it is kept, what things are found by follows from a former key.
  bool needs = keys.names().size() > 1 &&
               sql.one<std::string>({"reseal.needs_former_key", "SELECT sealed_find FROM store_key"}) == "";
  see_all(sql, [&](const SealedRow& row) {
    needs = needs || (!opens_by_present(keys, row) && opened_by(keys, row, 1));
  });
  return needs;
}

namespace {

/// Each dossier has a key of its own from here on that the present key of the store opens. What stands there
/// already follows.
bool give_dossier_keys(Session& reader, const Writer::Write& write, const Sealing& sealing, Resealed& all,
                       const std::function<bool(const Resealed&)>& goes_on) {
  if (!sealing.keys.per_dossier()) return true;
  std::string tenant;
  std::string id;
  for (;;) {
    const auto rows = reader.all<std::string, std::string, std::int64_t>(
        {"reseal.give_dossier_keys.read",
         "SELECT tenant, id, key_number FROM dossier WHERE (tenant, id) > (:tenant, :id)"
         " ORDER BY tenant, id LIMIT :count"},
        tenant, id, in_one_go);
    // What was damaged may stand behind itself.
    if (rows.empty() ||
        std::pair(std::get<0>(rows.back()), std::get<1>(rows.back())) <= std::pair(tenant, id))
      return true;
    std::vector<std::tuple<std::string, std::string, std::int64_t>> fresh;
    for (const auto& [of, each, number] : rows) {
      // One that was lost may be put back: until then no other comes in its place.
      if (!sealing.keys.is_present(number) && !sealing.keys.is_lost(number))
        fresh.emplace_back(of, each, sealing.keys.new_dossier_key(sealing.surroundings.random));
      tenant = of;
      id = each;
    }
    if (fresh.empty()) continue;
    // What was decided on the former key is overtaken.
    write([&](Session& sql) {
      for (const auto& [of, each, number] : fresh)
        sql.run({"reseal.give_dossier_keys.put",
                 "UPDATE dossier SET key_number = :number, version = version + 1 WHERE tenant = :tenant AND "
                 "id = :id"},
                number, of, each);
    });
    all.keys += static_cast<std::int64_t>(fresh.size());
    if (!goes_on(all)) return false;
  }
}

}  // namespace

Resealed reseal(const Database& database, const Writer::Write& write, const Sealing& sealing,
                const std::function<bool(const Resealed&)>& goes_on) {
  Resealed all;
  const auto reader = database.session();
  if (!give_dossier_keys(*reader, write, sealing, all, goes_on)) return all;
  for (const auto& column : sealed_columns()) {
    std::optional<SealedRow> after;
    for (auto rows = rows_after(*reader, column, after); !rows.empty();
         rows = rows_after(*reader, column, after)) {
      const bool some = std::ranges::any_of(rows, [&](const SealedRow& row) {
        return is_sealed(row.sealed) && !is_present(sealing.keys, row);
      });
      if (some) {
        Resealed done;
        // Read again where nothing can come between.
        write([&](Session& sql) {
          done = {};
          for (const auto& row : rows_after(sql, column, after)) {
            if (!is_sealed(row.sealed) || is_present(sealing.keys, row)) continue;
            const auto plain = opened_by(sealing.keys, row, 0);
            if (!plain) {
              ++done.unreadable;
              continue;
            }
            put_sealed(sql, column, row,
                       sealing.keys.seal(*plain, row.place, sealing.surroundings.random, row.dossier_key));
            ++done.anew;
          }
        });
        all.anew += done.anew;
        all.unreadable += done.unreadable;
        if (!goes_on(all)) return all;
      }
      after = std::move(rows.back());
    }
  }
  return all;
}

}  // namespace inburgering::gateway::store
