#include "gateway/log/exchange_log.h"

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <charconv>
#include <limits>

#include "gateway/base/milliseconds.h"
#include "gateway/log/faults_json.h"
#include "gateway/log/keys.h"
#include "gateway/log/trace.h"
#include "gateway/log/transactions.h"
#include "gateway/store/crypto.h"
#include "gateway/store/traffic.h"
#include "schemas/value/text.h"

namespace inburgering::gateway::log {

const char* const columns =
    "seq, form, message_id, cause_id, tenant, moment, direction, feed, kind, party, subject, reference, "
    "dossier, "
    "outcome,"
    " http_status, duration_ms, size, events, faults, trace_id, parent_span, steps, body_digest, body_hash, "
    "body_kept, "
    "previous_hash, "
    "hash, fsc";

namespace {

/// "nagekeken 2,opgeslagen 1"
std::string steps_to_text(const std::vector<Step>& steps) {
  std::string text;
  for (const auto& step : steps)
    text += (text.empty() ? "" : ",") + step.name + ' ' + std::to_string(step.milliseconds);
  return text;
}

std::vector<Step> steps_from_text(std::string_view text) {
  std::vector<Step> steps;
  while (!text.empty()) {
    const auto one = text.substr(0, text.find(','));
    text.remove_prefix(std::min(text.size(), one.size() + 1));
    const auto space = one.rfind(' ');
    if (space == std::string_view::npos) continue;
    Step step{std::string(one.substr(0, space)), 0};
    std::from_chars(one.data() + space + 1, one.data() + one.size(), step.milliseconds);
    steps.push_back(std::move(step));
  }
  return steps;
}

}  // namespace

Entry entry_of(const store::Execution& row) {
  Entry entry;
  int column = 0;
  const auto text = [&] { return row.text(column++); };
  const auto number = [&] { return row.number(column++); };
  entry.seq = number();
  entry.form = static_cast<int>(number());
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
  auto faults = text();
  entry.faults = faults_from_text(faults);
  if (faults_to_text(entry.faults) != faults) entry.unreadable_faults = std::move(faults);
  entry.trace_id = text();
  entry.parent_span = text();
  entry.steps = steps_from_text(text());
  entry.body_digest = text();
  entry.body_hash = text();
  entry.body_kept = number() != 0;
  entry.previous_hash = text();
  entry.hash = text();
  entry.fsc = text();
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
        &entry.party, &entry.subject, &entry.reference, &entry.dossier, &entry.outcome,
        entry.form > 3 || (entry.form == 3 && entry.body_hash.empty()) ? &entry.body_digest
                                                                       : &entry.body_hash})
    add(*part);
  add(entry.moment.text());
  for (const auto number : {std::int64_t{entry.http_status}, entry.duration_ms, entry.size, entry.events})
    add(std::to_string(number));
  add(entry.unreadable_faults ? *entry.unreadable_faults : faults_to_text(entry.faults));
  if (entry.form > 1)
    for (const auto& part : {entry.trace_id, entry.parent_span, steps_to_text(entry.steps),
                             std::string(entry.body_kept ? "kept" : "")})
      add(part);
  if (entry.form > 4) add(entry.fsc);
  return store::sha256(said);
}

void Entry::step(std::string_view name, schemas::Moment now) {
  auto since = (now.time() - moment.time()).count();
  for (const auto& before : steps) since -= before.milliseconds;
  steps.push_back({std::string(name), std::max<std::int64_t>(0, since)});
}

void finish_incoming(Entry& entry, schemas::Moment now) {
  if (entry.direction != direction::in) return;
  entry.duration_ms = (now.time() - entry.moment.time()).count();
  if (!entry.steps.empty()) entry.step("opslaan", now);
}

Entry new_entry(Surroundings around, std::string_view direction, std::string_view feed,
                std::string_view kind) {
  Entry entry;
  entry.message_id = uuid7(around);
  entry.moment = around.clock.now();
  entry.direction = direction;
  entry.feed = feed;
  entry.kind = kind;
  return entry;
}

std::string trace_of(store::Session& sql, const std::string& message_id) {
  auto trace =
      sql.one<std::string>({"exchange_log.trace_of", "SELECT trace_id FROM log WHERE message_id = :id"},
                           message_id)
          .value_or("");
  return trace.empty() ? trace_id_of(message_id) : trace;
}

void join_trace(Entry& entry, const std::function<std::string(const std::string&)>& trace_of) {
  if (entry.cause_id.empty()) entry.cause_id = entry.message_id;
  if (!entry.trace_id.empty()) return;
  entry.trace_id =
      entry.cause_id == entry.message_id ? trace_id_of(entry.message_id) : trace_of(entry.cause_id);
}

namespace {

/// In UTF-8, and without the character that one of the engines cannot hold.
std::string to_text(std::string_view from_outside) {
  auto text = schemas::to_utf8(from_outside);
  for (auto at = text.find('\0'); at != std::string::npos; at = text.find('\0', at))
    text.replace(at, 1, "\uFFFD");
  return text;
}

/// Whatever came from outside is text from here on: who reads the log must be able to read all of it.
void make_text(Entry& entry) {
  for (auto* part : {&entry.message_id, &entry.cause_id, &entry.tenant, &entry.direction, &entry.feed,
                     &entry.kind, &entry.party, &entry.subject, &entry.reference, &entry.dossier,
                     &entry.outcome, &entry.trace_id, &entry.parent_span})
    *part = to_text(*part);
  for (auto& fault : entry.faults)
    for (auto* part : {&fault.pointer, &fault.rule, &fault.message}) *part = to_text(*part);
}

/// What a partner chose itself may hold a BSN, whatever it is meant for, and stands here in clear.
void hide_numbers(Entry& entry) {
  const auto hide = [](std::string& text) {
    if (schemas::may_hold_bsn(text)) text = schemas::without_bsn(text);
  };
  for (auto* part : {&entry.kind, &entry.party, &entry.subject, &entry.reference}) hide(*part);
  for (auto& fault : entry.faults)
    for (auto* part : {&fault.pointer, &fault.message}) hide(*part);
}

/// The end of the chain, as the entries of one transaction hang on to it.
struct End : store::Gathered {
  std::optional<std::pair<std::int64_t, std::string>> last;
  void write(store::Session&) override {}  // each entry was written as it came
};

/// Gives an entry its number and its place in the chain.
void chain(store::Session& sql, Entry& entry) {
  sql.gather<End>([&](End& end) {
    if (!end.last) {
      const auto last = sql.one<std::int64_t, std::string>(
          {"exchange_log.chain", "SELECT seq, hash FROM log ORDER BY seq DESC LIMIT 1"});
      end.last = last ? std::pair(std::get<0>(*last), std::get<1>(*last))
                      : std::pair(std::int64_t{0}, std::string());
    }
    auto& [seq, hash] = *end.last;
    entry.seq = ++seq;
    entry.previous_hash = hash;
    hash = entry.hash = hash_of(entry);
  });
}

}  // namespace

Entry readable(Entry entry) {
  make_text(entry);
  return entry;
}

void append(store::Session& sql, Entry& entry) {
  make_text(entry);
  hide_numbers(entry);
  constexpr int with_transaction = 5;
  if (!entry.fsc.empty()) entry.form = with_transaction;
  join_trace(entry, [&](const std::string& cause) { return trace_of(sql, cause); });
  chain(sql, entry);
  const auto moment = entry.moment.text();
  const auto faults = faults_to_text(entry.faults);
  const auto steps = steps_to_text(entry.steps);
  const auto put = [&](const store::Statement& statement, const auto&... more) {
    sql.run(statement, entry.seq, entry.form, entry.message_id, entry.cause_id, entry.tenant, moment,
            entry.direction, entry.feed, entry.kind, entry.party, entry.subject, entry.reference,
            entry.dossier, entry.outcome, entry.http_status, entry.duration_ms, entry.size, entry.events,
            faults, entry.trace_id, entry.parent_span, steps, entry.body_digest, entry.body_hash,
            entry.body_kept ? 1 : 0, entry.previous_hash, entry.hash, more...);
  };
  static const std::string all(columns),
      values =
          ") VALUES (:seq, :form, :id, :cause, :tenant, :moment, :direction, :feed, :kind, :party, :subject, "
          ":reference, :dossier, :outcome, :status, :duration, :size, :events, :faults, :trace, :parent, "
          ":steps, "
          ":digest, :body, :kept, :previous, :hash";
  // Few have a record; stores of before know of none.
  static const auto plain = "INSERT INTO log (" + all.substr(0, all.rfind(", fsc")) + values + ")";
  static const auto with_record = "INSERT INTO log (" + all + values + ", :fsc)";
  if (entry.fsc.empty())
    put({"exchange_log.append", plain});
  else
    put({"exchange_log.append_transaction", with_record}, entry.fsc);
  if (!entry.fsc.empty()) note_transaction(sql, entry);
  store::Traffic traffic{milliseconds(entry.moment),
                         entry.tenant,
                         entry.feed,
                         entry.direction,
                         entry.party,
                         1,
                         std::ranges::count(outcome::trouble, entry.outcome),
                         entry.duration_ms,
                         0};
  for (const auto& step : entry.steps)
    if (step.name == "wachtrij") traffic.waited_ms = step.milliseconds;
  store::add_traffic(sql, traffic);
}

std::optional<Entry> find(store::Session& sql, std::string_view message_id) {
  store::Execution rows(
      sql, {"exchange_log.find", std::string("SELECT ") + columns + " FROM log WHERE message_id = :id"});
  rows.bind(message_id);
  if (!rows.next()) return std::nullopt;
  return entry_of(rows);
}

std::vector<Entry> journey(store::Session& sql, std::string_view cause_id) {
  Condition condition;
  condition.equals("cause_id", std::string(cause_id));
  return entries(sql, Seek{Key::cause, {std::string(cause_id)}}, condition, 0,
                 std::numeric_limits<std::int64_t>::max(), false, std::numeric_limits<int>::max());
}

}  // namespace inburgering::gateway::log
