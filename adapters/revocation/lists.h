#pragma once
// The revocation lists by which peers are judged, in both directions. One set for all listeners and calls: a
// list speaks for one issuer, wherever its certificates are shown. What reads it holds on to the set that it
// found; a new list makes a new set, and a new generation.
#include <openssl/ossl_typ.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "adapters/revocation/list.h"

namespace inburgering::adapters::revocation {

/// How long past its end an issuer's list is still gone by; set by an operator, who then knows the risk.
struct Grace {
  std::string issuer;  ///< as List has it
  std::chrono::milliseconds length{};
};

/// A list in force.
struct Held {
  List list;
  std::string source;  ///< where it came from: an address, or a file
  schemas::Moment taken;
  /// Who signed it, as was verified when it came. Null: of a file whose issuer is not known yet; OpenSSL
  /// verifies it at each use.
  Holder signer{};
  std::string not_kept{};  ///< why it is not on disk, in Dutch; empty = it is
};

/// Where lists come from, and how that went. Moments are those of the clock that the fetcher works by.
struct Source {
  std::string address;
  schemas::Moment tried{};
  std::optional<schemas::Moment> good{};  ///< when it last brought what it should
  std::optional<schemas::Moment> next{};  ///< when it is asked again
  std::string fault{};                    ///< of the last try, in Dutch; empty = none
};

/// The certificates of a connection, the peer's own first.
using Chain = std::vector<Holder>;

class Lists {
 public:
  using Set = std::vector<std::shared_ptr<const Held>>;

  explicit Lists(std::vector<Grace> graces = {}) : graces_(std::move(graces)) {}
  Lists(const Lists&) = delete;
  Lists& operator=(const Lists&) = delete;

  std::shared_ptr<const Set> present() const;
  /// Rises with each list that is taken.
  std::uint64_t generation() const { return generation_; }
  /// Puts it in the place of the former one of its key. Dutch error when it may not (goes_back).
  std::expected<void, std::string> take(Held fresh);
  /// That the one in force is not on disk.
  void note_not_kept(const std::string& key, const std::string& why);

  /// Whether a certificate stands on the list of its issuer; nothing when there is none that holds now.
  std::optional<bool> is_listed(X509* certificate, X509* issuer, schemas::Moment now) const;

  /// Makes a store, which nobody uses yet, judge by this set: each certificate of a chain needs a list.
  /// Whoever sets a callback of its own on what uses the store hands to judge_revocation first. Its
  /// X509_STORE may outlive everything but the process.
  static void apply(const std::shared_ptr<Lists>& lists, X509_STORE* store);

  /// How long this list is gone by past its end.
  std::chrono::milliseconds grace_of(const std::string& issuer) const;
  const std::vector<Grace>& graces() const { return graces_; }

  // Certificates that peers showed, for whoever looks where their lists are to be had.
  void see(X509_STORE_CTX* judged);
  std::vector<Chain> take_seen();
  /// This one need not be shown again: what it names is known.
  void know(const Chain& chain);
  /// All need be: what is trusted changed.
  void forget();

  void tell_sources(std::vector<Source> sources);
  std::vector<Source> sources() const;

 private:
  const std::vector<Grace> graces_;
  std::atomic<std::uint64_t> generation_ = 1;
  mutable std::mutex mutex_;
  std::shared_ptr<const Set> set_ = std::make_shared<const Set>();
  std::vector<Source> sources_;
  mutable std::mutex seen_mutex_;
  std::vector<Chain> seen_;
  std::set<std::string> waiting_;  ///< what stands in seen_
  std::set<std::string> known_;
};

/// For a callback of X509_verify_cert on a store that lists were applied to: what it answers. Excuses a list
/// that ended where there is grace; remembers the chain.
int judge_revocation(int good, X509_STORE_CTX* judged);

}  // namespace inburgering::adapters::revocation
