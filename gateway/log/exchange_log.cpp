#include "gateway/log/exchange_log.h"

#include <boost/json/serialize.hpp>

#include "gateway/log/faults_json.h"
#include "gateway/store/crypto.h"

namespace inburgering::gateway::log {
namespace {

constexpr const char* columns =
    "seq, message_id, cause_id, tenant, moment, direction, feed, kind, party, subject, reference, dossier, "
    "outcome,"
    " http_status, duration_ms, size, events, faults, body_hash, previous_hash, hash";

Entry entry_of(const soci::row& row) {
  Entry entry;
  std::size_t column = 0;
  const auto text = [&] { return row.get<std::string>(column++); };
  // SQLite tells integers of one width to SOCI and of another to its rows, by declared type.
  const auto number = [&]() -> std::int64_t {
    const auto index = column++;
    if (row.get_properties(index).get_data_type() == soci::dt_integer) return row.get<int>(index);
    return row.get<long long>(index);
  };
  entry.seq = number();
  entry.message_id = text();
  entry.cause_id = text();
  entry.tenant = text();
  entry.moment = schemas::Moment::parse(text()).value_or(schemas::Moment());
  entry.direction = text();
  entry.feed = text();
  entry.kind = text();
  entry.party = text();
  entry.subject = text();
  entry.reference = text();
  entry.dossier = text();
  entry.outcome = text();
  entry.http_status = static_cast<int>(number());
  entry.duration_ms = number();
  entry.size = number();
  entry.events = number();
  entry.faults = faults_from_text(text());
  entry.body_hash = text();
  entry.previous_hash = text();
  entry.hash = text();
  return entry;
}

/// What an entry says, in one fixed form: each part with its length before it, so that no two entries read
/// alike.
std::string hash_of(const Entry& entry) {
  std::string said;
  const auto add = [&](std::string_view part) {
    said += std::to_string(part.size()) + ':' + std::string(part);
  };
  add(std::to_string(entry.seq));
  add(entry.previous_hash);
  for (const auto* part :
       {&entry.message_id, &entry.cause_id, &entry.tenant, &entry.direction, &entry.feed, &entry.kind,
        &entry.party, &entry.subject, &entry.reference, &entry.dossier, &entry.outcome, &entry.body_hash})
    add(*part);
  add(entry.moment.text());
  for (const auto number : {std::int64_t{entry.http_status}, entry.duration_ms, entry.size, entry.events})
    add(std::to_string(number));
  add(faults_to_text(entry.faults));
  return store::sha256(said);
}

std::vector<Entry> read(soci::rowset<soci::row> rows) {
  std::vector<Entry> entries;
  for (const auto& row : rows) entries.push_back(entry_of(row));
  return entries;
}

}  // namespace

void append(store::Session& sql, Entry& entry) {
  const auto last = sql.one<long long, std::string>("SELECT seq, hash FROM log ORDER BY seq DESC LIMIT 1");
  entry.seq = last ? std::get<0>(*last) + 1 : 1;
  if (last) entry.previous_hash = std::get<1>(*last);
  if (entry.cause_id.empty()) entry.cause_id = entry.message_id;
  entry.hash = hash_of(entry);
  const auto moment = entry.moment.text();
  const auto faults = faults_to_text(entry.faults);
  static const auto insert =
      std::string("INSERT INTO log (") + columns +
      ") VALUES (:seq, :id, :cause, :tenant, :moment, :direction, :feed, :kind, :party, :subject, :reference,"
      " :dossier, :outcome, :status, :duration, :size, :events, :faults, :body, :previous, :hash)";
  sql.run(insert.c_str(), entry.seq, entry.message_id, entry.cause_id, entry.tenant, moment, entry.direction,
          entry.feed, entry.kind, entry.party, entry.subject, entry.reference, entry.dossier, entry.outcome,
          entry.http_status, entry.duration_ms, entry.size, entry.events, faults, entry.body_hash,
          entry.previous_hash, entry.hash);
}

std::vector<Entry> list(store::Session& sql, const Filter& filter) {
  const long long before = filter.before > 0 ? filter.before : std::numeric_limits<long long>::max();
  const std::string tenant = filter.tenant.value_or("");
  const std::string where =
      filter.tenant ? " WHERE tenant = :tenant AND seq < :before" : " WHERE seq < :before";
  const std::string query =
      std::string("SELECT ") + columns + " FROM log" + where + " ORDER BY seq DESC LIMIT :count";
  if (filter.tenant)
    return read((sql.prepare << query, soci::use(tenant), soci::use(before), soci::use(filter.count)));
  return read((sql.prepare << query, soci::use(before), soci::use(filter.count)));
}

std::optional<Entry> find(store::Session& sql, std::string_view message_id) {
  const std::string id(message_id);
  auto entries = read(
      (sql.prepare << std::string("SELECT ") + columns + " FROM log WHERE message_id = :id", soci::use(id)));
  if (entries.empty()) return std::nullopt;
  return std::move(entries.front());
}

std::vector<Entry> journey(store::Session& sql, std::string_view cause_id) {
  const std::string id(cause_id);
  return read(
      (sql.prepare << std::string("SELECT ") + columns + " FROM log WHERE cause_id = :id ORDER BY seq",
       soci::use(id)));
}

Verification verify(store::Session& sql) {
  Verification verification;
  std::string previous;
  const soci::rowset<soci::row> rows =
      (sql.prepare << std::string("SELECT ") + columns + " FROM log ORDER BY seq");
  for (const auto& row : rows) {
    const auto entry = entry_of(row);
    if (entry.seq != verification.entries + 1)
      verification.broken = {entry.seq, "vóór deze regel ontbreekt er minstens één"};
    else if (entry.previous_hash != previous)
      verification.broken = {entry.seq,
                             "deze regel sluit niet aan op de vorige: de vorige is vervangen of verwijderd"};
    else if (entry.hash != hash_of(entry))
      verification.broken = {entry.seq, "deze regel is gewijzigd"};
    if (verification.broken) return verification;
    previous = entry.hash;
    ++verification.entries;
  }
  return verification;
}

}  // namespace inburgering::gateway::log
