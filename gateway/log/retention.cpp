#include "gateway/log/retention.h"

#include <algorithm>
#include <set>

#include "gateway/base/milliseconds.h"
#include "gateway/base/surroundings.h"
#include "gateway/log/forget.h"
#include "gateway/log/former_digests.h"
#include "gateway/log/keys.h"
#include "gateway/log/search.h"
#include "gateway/store/own_key.h"

namespace inburgering::gateway::log {
namespace {

using std::chrono::milliseconds;

/// Rows in one transaction: short enough for who waits behind it.
constexpr int window = 500;

/// When the last exchange was that followed from a message.
std::optional<std::string> last_of_cause(store::Session& sql, const std::string& cause) {
  Condition condition;
  condition.equals("cause_id", cause);
  const auto last = newest(sql, {Key::cause, {cause}}, condition);
  return last ? std::optional(last->moment.text()) : std::nullopt;
}

/// How far a term was worked through: what lies before it is gone, or kept for a hold.
std::string cursor_of(milliseconds term) { return "bewaren " + std::to_string(term.count() / 1000); }

}  // namespace

std::vector<Hold> holds(store::Session& sql) {
  std::vector<Hold> found;
  for (auto& [id, tenant, dossier, reason, since] :
       sql.all<std::string, std::string, std::string, std::string, long long>(
           {"retention.holds", "SELECT id, tenant, dossier, reason, since FROM legal_hold ORDER BY since"}))
    found.push_back({std::move(id), std::move(tenant), std::move(dossier), std::move(reason), since});
  return found;
}

void add_hold(store::Session& sql, const Hold& hold) {
  sql.run({"retention.add_hold",
           "INSERT INTO legal_hold (id, tenant, dossier, reason, since) VALUES (:i, :t, :d, :r, :s)"},
          hold.id, hold.tenant, hold.dossier, hold.reason, hold.since);
}

bool end_hold(store::Session& sql, std::string_view id) {
  if (!sql.one<int>({"retention.end_hold.read_legal_hold", "SELECT 1 FROM legal_hold WHERE id = :id"}, id))
    return false;
  sql.run({"retention.end_hold.remove_legal_hold", "DELETE FROM legal_hold WHERE id = :id"}, id);
  // What was kept for it lies before the cursors: everything is looked at anew.
  sql.run({"retention.end_hold.remove_log_reader", "DELETE FROM log_reader WHERE name LIKE 'bewaren %'"});
  return true;
}

CleanUp::CleanUp(const config::Retention& retention, const store::Database& database,
                 store::Writer::Write write, const store::Sealing& sealing, const Signer& signer,
                 schemas::Moment now)
    : write_(std::move(write)),
      sealing_(sealing),
      signer_(signer),
      now_(now),
      reader_(database.session()),
      due_(retention, holds(*reader_), now) {}

Removed CleanUp::run() {
  dead_letters();
  bodies_and_events();
  dossiers();
  references();
  entries();
  give_space_back();
  removed_.from_disk = reader_->engine().wipe_removed();
  return removed_;
}

void CleanUp::dead_letters() {
  struct Letter {
    std::string subscription;
    long long position;
  };
  std::vector<Letter> due;
  for (const auto& [subscription, position, moment, tenant, dossier] :
       reader_->all<std::string, long long, long long, std::string, std::string>(
           {"retention.dead_letters.read_dead_letter",
            "SELECT l.subscription, l.position, l.moment, e.tenant, e.dossier FROM dead_letter l"
            " JOIN event e ON e.id = l.event"}))
    if (due_.dead_letter(tenant, dossier, schemas::Moment(schemas::Moment::Time(milliseconds(moment)))))
      due.push_back({subscription, position});
  for (std::size_t from = 0; from < due.size(); from += window) {
    const auto to = std::min(due.size(), from + window);
    write_([&](store::Session& sql) {
      for (std::size_t i = from; i < to; ++i) remove_dead_letter(sql, due[i].subscription, due[i].position);
    });
  }
  removed_.dead_letters = static_cast<std::int64_t>(due.size());
}

void CleanUp::bodies_and_events() {
  const auto newest = due_.youngest_body();
  // Events that are still on their way to someone, or that someone must decide about; and what caused them.
  std::set<std::string> events_waiting;
  std::set<std::string> causes_waiting;
  for (const char* query :
       {"SELECT d.event, e.message_id FROM delivery d JOIN event e ON e.id = d.event WHERE d.event < :newest",
        "SELECT d.event, e.message_id FROM dead_letter d JOIN event e ON e.id = d.event WHERE d.event < "
        ":newest"})
    for (auto& [event, cause] :
         reader_->all<std::string, std::string>({"retention.bodies_and_events", query}, newest)) {
      events_waiting.insert(std::move(event));
      causes_waiting.insert(std::move(cause));
    }
  bodies({causes_waiting.begin(), causes_waiting.end()});
  events({events_waiting.begin(), events_waiting.end()});
}

void CleanUp::bodies(const std::vector<std::string>& waiting) {
  std::string after;
  for (bool more = true; more;) {
    const auto rows = reader_->all<std::string, std::string, std::string, std::string, std::string>(
        {"retention.bodies.read_body",
         "SELECT b.message_id, b.tenant, l.feed, l.dossier, l.cause_id FROM body b JOIN log l ON "
         "l.message_id "
         "= b.message_id"
         " WHERE b.removed = '' AND b.message_id > :after ORDER BY b.message_id LIMIT 500"},
        after);
    more = rows.size() == window;
    std::vector<std::string> due;
    for (const auto& [id, tenant, feed, dossier, cause] : rows) {
      after = id;
      if (!due_.old_enough(id, tenant, feed)) {
        if (due_.same_for_all()) more = false;
        continue;
      }
      if (due_.held(tenant, dossier) || std::ranges::binary_search(waiting, cause)) continue;
      // Until the last that followed from it, a delivery after a long failure perhaps, is as old too.
      const auto last = last_of_cause(*reader_, cause);
      if (!last || due_.over(*last, tenant, feed)) due.push_back(id);
    }
    if (due.empty()) continue;
    write_([&](store::Session& sql) {
      for (const auto& id : due)
        sql.run({"retention.bodies.change_body",
                 "UPDATE body SET sealed = '', removed = :mark WHERE message_id = :id"},
                removal_mark(sealing_.keys, id), id);
    });
    removed_.bodies += static_cast<std::int64_t>(due.size());
  }
}

void CleanUp::events(const std::vector<std::string>& waiting) {
  long long after = 0;
  for (bool more = true; more;) {
    const auto rows = reader_->all<long long, std::string, std::string, std::string>(
        {"retention.events.read_event",
         "SELECT number, id, tenant, dossier FROM event WHERE number > :after ORDER BY number LIMIT 500"},
        after);
    more = rows.size() == window;
    std::vector<long long> due;
    for (const auto& [number, id, tenant, dossier] : rows) {
      after = number;
      if (!due_.old_enough(id, tenant, feed::afnemer)) {
        if (due_.same_for_all()) more = false;
        continue;
      }
      if (!due_.held(tenant, dossier) && !std::ranges::binary_search(waiting, id)) due.push_back(number);
    }
    if (due.empty()) continue;
    write_([&](store::Session& sql) {
      for (const auto number : due)
        sql.run({"retention.events.remove_event", "DELETE FROM event WHERE number = :number"}, number);
    });
    removed_.events += static_cast<std::int64_t>(due.size());
  }
}

void CleanUp::dossiers() {
  std::vector<Ended> due;
  Ended last;
  for (auto ended = ended_after(*reader_, last, window); !ended.empty();
       ended = ended_after(*reader_, last, window)) {
    last = ended.back();
    for (auto& each : ended)
      if (due_.dossier(each.tenant, each.id, each.closed)) due.push_back(std::move(each));
  }
  for (const auto& each : due)
    write_([&](store::Session& sql) {
      // Once more where nothing can come between: it may have been opened again, or be gone with another.
      const auto dossier = store::find_dossier(sql, sealing_, each.tenant, each.id);
      if (!dossier || !due_.dossier(each.tenant, each.id, dossier->closed) || dossier->closed.empty()) return;
      // Something is still on its way, or waits for a decision: another night.
      if (const auto gone = forget_dossier(sql, sealing_, *dossier, holds(sql)))
        removed_.dossiers += gone->dossiers;
    });
  write_([&](store::Session& sql) { store::destroy_gone_keys(sql, sealing_.keys); });
}

void CleanUp::references() {
  const auto newest = due_.first_reference();
  for (;;) {
    const auto due = reader_->all<std::string, std::string>(
        {"retention.references.read_received",
         "SELECT tenant, sender_hash FROM received WHERE message_id < :newest LIMIT 500"},
        newest);
    if (due.empty()) return;
    write_([&](store::Session& sql) {
      for (const auto& [tenant, hash] : due)
        sql.run({"retention.references.remove_received",
                 "DELETE FROM received WHERE tenant = :t AND sender_hash = :h"},
                tenant, hash);
    });
    removed_.references += static_cast<std::int64_t>(due.size());
  }
}

void CleanUp::entries() {
  for (const auto term : due_.terms_of_entries()) entries_of_term(term);
}

void CleanUp::entries_of_term(milliseconds term) {
  const auto end = seq_at(*reader_, due_.before(term));
  auto from = reader_position(*reader_, cursor_of(term));
  while (from < end) {
    struct Row {
      long long seq;
      std::string id, previous, hash;
      bool due;
    };
    std::vector<Row> rows;
    for (auto& [seq, form, id, tenant, feed, dossier, moment, previous, hash] :
         reader_->all<long long, long long, std::string, std::string, std::string, std::string, std::string,
                      std::string, std::string>(
             {"retention.entries_of_term.read_log",
              "SELECT seq, form, message_id, tenant, feed, dossier, moment, previous_hash, hash FROM log"
              " WHERE seq >= :from AND seq < :end ORDER BY seq LIMIT 500"},
             from, end)) {
      const bool due = due_.entry(term, tenant, feed, dossier, moment);
      Entry links;
      links.seq = seq;
      links.form = static_cast<int>(form);
      links.previous_hash = std::move(previous);
      links.hash = std::move(hash);
      if (due) open_former_digest(*reader_, sealing_.keys, links);
      rows.push_back({seq, std::move(id), std::move(links.previous_hash), std::move(links.hash), due});
    }
    if (rows.empty()) from = end;
    std::int64_t removed = 0;
    write_([&](store::Session& sql) {
      removed = 0;
      for (auto row = rows.begin(); row != rows.end();) {
        if (!row->due) {
          ++row;
          continue;
        }
        auto last = row;
        while (std::next(last) != rows.end() && std::next(last)->due && std::next(last)->seq == last->seq + 1)
          ++last;
        for (auto each = row; each != std::next(last); ++each) {
          forget_keys(sql, each->seq);
          sql.run({"retention.entries_of_term.remove_log", "DELETE FROM log WHERE seq = :seq"}, each->seq);
          sql.run({"retention.entries_of_term.remove_log_before", "DELETE FROM log_before WHERE seq = :seq"},
                  each->seq);
          sql.run({"retention.entries_of_term.remove_body", "DELETE FROM body WHERE message_id = :id"},
                  each->id);
          ++removed;
        }
        add_gap(sql, sealing_, signer_, {row->seq, last->seq, row->previous, last->hash, now_});
        row = std::next(last);
      }
      if (!rows.empty()) from = rows.back().seq + 1;
      set_reader_position(sql, cursor_of(term), from);
    });
    removed_.entries += removed;
  }
}

void CleanUp::give_space_back() {
  for (auto left = reader_->engine().free_pages(); left > 0;) {
    write_([&](store::Session& sql) { sql.engine().give_pages_back(); });
    const auto now = reader_->engine().free_pages();
    if (now >= left) return;  // a store of an older version keeps its pages for what comes, until a VACUUM
    removed_.pages += left - now;
    left = now;
  }
}

}  // namespace inburgering::gateway::log
