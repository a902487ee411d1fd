#include "gateway/log/former_digests.h"

#include <array>
#include <stdexcept>

#include "gateway/log/chain.h"
#include "gateway/log/search.h"

namespace inburgering::gateway::log {
namespace {

constexpr int at_once = 5000;

std::string place_of(std::int64_t seq) { return "log_before:" + std::to_string(seq); }

struct Former {
  std::int64_t seq;
  std::string body, previous, hash;
};

/// The last entry keeps its own hash: the next one names it. It tells nothing while the hash before it is
/// sealed.
std::vector<Former> next_ones(store::Session& sql, std::int64_t after) {
  std::vector<Former> found;
  for (auto& [seq, body, previous, hash] : sql.all<long long, std::string, std::string, std::string>(
           {"former_digests.next_ones",
            "SELECT seq, body_hash, previous_hash, hash FROM log WHERE seq > :after AND form < 3 ORDER BY "
            "seq "
            "LIMIT :count"},
           after, at_once))
    found.push_back({seq, std::move(body), std::move(previous), std::move(hash)});
  return found;
}

/// Three parts that are sealed together, and back.
std::string joined(const std::array<std::string, 3>& parts) {
  return parts[0] + '\n' + parts[1] + '\n' + parts[2];
}
std::array<std::string, 3> parts_of(const std::string& plain) {
  const auto one = plain.find('\n');
  const auto two = one == std::string::npos ? one : plain.find('\n', one + 1);
  if (two == std::string::npos) throw std::runtime_error("a sealed digest is not what was sealed");
  return {plain.substr(0, one), plain.substr(one + 1, two - one - 1), plain.substr(two + 1)};
}

void seal_entries(store::Session& sql, const store::Sealing& sealing, const std::vector<Former>& entries,
                  std::int64_t last) {
  for (const auto& each : entries) {
    const auto sealed = sealing.keys.seal(joined({each.body, each.previous, each.hash}), place_of(each.seq),
                                          sealing.surroundings.random);
    const auto digest = each.body.empty() ? std::string() : sealing.keys.digest_of_sha256(each.body);
    const std::string hash = each.seq == last ? each.hash : "";
    sql.run({"former_digests.seal_entries.put_log_before",
             "INSERT INTO log_before (seq, sealed) VALUES (:s, :t)"},
            each.seq, store::Bytes{sealed});
    sql.run({"former_digests.seal_entries.change_log",
             "UPDATE log SET body_hash = '', previous_hash = '', hash = :h, body_digest = :d WHERE seq = :s"},
            hash, digest, each.seq);
  }
}

constexpr std::string_view checkpoint_kind = "ijkpunt";
constexpr std::string_view gap_kind = "gat";

std::string proof_place(std::string_view kind, std::int64_t seq) {
  return "log_before_proof:" + std::string(kind) + ":" + std::to_string(seq);
}

void seal_proof(store::Session& sql, const store::Sealing& sealing, std::string_view kind, std::int64_t seq,
                const std::array<std::string, 3>& parts) {
  const auto sealed = sealing.keys.seal(joined(parts), proof_place(kind, seq), sealing.surroundings.random);
  sql.run({"former_digests.seal_proof",
           "INSERT INTO log_before_proof (kind, seq, sealed) VALUES (:k, :s, :t) ON CONFLICT (kind, seq) DO "
           "UPDATE"
           " SET sealed = excluded.sealed"},
          kind, seq, sealed);
}

std::optional<std::array<std::string, 3>> open_proof(store::Session& sql, const store::Keys& keys,
                                                     std::string_view kind, std::int64_t seq) {
  const auto sealed = sql.one<std::string>(
      {"former_digests.open_proof", "SELECT sealed FROM log_before_proof WHERE kind = :k AND seq = :s"}, kind,
      seq);
  if (!sealed) return std::nullopt;
  return parts_of(keys.open(*sealed, proof_place(kind, seq)));
}

/// The last entry of before digests were keyed, once it was looked for: 0 when there is none.
constexpr std::string_view keyed_after = "digests";
std::int64_t last_former(store::Session& sql) { return reader_position(sql, keyed_after); }

bool is_noted(store::Session& sql, std::string_view name) {
  return sql
      .one<long long>({"former_digests.is_noted", "SELECT seq FROM log_reader WHERE name = :name"}, name)
      .has_value();
}

/// Digests beside the log, which nothing is chained to. They stand aside (store/former_hashes.h).
void key_the_rest(store::Session& sql, const store::Keys& keys, std::int64_t last) {
  for (const auto& [tenant, sender, digest] : sql.all<std::string, std::string, std::string>(
           {"former_digests.key_the_rest.read_received",
            "SELECT tenant, sender_hash, digest FROM former_received WHERE digest <> ''"}))
    sql.run({"former_digests.key_the_rest.change_received",
             "UPDATE former_received SET digest = :d WHERE tenant = :t AND sender_hash = :s"},
            keys.digest_of_sha256(digest), tenant, sender);
  for (const auto& [tenant, dossier, resource, digest] :
       sql.all<std::string, std::string, std::string, std::string>(
           {"former_digests.key_the_rest.read_asked",
            "SELECT tenant, dossier, resource, answer_hash FROM former_asked WHERE answer_hash <> ''"}))
    sql.run({"former_digests.key_the_rest.change_asked",
             "UPDATE former_asked SET answer_hash = :d WHERE tenant = :t AND dossier = :o AND resource = :r"},
            keys.digest_of_sha256(digest), tenant, dossier, resource);
  set_reader_position(sql, keyed_after, last);
}

/// Seals what was not keyed, and keys it; answers how many.
std::int64_t seal_unkeyed(const store::Database& database, store::Writer& writer,
                          const store::Sealing& sealing,
                          const std::function<void(std::int64_t, std::int64_t)>& progress) {
  const auto reader = database.session();
  auto last = last_former(*reader);
  if (!is_noted(*reader, keyed_after)) {
    last = reader
               ->one<long long>({"former_digests.seal_former_digests.read_log",
                                 "SELECT seq FROM log WHERE form < 3 ORDER BY seq DESC LIMIT 1"})
               .value_or(0);
    writer.run([&](store::Session& sql) {
      key_the_rest(sql, sealing.keys, last);
      seal_former_proofs(sql, sealing);
    });
  }
  auto done = reader
                  ->one<long long>({"former_digests.seal_former_digests.read_log_before",
                                    "SELECT seq FROM log_before ORDER BY seq DESC LIMIT 1"})
                  .value_or(0);
  if (last <= done) return 0;
  std::int64_t sealed = 0;
  for (auto entries = next_ones(*reader, done); !entries.empty(); entries = next_ones(*reader, done)) {
    writer.run([&](store::Session& sql) { seal_entries(sql, sealing, entries, last); });
    sealed += static_cast<std::int64_t>(entries.size());
    done = entries.back().seq;
    progress(done, last);
    if (entries.size() < at_once) break;
  }
  return sealed;
}

/// How far digests are those of their gemeente, and up to where there are others at all.
constexpr std::string_view scoped_until = "gemeente";
constexpr std::string_view scoped_after = "gemeente tot";

/// Gives each gemeente digests of its own; what an entry of form 3 was hashed with is sealed first.
void scope_digests(const store::Database& database, store::Writer& writer, const store::Sealing& sealing,
                   const std::function<void(std::int64_t, std::int64_t)>& progress) {
  const auto reader = database.session();
  if (!is_noted(*reader, scoped_after))
    writer.run([](store::Session& sql) { set_reader_position(sql, scoped_after, last_seq(sql)); });
  const auto last = reader_position(*reader, scoped_after);
  auto done = reader_position(*reader, scoped_until);
  while (done < last) {
    const auto rows = reader->all<long long, long long, std::string, std::string>(
        {"former_digests.scope_digests.read_log",
         "SELECT seq, form, tenant, body_digest FROM log WHERE seq > :after AND seq <= :last ORDER BY seq "
         "LIMIT "
         ":count"},
        done, last, at_once);
    if (rows.empty()) return;
    done = std::get<0>(rows.back());
    writer.run([&](store::Session& sql) {
      for (const auto& [seq, form, tenant, digest] : rows) {
        if (form > 3 || digest.empty()) continue;
        if (form == 3)
          sql.run({"former_digests.scope_digests.put_log_before",
                   "INSERT INTO log_before (seq, sealed) VALUES (:s, :t)"},
                  seq,
                  store::Bytes{sealing.keys.seal(joined({digest, "", ""}), place_of(seq),
                                                 sealing.surroundings.random)});
        sql.run({"former_digests.scope_digests.change_log", "UPDATE log SET body_digest = :d WHERE seq = :s"},
                sealing.keys.scoped(tenant, digest), seq);
      }
      set_reader_position(sql, scoped_until, done);
    });
    progress(done, last);
  }
}

}  // namespace

std::int64_t seal_former_digests(const store::Database& database, store::Writer& writer,
                                 const store::Sealing& sealing,
                                 const std::function<void(std::int64_t, std::int64_t)>& progress) {
  const auto sealed = seal_unkeyed(database, writer, sealing, progress);
  scope_digests(database, writer, sealing, progress);
  return sealed;
}

bool is_digest_of(const store::Keys& keys, const Entry& entry, std::string_view body) {
  if (keys.digest(entry.tenant, body) == entry.body_digest) return true;
  // A store that was not taken over yet.
  return entry.form < 4 && keys.digest_of_sha256(store::sha256(body)) == entry.body_digest;
}

void open_former_digest(store::Session& sql, const store::Keys& keys, Entry& entry) {
  if (entry.form > 3) return;
  const auto sealed = sql.one<std::string>(
      {"former_digests.open_former_digest", "SELECT sealed FROM log_before WHERE seq = :s"}, entry.seq);
  if (!sealed) return;
  const auto plain = keys.open(*sealed, place_of(entry.seq));
  auto parts = parts_of(plain);
  entry.body_hash = std::move(parts[0]);
  if (entry.form > 2) return;
  entry.previous_hash = std::move(parts[1]);
  entry.hash = std::move(parts[2]);
}

void seal_former_proofs(store::Session& sql, const store::Sealing& sealing) {
  const auto last = last_former(sql);
  for (const auto& [seq, hash, signature, stamp] : sql.all<long long, std::string, std::string, std::string>(
           {"former_digests.seal_former_proofs.read_log_checkpoint",
            "SELECT seq, hash, signature, time_stamp FROM log_checkpoint WHERE seq <= :last AND hash <> ''"},
           last)) {
    seal_proof(sql, sealing, checkpoint_kind, seq, {hash, signature, stamp});
    sql.run({"former_digests.seal_former_proofs.change_log_checkpoint",
             "UPDATE log_checkpoint SET hash = '', signature = '', time_stamp = '' WHERE seq = :s"},
            seq);
  }
  for (const auto& [first, previous, hash, signature] :
       sql.all<long long, std::string, std::string, std::string>(
           {"former_digests.seal_former_proofs.read_log_gap",
            "SELECT first, previous_hash, last_hash, signature FROM log_gap WHERE first <= :last AND "
            "last_hash <> ''"},
           last)) {
    seal_proof(sql, sealing, gap_kind, first, {previous, hash, signature});
    sql.run({"former_digests.seal_former_proofs.change_log_gap",
             "UPDATE log_gap SET previous_hash = '', last_hash = '', signature = '' WHERE first = :f"},
            first);
  }
}

void open_former_proof(store::Session& sql, const store::Keys& keys, Checkpoint& checkpoint) {
  if (!checkpoint.hash.empty()) return;
  auto parts = open_proof(sql, keys, checkpoint_kind, checkpoint.seq);
  if (!parts) return;
  checkpoint.hash = std::move((*parts)[0]);
  checkpoint.signature = std::move((*parts)[1]);
  checkpoint.time_stamp = std::move((*parts)[2]);
}

void open_former_proof(store::Session& sql, const store::Keys& keys, Gap& gap, std::string& signature) {
  if (!gap.last_hash.empty()) return;
  auto parts = open_proof(sql, keys, gap_kind, gap.first);
  if (!parts) return;
  gap.previous_hash = std::move((*parts)[0]);
  gap.last_hash = std::move((*parts)[1]);
  signature = std::move((*parts)[2]);
}

}  // namespace inburgering::gateway::log
