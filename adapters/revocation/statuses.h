#pragma once
// What responders say of the certificates that peers show, and of our own: asked on threads of its own, kept
// for as long as an answer counts, and one question at a time about one certificate.
#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "adapters/revocation/status.h"

namespace inburgering::adapters::revocation {

/// What could not be told is not asked again for so long.
inline constexpr std::chrono::seconds failed_for{60};

/// A verdict to come, for who looks whether it is there: nobody is called who may be gone by then.
class Pending {
 public:
  std::optional<Verdict> verdict() const {
    const std::lock_guard lock(mutex_);
    const auto now = std::chrono::steady_clock::now();
    if (!verdict_ && now - made_ > longest_wait)
      return Verdict{{}, "de OCSP-dienst antwoordde niet op tijd", now + failed_for};
    return verdict_;
  }

 private:
  friend class Statuses;
  void tell(const Verdict& verdict) {
    const std::lock_guard lock(mutex_);
    verdict_ = verdict;
  }
  static constexpr std::chrono::seconds longest_wait{10};
  const std::chrono::steady_clock::time_point made_ = std::chrono::steady_clock::now();
  mutable std::mutex mutex_;
  std::optional<Verdict> verdict_;
};

class Statuses {
 public:
  using Now = std::function<schemas::Moment()>;

  /// `hosts`: where responders may be; a certificate is its holder's text (points.h). `lists` tell whether a
  /// responder itself was revoked.
  Statuses(std::vector<std::string> hosts, std::shared_ptr<Lists> lists, Now now,
           std::chrono::milliseconds anew = asked_anew);
  Statuses(const Statuses&) = delete;
  Statuses& operator=(const Statuses&) = delete;
  ~Statuses();

  /// After how long a peer's status is asked anew, also on a connection that stands.
  std::chrono::milliseconds anew() const { return anew_; }
  /// What was heard of this peer within that time; nothing: it is to be asked.
  std::optional<Verdict> heard(const Issued& who);
  /// Asks, unless it was heard just now. The verdict comes within seconds, also that nobody could say.
  std::shared_ptr<const Pending> ask(const Issued& who);
  /// An answer that a peer handed over itself (stapled): taken when it is good and speaks of this
  /// certificate.
  void offer(const Issued& who, std::string_view answer);

  /// Our own certificates: from now on answers about those of servers are kept ready for whoever connects to
  /// us.
  void keep_ready(std::vector<Issued> own);
  /// The answer about one of those as it may be shown now; empty when there is none that says good.
  std::string ready(const X509* own);

  /// As an operator sees it.
  struct Seen {
    std::string key;      ///< of the question about it
    std::string subject;  ///< RFC 2253, UTF-8
    std::string serial;   ///< hexadecimal
    std::string responder;
    bool own = false;
    Verdict verdict;  ///< without the answer's bytes
  };
  std::vector<Seen> all() const;

  /// Shows what is ready to who asks for it (RFC 6066 §8), on the connections of a server's context.
  static void staple(const std::shared_ptr<Statuses>& statuses, SSL_CTX* context);

 private:
  struct Entry {
    Issued who;
    Question question;
    Verdict verdict{};
    std::optional<schemas::Moment> asked{};
    schemas::Moment used{};
    bool own = false;
    bool asking = false;
    std::string responder{};
    std::size_t refused{};  ///< a hash of the last answer that a peer showed and that counted for nothing
    std::vector<std::shared_ptr<Pending>> waiting{};
  };
  using Key = std::string;
  /// A responder that could not be reached is let be for a while, so that others do not wait for it.
  struct Rests {
    schemas::Moment until;
    std::string why;
  };

  Entry& entry_of(const Issued& who);
  bool is_fresh(const Entry& entry, schemas::Moment now) const;
  Verdict present(const Entry& entry, schemas::Moment now) const;
  void want(const Key& key, Entry& entry);
  void work();
  std::optional<Key> next(std::unique_lock<std::mutex>& lock);
  void look_at_own(schemas::Moment now);
  void ask_now(const Key& key, std::unique_lock<std::mutex>& lock);
  struct Heard;
  Heard ask_each(const std::vector<std::string>& responders, const Entry& entry,
                 std::unique_lock<std::mutex>& lock);
  void rest(const std::string& responder, const std::string& why);
  std::vector<std::string> responders_of(const Question& question, std::string& fault) const;

  const std::vector<std::string> hosts_;
  const std::shared_ptr<Lists> lists_;
  const Now now_;
  const std::chrono::milliseconds anew_;
  std::atomic<bool> stopping_ = false;
  mutable std::mutex mutex_;
  std::condition_variable wanted_;
  std::map<Key, Entry> entries_;
  std::map<std::string, Key> own_;  ///< by the digest of the certificate
  std::map<std::string, Rests> unreachable_;
  std::deque<Key> queue_;
  std::chrono::steady_clock::time_point looked_;  ///< at our own certificates
  std::map<std::string, int> asked_at_;           ///< how many are asking a responder at this moment
  std::vector<std::thread> threads_;              ///< from the first question on
};

}  // namespace inburgering::adapters::revocation
