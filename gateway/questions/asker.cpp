#include "gateway/questions/asker.h"

#include <spdlog/spdlog.h>

#include <algorithm>

#include "adapters/transport/guard.h"
#include "gateway/base/backoff.h"
#include "gateway/base/milliseconds.h"
#include "gateway/exchange/take_up.h"
#include "gateway/exchange/under.h"
#include "gateway/identity/anchors.h"
#include "gateway/log/trace.h"
#include "gateway/store/received.h"
#include "gateway/store/sync.h"

namespace inburgering::gateway::questions {
namespace {

constexpr std::chrono::milliseconds rest{1000};
constexpr std::chrono::milliseconds pace_rest{5};
/// A synchronisation gives up on a question after so many attempts; the next run asks it again.
constexpr int attempts_of_a_run = 5;
/// So many times the places at DUO may be claimed: being asked, or answered and not yet on disk.
constexpr int writing_behind = 4;
/// So many times the places are read at once of what a synchronisation waits for: each answer makes room for
/// one.
constexpr int read_ahead = 8;
constexpr std::chrono::milliseconds first_retry{2000};
constexpr std::chrono::milliseconds longest_retry{std::chrono::minutes(15)};
constexpr std::chrono::hours longest_wait{25};  // more than anybody may ask us to wait

std::string_view outcome_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::understood:
      return log::outcome::verwerkt;
    case Verdict::refused:
      return log::outcome::niet_van_ons;
    case Verdict::unknown_person:
      return log::outcome::niet_gevonden;
    case Verdict::again:
      return log::outcome::mislukt;
    case Verdict::wrong_question:
      return log::outcome::fout;
  }
  return "";
}

schemas::Faults faults_of(const std::string& who, Verdict verdict,
                          const adapters::transport::Answer& answer) {
  if (verdict == Verdict::again)
    return {{who, "vraag",
             answer.status == 0 ? answer.failure
                                : who + " antwoordde met HTTP " + std::to_string(answer.status) +
                                      "; de vraag wordt herhaald"}};
  if (verdict == Verdict::wrong_question)
    return {{who, "vraag",
             who + " antwoordde met HTTP " + std::to_string(answer.status) +
                 "; de vraag wordt niet herhaald, controleer koppeling en configuratie"}};
  return {};
}

}  // namespace

Verdict judge(int status) {
  if (status == 200) return Verdict::understood;
  if (status == 403) return Verdict::refused;
  if (status == 404) return Verdict::unknown_person;
  if (status == 0 || status == 408 || status == 429 || status >= 500) return Verdict::again;
  return Verdict::wrong_question;
}

Asker::Asker(exchange::Pipeline& pipeline, const identity::Registry& registry,
             const store::Database& database, adapters::transport::HttpClient& client,
             std::unique_ptr<Counterpart> counterpart)
    : pipeline_(pipeline),
      registry_(registry),
      database_(database),
      client_(client),
      counterpart_(std::move(counterpart)),
      pace_(counterpart_->limits().requests_per_second) {}

std::chrono::milliseconds Asker::step() {
  try {
    const auto lease = pipeline_.hold("vragen " + std::string(counterpart_->peer()));
    if (!lease) {
      of_runs_.clear();
      return rest;
    }
    if (!reader_) reader_ = database_.session();
    const auto now = milliseconds(pipeline_.now());
    // Those of notifications first; a synchronisation never takes the last place.
    const int in_flight = counterpart_->limits().in_flight;
    std::deque<store::Question> urgent;
    if (!ask_due(0, in_flight, now, *lease, urgent) ||
        !ask_due(1, std::max(1, in_flight - 1), now, *lease, of_runs_))
      return pace_rest;
    bring_forward(*lease, now);
    const auto next = store::next_question_due(*reader_, counterpart_->peer(), now);
    return next ? std::clamp(std::chrono::milliseconds(*next - now), std::chrono::milliseconds(1), rest)
                : rest;
  } catch (const std::exception& error) {
    spdlog::error("vragen: de opslag is niet leesbaar, nieuwe poging over 1 s ({})", error.what());
    reader_.reset();
    of_runs_.clear();
    return rest;
  }
}

/// After a clock that was ahead nothing waits until the clock is there again. Looked at once a while, as it
/// is hardly ever so.
void Asker::bring_forward(const store::Lease& lease, Milliseconds now) {
  if (now >= looked_over_ && now - looked_over_ < rest.count()) return;
  looked_over_ = now;
  const auto latest = now + std::chrono::milliseconds(longest_wait).count();
  if (!store::has_questions_after(*reader_, counterpart_->peer(), latest)) return;
  pipeline_.transact(
      exchange::under(lease, [peer = std::string(counterpart_->peer()), now, latest](store::Session& sql) {
        store::bring_questions_forward(sql, peer, now, latest);
      }));
}

/// Asks what is due until `places` questions are under way; false when the agreed pace does not allow more
/// now. `read` were read earlier and not asked yet; more are read when they run out, once a call.
bool Asker::ask_due(int priority, int places, Milliseconds now, const store::Lease& lease,
                    std::deque<store::Question>& read) {
  bool looked = false;
  while (has_room(places)) {
    if (read.empty()) {
      if (looked) return true;
      looked = true;
      // Those whose answer is being written still stand in the list.
      auto due = store::due_questions(*reader_, counterpart_->peer(), priority, now,
                                      read_ahead * places + being_written());
      read.assign(std::make_move_iterator(due.begin()), std::make_move_iterator(due.end()));
      continue;
    }
    const auto question = std::move(read.front());
    read.pop_front();
    if (!claim(question)) continue;
    try {
      // It may have been answered after the list was read and before it was claimed.
      if (!store::waits(*reader_, question)) {
        give_back(question);
        continue;
      }
      if (!pace_.take("", pipeline_.now())) {
        give_back(question);
        read.push_front(question);
        return false;
      }
      ask(question, lease);
    } catch (...) {
      give_back(question);
      throw;
    }
  }
  return true;
}

bool Asker::has_room(int places) {
  const std::lock_guard lock(mutex_);
  // When the store cannot keep up, no more is asked until it did.
  return asking_ < places && std::ssize(claimed_) < writing_behind * places;
}

bool Asker::claim(const store::Question& question) {
  const std::lock_guard lock(mutex_);
  if (!claimed_.emplace(question.dossier, question.resource).second) return false;
  ++asking_;
  return true;
}

int Asker::being_written() {
  const std::lock_guard lock(mutex_);
  return static_cast<int>(std::ssize(claimed_)) - asking_;
}

/// There is room for the next question, while the answer of this one is written.
void Asker::answered() {
  {
    const std::lock_guard lock(mutex_);
    --asking_;
  }
  wake();
}

void Asker::release(const store::Question& question, bool look_again) {
  {
    const std::lock_guard lock(mutex_);
    claimed_.erase({question.dossier, question.resource});
  }
  if (look_again) wake();
}

/// It was claimed and is not asked after all.
void Asker::give_back(const store::Question& question) {
  const std::lock_guard lock(mutex_);
  --asking_;
  claimed_.erase({question.dossier, question.resource});
}

void Asker::ask(const store::Question& question, const store::Lease& lease) {
  const auto* tenant = registry_.tenant_by_oin(question.tenant);
  if (tenant == nullptr) return put_off(question, lease, "deze gemeente staat niet meer in de configuratie");
  std::optional<store::Dossier> dossier;
  std::expected<Asking, std::string> asking = std::unexpected("dit dossier is er niet meer");
  try {
    dossier = store::find_dossier(*reader_, pipeline_.sealing(), question.tenant, question.dossier);
    if (dossier) asking = counterpart_->ask(*reader_, question, *tenant, *dossier);
  } catch (const store::Unavailable&) {
    throw;
  } catch (const std::exception&) {
    adapters::transport::note_caught("vraag aan een bron");
    return put_off(question, lease, "de vraag kon niet worden gemaakt");
  }
  if (dossier && dossier->unreadable)
    return put_off(question, lease,
                   "wie het is, is in de opslag niet te lezen; het volgende bericht over deze persoon "
                   "herstelt dat");
  if (!asking) return put_off(question, lease, asking.error());
  auto call = std::move(asking->call);
  asking->message_id = pipeline_.new_id();
  asking->trace_id = log::trace_of(*reader_, question.cause_id);
  log::pass_on(call.headers, asking->trace_id, asking->message_id);
  client_.send(std::move(call), [this, question, lease, tenant, subject = dossier->subject,
                                 asked = std::move(*asking)](const adapters::transport::Answer& answer) {
    answered();
    {
      const std::lock_guard lock(mutex_);
      answers_.emplace_back([=, this] {
        if (!adapters::transport::guarded("antwoord van een bron",
                                          [&] { finish(question, lease, *tenant, subject, asked, answer); }))
          postpone(question, lease, "het antwoord kon niet worden verwerkt");
      });
    }
    reading_.wake();
  });
}

/// On a thread of its own: while an answer is read the next question can already leave.
std::chrono::milliseconds Asker::read_answers() {
  for (;;) {
    std::function<void()> read;
    {
      const std::lock_guard lock(mutex_);
      if (answers_.empty()) return rest;
      read = std::move(answers_.front());
      answers_.pop_front();
    }
    read();
  }
}

log::Entry Asker::entry_of(const store::Question& question) const {
  log::Entry entry;
  entry.message_id = pipeline_.new_id();
  entry.cause_id = question.cause_id;
  entry.tenant = question.tenant;
  entry.moment = pipeline_.now();
  entry.direction = log::direction::uit;
  entry.feed = counterpart_->feed();
  entry.kind = counterpart_->kind(question);
  entry.party = counterpart_->party();
  entry.dossier = question.dossier;
  return entry;
}

/// A question that cannot be asked now: says so in the log and tries again later, so that it holds up no
/// other.
/// It was claimed and cannot be asked now.
void Asker::put_off(const store::Question& question, const store::Lease& lease, std::string_view why) {
  answered();
  postpone(question, lease, why);
}

void Asker::postpone(const store::Question& question, const store::Lease& lease, std::string_view why) {
  auto entry = entry_of(question);
  entry.outcome = log::outcome::uitgesteld;
  entry.faults = {{"vraag", "uitgesteld", std::string(why) + "; over een uur opnieuw"}};
  const auto due = milliseconds(entry.moment) + std::chrono::milliseconds(std::chrono::hours(1)).count();
  pipeline_.record(std::move(entry),
                   exchange::under(lease,
                                   [question, due](store::Session& sql, log::Entry&) {
                                     store::postpone(sql, question, due, question.attempts);
                                   }),
                   [this, question](bool written) { release(question, written); });
}

/// Nothing more is asked because of this question: the ledger and the run that waited for it are told.
void Asker::settle(store::Session& sql, const store::Question& question, const log::Entry& entry,
                   bool conclusive) {
  const auto before = store::last_asked(sql, question.tenant, question.dossier, question.resource);
  if (conclusive)
    store::note_answer(sql, question.tenant, question.dossier, question.resource,
                       {milliseconds(entry.moment), entry.outcome, entry.body_digest, 0});
  else
    store::note_failure(sql, question.tenant, question.dossier, question.resource,
                        milliseconds(entry.moment));
  if (!store::answered(sql, question) || question.run.empty()) return;
  const bool changed = entry.events > 0;
  const bool known = before && before->answered > 0;
  store::add_count(sql, question.run,
                   {question.resource, 1, changed ? 1 : 0, changed && known && question.priority > 0 ? 1 : 0,
                    conclusive && entry.http_status != 200 ? 1 : 0, conclusive ? 0 : 1});
}

namespace {

void forgotten(exchange::Draft& draft, log::Entry entry) {
  entry.outcome = log::outcome::achterhaald;
  entry.faults = {{"", "dossier", "deze persoon is verwijderd terwijl de vraag onderweg was"}};
  entry.body_digest.clear();
  draft.entries.push_back(std::move(entry));
}

}  // namespace

void Asker::finish(const store::Question& question, const store::Lease& lease, const config::Tenant& tenant,
                   const mapping::Subject& subject, const Asking& asked,
                   const adapters::transport::Answer& answer) {
  auto reading = counterpart_->read(question, tenant, subject, asked, answer);
  const auto verdict = reading.verdict;
  auto entry = entry_of(question);
  entry.message_id = asked.message_id;
  entry.trace_id = asked.trace_id;
  entry.reference = asked.reference;
  entry.outcome = outcome_of(verdict);
  entry.http_status = answer.status;
  entry.duration_ms = answer.duration.count();
  entry.size = static_cast<std::int64_t>(answer.body.size());
  const auto feed = std::string(counterpart_->feed());
  entry.faults = reading.faults.empty() ? faults_of(feed == log::feed::duo ? "DUO" : "BRP", verdict, answer)
                                        : std::move(reading.faults);
  entry.faults.insert(entry.faults.end(), reading.remarks.begin(), reading.remarks.end());
  if (reading.against_the_rules)
    entry.outcome = feed == log::feed::duo ? log::outcome::fout_bij_duo : log::outcome::fout_bij_brp;
  if (!answer.body.empty()) entry.body_digest = pipeline_.sealing().keys.digest(entry.tenant, answer.body);
  const bool conclusive = (verdict == Verdict::understood && !reading.against_the_rules) ||
                          verdict == Verdict::refused || verdict == Verdict::unknown_person;
  const auto& sealing = pipeline_.sealing();
  const int attempts = question.attempts + 1;
  const auto pause =
      pause_after(attempts, first_retry, longest_retry, sealing.surroundings.random.fraction(),
                  adapters::transport::find_header(answer.headers, "Retry-After"), pipeline_.now());
  const auto due = milliseconds(entry.moment) + pause.count();
  const auto party = entry.party;
  pipeline_.submit(
      party,
      exchange::under(
          lease,
          [shown = identity::shown_by(answer, party, pipeline_.now()), question, &tenant, &sealing, verdict,
           attempts, due, body = answer.body, conclusive, feed, entry = std::move(entry),
           translation = std::move(reading.translation),
           also = std::move(reading.also)](exchange::Draft& draft) {
            auto noted = entry;
            if (shown) draft.also([shown](store::Session& sql) { store::note_certificate(sql, *shown); });
            const auto dossier = draft.dossier(question.tenant, question.dossier);
            // Removed while the question was under way: nothing may come of what was asked about the person.
            if (!dossier) return forgotten(draft, std::move(noted));
            if (!body.empty())
              draft.keep_body(question.tenant, noted.message_id,
                              sealing.keys.seal(body, "body:" + noted.message_id, sealing.surroundings.random,
                                                dossier->key));
            noted.body_kept = !body.empty();
            if (translation) {
              draft.join_trace(noted);
              auto cause = exchange::cause_of(noted);
              cause.message_id = question.cause_id;
              cause.told_in = noted.message_id;
              const auto updated =
                  exchange::take_up(draft, tenant, *translation, cause, feed, noted.message_id);
              noted.events = updated.events;
              noted.faults.insert(noted.faults.end(), updated.remarks.begin(), updated.remarks.end());
            }
            if (also) also(draft, noted);
            const bool given_up = question.priority > 0 && attempts >= attempts_of_a_run;
            draft.also([question, verdict, given_up, due, attempts, noted, conclusive](store::Session& sql) {
              if (verdict == Verdict::again && !given_up)
                store::postpone(sql, question, due, attempts);
              else
                settle(sql, question, noted, conclusive);
            });
            draft.entries.push_back(std::move(noted));
          }),
      [this, question](std::exception_ptr error) { release(question, !error); });
}

}  // namespace inburgering::gateway::questions
