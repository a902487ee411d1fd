#include "gateway/log/former_digests.h"

#include <array>
#include <stdexcept>

#include "gateway/log/chain.h"

namespace inburgering::gateway::log {
namespace {

constexpr int at_once = 500;

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

/// The last entry of before; 0 when there is none, or it is not known yet.
std::int64_t last_former(store::Session& sql) {
  return sql
      .one<long long>({"former_digests.last_former", "SELECT seq FROM log_reader WHERE name = 'digests'"})
      .value_or(0);
}

/// Digests beside the log, which nothing is chained to.
void key_the_rest(store::Session& sql, const store::Keys& keys, std::int64_t last) {
  for (const auto& [tenant, sender, digest] : sql.all<std::string, std::string, std::string>(
           {"former_digests.key_the_rest.read_received",
            "SELECT tenant, sender_hash, digest FROM received WHERE digest <> ''"}))
    sql.run({"former_digests.key_the_rest.change_received",
             "UPDATE received SET digest = :d WHERE tenant = :t AND sender_hash = :s"},
            keys.digest_of_sha256(digest), tenant, sender);
  for (const auto& [tenant, dossier, resource, digest] :
       sql.all<std::string, std::string, std::string, std::string>(
           {"former_digests.key_the_rest.read_asked",
            "SELECT tenant, dossier, resource, answer_hash FROM asked WHERE answer_hash <> ''"}))
    sql.run({"former_digests.key_the_rest.change_asked",
             "UPDATE asked SET answer_hash = :d WHERE tenant = :t AND dossier = :o AND resource = :r"},
            keys.digest_of_sha256(digest), tenant, dossier, resource);
  sql.run({"former_digests.key_the_rest.put_log_reader",
           "INSERT INTO log_reader (name, seq) VALUES ('digests', :s)"},
          last);
}

}  // namespace

std::int64_t seal_former_digests(const store::Database& database, store::Writer& writer,
                                 const store::Sealing& sealing,
                                 const std::function<void(std::int64_t, std::int64_t)>& progress) {
  const auto reader = database.session();
  const auto last = reader->one<long long>({"former_digests.seal_former_digests.read_log",
                                            "SELECT seq FROM log WHERE form < 3 ORDER BY seq DESC LIMIT 1"});
  if (!reader->one<long long>({"former_digests.seal_former_digests.read_log_reader",
                               "SELECT seq FROM log_reader WHERE name = 'digests'"}))
    writer.run([&](store::Session& sql) {
      key_the_rest(sql, sealing.keys, last.value_or(0));
      seal_former_proofs(sql, sealing);
    });
  auto done = reader
                  ->one<long long>({"former_digests.seal_former_digests.read_log_before",
                                    "SELECT seq FROM log_before ORDER BY seq DESC LIMIT 1"})
                  .value_or(0);
  if (!last || *last <= done) return 0;
  std::int64_t sealed = 0;
  for (auto entries = next_ones(*reader, done); !entries.empty(); entries = next_ones(*reader, done)) {
    writer.run([&](store::Session& sql) { seal_entries(sql, sealing, entries, *last); });
    sealed += static_cast<std::int64_t>(entries.size());
    done = entries.back().seq;
    progress(done, *last);
    if (entries.size() < at_once) break;
  }
  return sealed;
}

void open_former_digest(store::Session& sql, const store::Keys& keys, Entry& entry) {
  if (entry.form > 2) return;
  const auto sealed = sql.one<std::string>(
      {"former_digests.open_former_digest", "SELECT sealed FROM log_before WHERE seq = :s"}, entry.seq);
  if (!sealed) return;
  const auto plain = keys.open(*sealed, place_of(entry.seq));
  auto parts = parts_of(plain);
  entry.body_hash = std::move(parts[0]);
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
