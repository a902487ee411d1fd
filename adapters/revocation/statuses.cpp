#include "adapters/revocation/statuses.h"

#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <array>

#include "adapters/revocation/fetch.h"
#include "adapters/revocation/points.h"

namespace inburgering::adapters::revocation {
namespace {

constexpr std::size_t askers = 8;
constexpr int askers_of_one = 2;  // so that a slow responder does not hold up what others are asked
constexpr std::size_t most_entries = 10'000;
constexpr std::size_t most_waiting_for_one = 1000;
constexpr std::chrono::seconds let_be{10};  // a responder that could not be reached
constexpr std::chrono::seconds looked_at_own{1};
constexpr std::chrono::hours own_at_least_each{2};
constexpr std::chrono::hours fault_is_news{1};

std::string digest_of(const X509* certificate) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned length = 0;
  X509_digest(certificate, EVP_sha256(), digest.data(), &length);
  return {reinterpret_cast<const char*>(digest.data()), length};
}

std::string serial_of(const X509* certificate) {
  const auto* number = X509_get0_serialNumber(certificate);
  return text({reinterpret_cast<const char*>(ASN1_STRING_get0_data(number)),
               static_cast<std::size_t>(ASN1_STRING_length(number))});
}

using Shared = std::shared_ptr<Statuses>;

int place_in_context() {
  static const int place = SSL_CTX_get_ex_new_index(
      0, nullptr, nullptr, nullptr,
      [](void*, void* shared, CRYPTO_EX_DATA*, int, long, void*) { delete static_cast<Shared*>(shared); });
  return place;
}

/// Copies what is ready; a client that asks and gets nothing goes by the lists.
int show(SSL* connection, void*) {
  const auto* shared =
      static_cast<const Shared*>(SSL_CTX_get_ex_data(SSL_get_SSL_CTX(connection), place_in_context()));
  const auto* own = SSL_get_certificate(connection);
  if (shared == nullptr || own == nullptr) return SSL_TLSEXT_ERR_NOACK;
  const auto answer = (*shared)->ready(own);
  if (answer.empty()) return SSL_TLSEXT_ERR_NOACK;
  auto* copy = static_cast<unsigned char*>(OPENSSL_memdup(answer.data(), answer.size()));  // OpenSSL frees it
  if (copy == nullptr) return SSL_TLSEXT_ERR_NOACK;
  SSL_set_tlsext_status_ocsp_resp(connection, copy, static_cast<long>(answer.size()));
  return SSL_TLSEXT_ERR_OK;
}

}  // namespace

Statuses::Statuses(std::vector<std::string> hosts, std::shared_ptr<Lists> lists, Now now,
                   std::chrono::milliseconds anew)
    : hosts_(std::move(hosts)), lists_(std::move(lists)), now_(std::move(now)), anew_(anew) {}

Statuses::~Statuses() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wanted_.notify_all();
  for (auto& thread : threads_) thread.join();
  const Verdict nobody{{}, "afgebroken: de gateway stopt"};
  for (auto& [key, entry] : entries_)
    for (const auto& pending : entry.waiting) pending->tell(nobody);
}

/// Under the lock.
Statuses::Entry& Statuses::entry_of(const Issued& who) {
  auto question = question_about(who);
  const auto found = entries_.find(question.key);
  if (found != entries_.end()) {
    // Its issuer may have been renewed since, by the same name and key.
    if (!found->second.asking) found->second.who = who;
    return found->second;
  }
  if (entries_.size() >= most_entries) {
    auto oldest = entries_.end();
    for (auto each = entries_.begin(); each != entries_.end(); ++each)
      if (!each->second.asking && !each->second.own &&
          (oldest == entries_.end() || each->second.used < oldest->second.used))
        oldest = each;
    if (oldest != entries_.end()) entries_.erase(oldest);
  }
  auto key = question.key;
  return entries_.emplace(std::move(key), Entry{.who = who, .question = std::move(question)}).first->second;
}

bool Statuses::is_fresh(const Entry& entry, schemas::Moment now) const {
  if (!entry.asked) return false;
  const auto age = now.time() - entry.asked->time();
  if (!entry.verdict.fault.empty()) return age < failed_for;
  return age < anew_ && entry.verdict.status && now < entry.verdict.status->until;
}

/// An answer that ended counts no more.
Verdict Statuses::present(const Entry& entry, schemas::Moment now) const {
  auto verdict = entry.verdict;
  if (verdict.status && verdict.status->until <= now) {
    verdict.status.reset();
    if (verdict.fault.empty()) verdict.fault = "het laatste antwoord is verlopen";
  }
  const auto holds = verdict.fault.empty() ? anew_ : std::chrono::milliseconds(failed_for);
  const auto age = entry.asked ? now.time() - entry.asked->time() : holds;
  verdict.again = std::chrono::steady_clock::now() + std::max(std::chrono::milliseconds(0), holds - age);
  return verdict;
}

std::optional<Verdict> Statuses::heard(const Issued& who) {
  const auto now = now_();
  const std::lock_guard lock(mutex_);
  auto& entry = entry_of(who);
  entry.used = now;
  if (!is_fresh(entry, now)) return std::nullopt;
  return present(entry, now);
}

std::shared_ptr<const Pending> Statuses::ask(const Issued& who) {
  const auto now = now_();
  auto pending = std::make_shared<Pending>();
  const std::lock_guard lock(mutex_);
  auto& entry = entry_of(who);
  entry.used = now;
  auto at_once = present(entry, now);
  if (!is_fresh(entry, now)) {
    if (stopping_ || entry.waiting.size() >= most_waiting_for_one) {
      at_once.fault = "er wordt al te veel gevraagd";
    } else if (!responders_of(entry.question, at_once.fault).empty()) {
      entry.waiting.push_back(pending);
      want(entry.question.key, entry);
      return pending;
    }
  }
  pending->tell(at_once);
  return pending;
}

void Statuses::offer(const Issued& who, std::string_view answer) {
  const auto now = now_();
  const auto mark = std::hash<std::string_view>()(answer);
  {
    // The same is shown again and again.
    const std::lock_guard lock(mutex_);
    const auto& entry = entry_of(who);
    if (entry.refused == mark || (entry.verdict.status && entry.verdict.status->der == answer)) return;
  }
  auto status = judge(answer, who, *lists_, now);
  const std::lock_guard lock(mutex_);
  auto& entry = entry_of(who);
  if (!status) {
    entry.refused = mark;
    return;
  }
  // What a peer shows is never in the way of what was said later.
  if (entry.verdict.status && status->this_update <= entry.verdict.status->this_update) return;
  entry.verdict = {std::move(*status), {}};
  entry.asked = now;
  entry.responder = "meegestuurd door de andere kant";
}

void Statuses::keep_ready(std::vector<Issued> own) {
  const std::lock_guard lock(mutex_);
  for (auto& [digest, key] : own_) entries_.at(key).own = false;
  own_.clear();
  for (const auto& each : own) {
    if ((X509_get_extended_key_usage(each.certificate.get()) & XKU_SSL_SERVER) == 0) continue;
    auto& entry = entry_of(each);
    if (entry.question.responders.empty()) continue;
    entry.own = true;
    own_[digest_of(each.certificate.get())] = entry.question.key;
    want(entry.question.key, entry);
  }
}

std::string Statuses::ready(const X509* own) {
  const auto now = now_();
  const std::lock_guard lock(mutex_);
  const auto found = own_.find(digest_of(own));
  if (found == own_.end()) return {};
  const auto verdict = present(entries_.at(found->second), now);
  return verdict.status && verdict.status->kind == Status::Kind::good ? verdict.status->der : std::string();
}

std::vector<Statuses::Seen> Statuses::all() const {
  const auto now = now_();
  const std::lock_guard lock(mutex_);
  std::vector<Seen> found;
  for (const auto& [key, entry] : entries_) {
    if (!entry.asked) continue;
    const auto& status = entry.verdict.status;
    const bool holds = status && now < status->until;
    // Of who stays away nothing is asked, and nothing is wrong.
    const bool news = !entry.verdict.fault.empty() && now.time() - entry.asked->time() < fault_is_news;
    if (!holds && !entry.own && !news) continue;
    Seen seen{key,
              text_of(X509_get_subject_name(entry.who.certificate.get())),
              serial_of(entry.who.certificate.get()),
              entry.responder,
              entry.own,
              {}};
    if (holds) seen.verdict.status = Status{status->kind, status->this_update, status->until, {}};
    seen.verdict.fault =
        !holds && entry.verdict.fault.empty() ? "het laatste antwoord is verlopen" : entry.verdict.fault;
    found.push_back(std::move(seen));
  }
  return found;
}

void Statuses::staple(const std::shared_ptr<Statuses>& statuses, SSL_CTX* context) {
  SSL_CTX_set_ex_data(context, place_in_context(), new Shared(statuses));
  SSL_CTX_set_tlsext_status_cb(context, show);
}

/// Under the lock.
void Statuses::want(const Key& key, Entry& entry) {
  if (entry.asking || stopping_) return;
  entry.asking = true;
  queue_.push_back(key);
  while (threads_.size() < askers) threads_.emplace_back([this] { work(); });
  wanted_.notify_one();
}

/// Those that may be asked; where there is none `fault` says why.
std::vector<std::string> Statuses::responders_of(const Question& question, std::string& fault) const {
  std::vector<std::string> allowed;
  std::string why = "het certificaat noemt geen OCSP-dienst";
  for (const auto& each : question.responders) {
    auto where = address(each, false);
    if (where && is_at(*where, hosts_))
      allowed.push_back(std::move(*where));
    else
      why = where ? "de host van de OCSP-dienst staat niet onder tls.intrekking.hosts: " + *where
                  : "het adres van de OCSP-dienst is niet te gebruiken";
  }
  if (allowed.empty()) fault = std::move(why);
  return allowed;
}

/// Answers about our own are renewed when half of what was left of them has gone.
void Statuses::look_at_own(schemas::Moment now) {
  for (const auto& [digest, key] : own_) {
    auto& entry = entries_.at(key);
    if (entry.asking || !entry.asked) continue;
    auto due = entry.asked->time() + failed_for;
    if (const auto& status = entry.verdict.status; status && entry.verdict.fault.empty()) {
      const auto half = std::chrono::duration_cast<std::chrono::milliseconds>(
          (status->until.time() - entry.asked->time()) / 2);
      const std::chrono::milliseconds most = own_at_least_each;
      due = entry.asked->time() + std::min(half, most);
    }
    if (due <= now.time()) want(key, entry);
  }
}

/// The first whose responder is not being asked by enough others.
std::optional<Statuses::Key> Statuses::next(std::unique_lock<std::mutex>& lock) {
  while (!stopping_) {
    const auto free = std::ranges::find_if(queue_, [this](const Key& key) {
      std::string fault;
      const auto responders = responders_of(entries_.at(key).question, fault);
      const auto busy = responders.empty() ? asked_at_.end() : asked_at_.find(responders.front());
      return busy == asked_at_.end() || busy->second < askers_of_one;
    });
    if (free != queue_.end()) {
      auto key = std::move(*free);
      queue_.erase(free);
      return key;
    }
    wanted_.wait_for(lock, looked_at_own);
    // Not at each wake: what cannot be asked now would be wanted again at once.
    const auto now = std::chrono::steady_clock::now();
    if (stopping_ || now - looked_ < looked_at_own) continue;
    looked_ = now;
    look_at_own(now_());
  }
  return std::nullopt;
}

void Statuses::work() {
  std::unique_lock lock(mutex_);
  while (const auto key = next(lock)) ask_now(*key, lock);
}

struct Statuses::Heard {
  std::optional<Status> status{};
  std::string responder{};
  std::string fault{};
  bool asked = false;  ///< somebody was, just now
};

/// Of some seconds in all: the first that gives an answer that counts. Unlocks while it asks.
Statuses::Heard Statuses::ask_each(const std::vector<std::string>& responders, const Entry& entry,
                                   std::unique_lock<std::mutex>& lock) {
  Heard heard;
  FetchLimits limits{.total = std::chrono::milliseconds(5000)};
  const auto until = std::chrono::steady_clock::now() + limits.total;
  const auto who = entry.who;
  const auto der = entry.question.der;
  for (const auto& responder : responders) {
    heard.responder = responder;
    const auto rests = unreachable_.find(responder);
    if (rests != unreachable_.end() && now_() < rests->second.until) {
      heard.fault = "de OCSP-dienst was zojuist niet bereikbaar: " + rests->second.why;
      continue;
    }
    limits.total =
        std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
    if (limits.total <= std::chrono::milliseconds(0)) break;
    heard.asked = true;
    ++asked_at_[responder];
    lock.unlock();
    const auto answer = revocation::ask(responder, der, stopping_, limits);
    auto judged = answer ? judge(*answer, who, *lists_, now_()) : std::unexpected(answer.error().why);
    lock.lock();
    if (--asked_at_[responder] == 0) asked_at_.erase(responder);
    if (judged) {
      unreachable_.erase(responder);
      heard.status = std::move(*judged);
      heard.fault.clear();
      return heard;
    }
    heard.fault = std::move(judged.error());
    if (!answer && answer.error().nobody_there && !stopping_) rest(responder, heard.fault);
  }
  return heard;
}

/// A responder is let be for a while.
void Statuses::rest(const std::string& responder, const std::string& why) {
  const auto now = now_();
  std::erase_if(unreachable_, [&](const auto& each) { return each.second.until <= now; });
  unreachable_.insert_or_assign(responder, Rests{schemas::Moment(now.time() + let_be), why});
}

void Statuses::ask_now(const Key& key, std::unique_lock<std::mutex>& lock) {
  // What is asked about stays where it is: only who is not being asked about is forgotten.
  auto& entry = entries_.at(key);
  std::string fault;
  const auto responders = responders_of(entry.question, fault);
  auto heard = ask_each(responders, entry, lock);
  if (!responders.empty()) fault = std::move(heard.fault);
  const auto now = now_();
  entry.asking = false;
  entry.responder = std::move(heard.responder);
  entry.verdict.fault = std::move(fault);
  // Where nobody was asked for they are let be, the next to want it asks again.
  if (heard.asked) entry.asked = now;
  // An answer of before goes on until it ends; and one that was made earlier does not take its place.
  const auto& held = entry.verdict.status;
  if (heard.status && !(held && now < held->until && heard.status->this_update < held->this_update))
    entry.verdict.status = std::move(heard.status);
  const auto verdict = present(entry, now);
  for (const auto& pending : entry.waiting) pending->tell(verdict);
  entry.waiting.clear();
  wanted_.notify_one();
}

}  // namespace inburgering::adapters::revocation
