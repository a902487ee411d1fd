#include "gateway/store/former_hashes.h"

#include <algorithm>

#include "gateway/store/sealed.h"

namespace inburgering::gateway::store {
namespace {

constexpr int at_once = 500;

/// Moves the next rows that stand aside; answers how many there were.
using Step = std::int64_t (*)(Session& sql, const Sealing& sealing);

std::int64_t numbers(Session& sql, const Sealing& sealing) {
  const auto rows = sql.all<std::string, std::string, std::string>(
      {"former_hashes.numbers.read", "SELECT tenant, number_hash, dossier FROM former_number LIMIT :count"},
      at_once);
  for (const auto& [tenant, hash, dossier] : rows) {
    sql.run({"former_hashes.numbers.put",
             "INSERT INTO dossier_number (tenant, number_hash, dossier) VALUES (:t, :h, :d)"},
            tenant, sealing.keys.scoped(tenant, hash), dossier);
    sql.run(
        {"former_hashes.numbers.remove", "DELETE FROM former_number WHERE tenant = :t AND number_hash = :h"},
        tenant, hash);
  }
  return std::ssize(rows);
}

/// Sealed to the place with the new hash in it.
std::string moved(const Sealing& sealing, const std::string& sealed, const std::string& place,
                  const std::string& from, const std::string& to) {
  const auto plain = try_open(sealing.keys, sealed, place + from);
  return plain ? sealing.keys.seal(*plain, place + to, sealing.surroundings.random) : sealed;
}

std::int64_t objects(Session& sql, const Sealing& sealing) {
  const auto rows = sql.all<std::string, std::string, std::string, std::string, std::string, std::string>(
      {"former_hashes.objects.read",
       "SELECT tenant, dossier, objecttype, key_hash, feed, sealed FROM former_object LIMIT :count"},
      at_once);
  for (const auto& [tenant, dossier, type, hash, feed, sealed] : rows) {
    const auto scoped = sealing.keys.scoped(tenant, hash);
    const auto again = moved(sealing, sealed, "object:" + dossier + ":" + type + ":", hash, scoped);
    sql.run(
        {"former_hashes.objects.put",
         "INSERT INTO object (tenant, dossier, objecttype, key_hash, feed, sealed) VALUES (:t, :d, :o, :h, "
         ":f, :s)"},
        tenant, dossier, type, scoped, feed, Bytes{again});
    sql.run(
        {"former_hashes.objects.remove",
         "DELETE FROM former_object WHERE tenant = :t AND dossier = :d AND objecttype = :o AND key_hash = "
         ":h"},
        tenant, dossier, type, hash);
  }
  return std::ssize(rows);
}

std::int64_t statements(Session& sql, const Sealing& sealing) {
  const auto rows = sql.all<std::string, std::string, std::string, std::string, std::string>(
      {"former_hashes.statements.read",
       "SELECT tenant, dossier, objecttype, key_hash, sealed FROM former_statement LIMIT :count"},
      at_once);
  for (const auto& [tenant, dossier, type, hash, sealed] : rows) {
    const auto scoped = sealing.keys.scoped(tenant, hash);
    const auto again = moved(sealing, sealed, "statement:" + dossier + ":" + type + ":", hash, scoped);
    sql.run({"former_hashes.statements.put",
             "INSERT INTO statement (tenant, dossier, objecttype, key_hash, sealed) VALUES (:t, :d, :o, :h, "
             ":s)"},
            tenant, dossier, type, scoped, Bytes{again});
    sql.run(
        {"former_hashes.statements.remove",
         "DELETE FROM former_statement WHERE tenant = :t AND dossier = :d AND objecttype = :o AND key_hash "
         "= :h"},
        tenant, dossier, type, hash);
  }
  return std::ssize(rows);
}

std::int64_t received(Session& sql, const Sealing& sealing) {
  const auto rows = sql.all<std::string, std::string, std::string, int, std::string, std::string>(
      {"former_hashes.received.read",
       "SELECT tenant, sender_hash, digest, http_status, answer, message_id FROM former_received LIMIT "
       ":count"},
      at_once);
  for (const auto& [tenant, hash, digest, status, answer, message] : rows) {
    sql.run(
        {"former_hashes.received.put",
         "INSERT INTO received (tenant, sender_hash, digest, http_status, answer, message_id) VALUES (:t, "
         ":h, :d, :c, :a, :m)"},
        tenant, sealing.keys.scoped(tenant, hash),
        digest.empty() ? digest : sealing.keys.scoped(tenant, digest), status, Bytes{answer}, message);
    sql.run({"former_hashes.received.remove",
             "DELETE FROM former_received WHERE tenant = :t AND sender_hash = :h"},
            tenant, hash);
  }
  return std::ssize(rows);
}

std::int64_t answers(Session& sql, const Sealing& sealing) {
  const auto rows =
      sql.all<std::string, std::string, std::string, long long, std::string, std::string, long long>(
          {"former_hashes.answers.read",
           "SELECT tenant, dossier, resource, answered, outcome, answer_hash, failed FROM former_asked LIMIT "
           ":count"},
          at_once);
  for (const auto& [tenant, dossier, resource, answered, outcome, digest, failed] : rows) {
    sql.run({"former_hashes.answers.put",
             "INSERT INTO asked (tenant, dossier, resource, answered, outcome, answer_hash, failed) VALUES "
             "(:t, :d, :r, :a, :o, :h, :f)"},
            tenant, dossier, resource, answered, outcome,
            digest.empty() ? digest : sealing.keys.scoped(tenant, digest), failed);
    sql.run({"former_hashes.answers.remove",
             "DELETE FROM former_asked WHERE tenant = :t AND dossier = :d AND resource = :r"},
            tenant, dossier, resource);
  }
  return std::ssize(rows);
}

std::int64_t persons(Session& sql, const Sealing& sealing) {
  const auto rows = sql.all<std::string, std::string>(
      {"former_hashes.persons.read", "SELECT subscription, number_hash FROM former_person LIMIT :count"},
      at_once);
  for (const auto& [subscription, hash] : rows) {
    sql.run({"former_hashes.persons.put",
             "INSERT INTO subscription_person (subscription, number_hash) VALUES (:s, :h)"},
            subscription, sealing.keys.scoped(subscription, hash));
    sql.run({"former_hashes.persons.remove",
             "DELETE FROM former_person WHERE subscription = :s AND number_hash = :h"},
            subscription, hash);
  }
  return std::ssize(rows);
}

struct Aside {
  std::string_view table;
  Step step;
};
constexpr Aside aside[] = {{"former_number", numbers},       {"former_object", objects},
                           {"former_statement", statements}, {"former_received", received},
                           {"former_asked", answers},        {"former_person", persons}};

}  // namespace

bool has_former_hashes(Session& sql) {
  return std::ranges::any_of(aside, [&](const Aside& each) {
    return sql.engine().has_table(each.table) &&
           sql.one<int>({"former_hashes.has_former_hashes",
                         "SELECT 1 FROM " + std::string(each.table) + " LIMIT 1"})
               .has_value();
  });
}

void scope_former_hashes(const Database& database, Writer& writer, const Sealing& sealing,
                         const std::function<void(std::int64_t)>& progress) {
  std::int64_t done = 0;
  for (const auto& each : aside) {
    if (!database.session()->engine().has_table(each.table)) continue;
    std::int64_t moved = at_once;
    while (moved == at_once) {
      writer.run([&](Session& sql) { moved = each.step(sql, sealing); });
      done += moved;
      if (moved > 0) progress(done);
    }
    writer.run([&](Session& sql) {
      sql.run({"former_hashes.scope_former_hashes.drop", "DROP TABLE " + std::string(each.table)});
    });
  }
}

}  // namespace inburgering::gateway::store
