#include "gateway/store/copy.h"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>

#include "gateway/store/dossier_keys.h"

namespace inburgering::gateway::store {
namespace {

constexpr std::int64_t rows_at_once = 1'000;
constexpr std::string_view unfinished = "kopie";

/// A value of any kind, as it stands.
struct Value {
  Run::Kind kind = Run::Kind::nothing;
  std::int64_t number = 0;
  std::string text{};
};
using Row = std::vector<Value>;

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const auto& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

void bind(Execution& execution, const Value& value) {
  switch (value.kind) {
    case Run::Kind::nothing:
      return execution.bind_null();
    case Run::Kind::number:
      return execution.bind(value.number);
    case Run::Kind::text:
      return execution.bind(std::string_view(value.text));
    case Run::Kind::bytes:
      return execution.bind(Bytes{value.text});
  }
}

Row row_of(const Execution& found, std::size_t columns) {
  Row row(columns);
  for (std::size_t i = 0; i < columns; ++i) {
    const auto column = static_cast<int>(i);
    row[i].kind = found.kind(column);
    if (row[i].kind == Run::Kind::number)
      row[i].number = found.number(column);
    else if (row[i].kind != Run::Kind::nothing)
      row[i].text = found.text(column);
  }
  return row;
}

/// The values of the key, in the order of the key.
Row key_of(const Table& table, const Row& row) {
  Row key;
  for (const auto& name : table.key)
    key.push_back(
        row[static_cast<std::size_t>(std::ranges::find(table.columns, name) - table.columns.begin())]);
  return key;
}

/// The next rows of a table in the order of its key; of one without a key all there are.
std::vector<Row> rows_after(Session& sql, const Table& table, const std::optional<Row>& after) {
  auto text = "SELECT " + joined(table.columns) + " FROM " + table.name;
  if (after && !table.key.empty()) {
    std::string places;
    for (std::size_t i = 0; i < table.key.size(); ++i) places += places.empty() ? "?" : ", ?";
    text += " WHERE (" + joined(table.key) + ") > (" + places + ")";
  }
  if (!table.key.empty()) text += " ORDER BY " + joined(table.key);
  Execution found(sql, {"copy.read", text + " LIMIT ?"});
  if (after)
    for (const auto& value : *after) bind(found, value);
  found.bind(rows_at_once);
  std::vector<Row> rows;
  while (found.next()) rows.push_back(row_of(found, table.columns.size()));
  return rows;
}

std::optional<Row> last_of(Session& sql, const Table& table) {
  if (table.key.empty()) return std::nullopt;
  std::string order;
  for (const auto& name : table.key) order += (order.empty() ? "" : ", ") + name + " DESC";
  Execution found(sql, {"copy.read_last", "SELECT " + joined(table.key) + " FROM " + table.name +
                                              " ORDER BY " + order + " LIMIT 1"});
  return found.next() ? std::optional(row_of(found, table.key.size())) : std::nullopt;
}

std::int64_t count(Session& sql, const std::string& table) {
  return sql.one<std::int64_t>({"copy.count", "SELECT COUNT(*) FROM " + table}).value_or(0);
}

void put(Session& sql, const Table& table, const std::vector<Row>& rows) {
  std::string places;
  for (std::size_t i = 0; i < table.columns.size(); ++i) places += places.empty() ? "?" : ", ?";
  const auto text = "INSERT INTO " + table.name + " (" + joined(table.columns) + ") VALUES (" + places + ")";
  for (const auto& row : rows) {
    Execution insert(sql, {"copy.put", text});
    for (const auto& value : row) bind(insert, value);
    insert.finish();
  }
}

/// Over all values of all rows, in their order.
std::string digest_of(Session& sql, const Table& table) {
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
  EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr);
  std::optional<Row> after;
  for (auto rows = rows_after(sql, table, after); !rows.empty(); rows = rows_after(sql, table, after)) {
    for (const auto& row : rows)
      for (const auto& value : row) {
        // Each with its length before it. An engine may keep as bytes what the other keeps as text.
        auto said = value.kind == Run::Kind::number ? std::to_string(value.number) : value.text;
        said = std::to_string(value.kind == Run::Kind::nothing ? -1 : static_cast<long>(said.size())) + ':' +
               said;
        EVP_DigestUpdate(context.get(), said.data(), said.size());
      }
    if (table.key.empty()) break;
    after = key_of(table, rows.back());
  }
  std::array<unsigned char, 32> digest{};
  EVP_DigestFinal_ex(context.get(), digest.data(), nullptr);
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

/// What both have, in the columns of the one that is read.
std::vector<Table> tables_of_both(Session& from, Session& to) {
  auto tables = from.engine().tables();
  const auto there = to.engine().tables();
  for (const auto& table : tables) {
    const auto found = std::ranges::find(there, table.name, &Table::name);
    if (found == there.end()) {
      if (table.name.starts_with("former_") && count(from, table.name) == 0) continue;
      throw std::runtime_error("tabel " + table.name +
                               " is er in het doel niet: start de gateway eerst met deze "
                               "versie op de bron, dan wordt die bijgewerkt");
    }
    auto columns = table.columns;
    auto others = found->columns;
    std::ranges::sort(columns);
    std::ranges::sort(others);
    if (columns != others || table.key != found->key)
      throw std::runtime_error("tabel " + table.name + " heeft in het doel andere kolommen");
  }
  std::erase_if(tables, [&](const Table& table) {
    return std::ranges::find(there, table.name, &Table::name) == there.end();
  });
  return tables;
}

/// What a new store begins with goes; from then on it is known for half a copy.
void begin(Session& to, const std::vector<Table>& tables) {
  if (is_half_a_copy(to)) return;
  for (const auto* table : {"log", "dossier", "received", "subscription", "store_key"})
    if (count(to, table) > 0)
      throw NotEmpty("het doel is niet leeg: er staat al iets in " + std::string(table) +
                     "; neem een lege plaats, of maak deze zelf leeg. Er is niets veranderd");
  transact(to, [&] {
    for (const auto& table : tables) to.run({"copy.empty", "DELETE FROM " + table.name});
    to.run({"copy.mark", "INSERT INTO change_counter (name, value) VALUES (:mark, 1)"}, unfinished);
  });
}

/// Reads at one moment of the source, as long as this lives.
struct View {
  Session& sql;
  bool open;
  View(Session& session, bool wanted) : sql(session), open(wanted) {
    if (open) sql.begin_view();
  }
  View(const View&) = delete;
  View& operator=(const View&) = delete;
  ~View() {
    if (open) sql.end_view();
  }
};

}  // namespace

void copy_dossier_keys(const StorePlace& from, const StorePlace& to) {
  constexpr std::int64_t keys_at_once = 64;
  const auto source = dossier_keys(from);
  const auto target = dossier_keys(to);
  const auto all = source->count();
  // A number whose key was destroyed is never given again; what was lost stays so.
  const auto of = [&](std::int64_t number) {
    return source->read(number).value_or(std::string(DossierKeys::no_record));
  };
  while (target->count() < all) target->add(std::min(keys_at_once, all - target->count()), of);
  std::vector<std::int64_t> gone;
  for (std::int64_t number = 1; number <= all; ++number) {
    const auto there = source->read(number);
    if (!there && source->is_destroyed(number))
      gone.push_back(number);
    else if (target->read(number) != there)
      throw std::runtime_error("sleutel " + std::to_string(number) +
                               " van een dossier is niet goed overgekomen");
  }
  target->destroy(gone);
}

bool is_half_a_copy(Session& sql) {
  return sql
      .one<std::int64_t>({"copy.is_half", "SELECT value FROM change_counter WHERE name = :mark"}, unfinished)
      .has_value();
}

std::vector<Copied> copy(const Database& from, const Database& to,
                         const std::function<void(std::int64_t, std::int64_t)>& progress, Source how) {
  const auto source = from.session();
  const auto target = to.session();
  for (auto* session : {source.get(), target.get()}) session->engine().take_your_time();
  if (is_half_a_copy(*source))
    throw std::runtime_error("de bron is zelf een kopie die is afgebroken; maak die eerst af");
  const auto tables = tables_of_both(*source, *target);
  begin(*target, tables);
  if (how == Source::still) copy_dossier_keys(from.place(), to.place());
  const View view(*source, how == Source::in_use);
  std::int64_t of = 0;
  for (const auto& table : tables) of += count(*source, table.name);
  std::int64_t done = 0;
  for (const auto& table : tables) {
    // The mark itself stands in this one: it is written anew at the end.
    if (table.name == "change_counter") continue;
    done += count(*target, table.name);
    if (table.key.empty() && count(*target, table.name) > 0) continue;
    auto after = last_of(*target, table);
    for (auto rows = rows_after(*source, table, after); !rows.empty();
         rows = rows_after(*source, table, after)) {
      try {
        transact(*target, [&] { put(*target, table, rows); });
      } catch (const Failure& failure) {
        if (!failure.lasting()) throw;
        throw std::runtime_error("een rij van tabel " + table.name +
                                 " past niet in het doel: " + failure.what());
      }
      done += static_cast<std::int64_t>(rows.size());
      progress(done, of);
      if (table.key.empty()) break;
      after = key_of(table, rows.back());
    }
  }
  std::vector<Copied> copied;
  for (const auto& table : tables)
    if (table.name != "change_counter")
      copied.push_back(
          {table.name, count(*target, table.name), digest_of(*source, table) == digest_of(*target, table)});
  // Where not all is the same nobody may begin to work with it.
  if (!std::ranges::all_of(copied, &Copied::same)) return copied;
  const auto counters = std::ranges::find(tables, "change_counter", &Table::name);
  transact(*target, [&] {
    target->engine().go_on_numbering();
    target->run({"copy.unmark", "DELETE FROM change_counter"});
    put(*target, *counters, rows_after(*source, *counters, {}));
  });
  return copied;
}

}  // namespace inburgering::gateway::store
