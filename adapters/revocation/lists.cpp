#include "adapters/revocation/lists.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <memory>
#include <utility>

namespace inburgering::adapters::revocation {
namespace {

constexpr std::size_t most_waiting = 64;
constexpr std::size_t most_known = 4096;
constexpr int most_in_a_chain = 10;

/// By what a store judges.
struct Applied {
  std::shared_ptr<Lists> lists;
  std::shared_ptr<const Lists::Set> set;
};

int place_in_store() {
  static const int place = X509_STORE_get_ex_new_index(
      0, nullptr, nullptr, nullptr,
      [](void*, void* applied, CRYPTO_EX_DATA*, int, long, void*) { delete static_cast<Applied*>(applied); });
  return place;
}

const Applied* applied_to(X509_STORE_CTX* judged) {
  auto* store = X509_STORE_CTX_get0_store(judged);
  return store == nullptr ? nullptr
                          : static_cast<const Applied*>(X509_STORE_get_ex_data(store, place_in_store()));
}

/// OpenSSL's own judgement of a list.
X509_STORE_CTX_check_crl_fn usual_check() {
  static const auto check = [] {
    X509_STORE* store = X509_STORE_new();
    X509_STORE_CTX* asked = X509_STORE_CTX_new();
    X509_STORE_CTX_init(asked, store, nullptr, nullptr);
    const auto found = X509_STORE_CTX_get_check_crl(asked);
    X509_STORE_CTX_free(asked);
    X509_STORE_free(store);
    return found;
  }();
  return check;
}

/// Whether this list's signature was verified when it came, by the key of the issuer that is asked about; and
/// it speaks of all certificates of that issuer.
bool is_proven(const X509_CRL* list, const X509* issuer, const Lists::Set& set) {
  const auto held = std::ranges::find(set, list, [](const auto& each) { return each->list.crl.get(); });
  if (held == set.end() || (*held)->signer == nullptr || issuer == nullptr) return false;
  return X509_CRL_get_ext_by_NID(list, NID_issuing_distribution_point, -1) < 0 &&
         EVP_PKEY_eq(X509_get0_pubkey(issuer), X509_get0_pubkey((*held)->signer.get())) == 1;
}

/// OpenSSL would verify the signature at each handshake, before it knows whether the certificate is what it
/// says: 22 ms for a list of 10 MB, at the asking of anybody. What is left of its judgement is whether the
/// list holds now.
int check_list(X509_STORE_CTX* judged, X509_CRL* list) {
  const auto* applied = applied_to(judged);
  if (applied == nullptr || !is_proven(list, X509_STORE_CTX_get0_current_issuer(judged), *applied->set))
    return usual_check()(judged, list);
  constexpr int earlier = -1;
  constexpr int later = 1;
  int error = X509_V_OK;
  if (X509_cmp_time(X509_CRL_get0_lastUpdate(list), nullptr) != earlier)
    error = X509_V_ERR_CRL_NOT_YET_VALID;
  else if (X509_cmp_time(X509_CRL_get0_nextUpdate(list), nullptr) != later)
    error = X509_V_ERR_CRL_HAS_EXPIRED;
  if (error == X509_V_OK) return 1;
  X509_STORE_CTX_set_error(judged, error);
  return X509_STORE_CTX_get_verify_cb(judged)(0, judged);
}

/// What a peer's own certificate tells of where its lists are: its issuer, and the addresses that it names.
/// Many certificates are alike in this.
std::string mark_of(const X509* certificate) {
  auto mark = text_of(X509_get_issuer_name(certificate));
  const int place = X509_get_ext_by_NID(certificate, NID_crl_distribution_points, -1);
  if (place < 0) return mark;
  const auto* bytes = X509_EXTENSION_get_data(X509_get_ext(certificate, place));
  return mark.append(reinterpret_cast<const char*>(ASN1_STRING_get0_data(bytes)),
                     static_cast<std::size_t>(ASN1_STRING_length(bytes)));
}

bool is_within(const X509_CRL* list, std::chrono::milliseconds grace) {
  if (list == nullptr || grace.count() == 0) return false;
  std::time_t begins = std::time(nullptr) - std::chrono::floor<std::chrono::seconds>(grace).count();
  const auto* end = X509_CRL_get0_nextUpdate(list);
  return end != nullptr && X509_cmp_time(end, &begins) > 0;
}

}  // namespace

std::shared_ptr<const Lists::Set> Lists::present() const {
  const std::lock_guard lock(mutex_);
  return set_;
}

std::optional<bool> Lists::is_listed(X509* certificate, X509* issuer, schemas::Moment now) const {
  std::optional<bool> listed;
  for (const auto& each : *present()) {
    const auto& list = each->list;
    if (X509_NAME_cmp(X509_CRL_get_issuer(list.crl.get()), X509_get_subject_name(issuer)) != 0 ||
        too_early(list, now) || list.next_update <= now)
      continue;
    const bool proven =
        each->signer && EVP_PKEY_eq(X509_get0_pubkey(issuer), X509_get0_pubkey(each->signer.get())) == 1;
    if (!proven && signature_fault(list, issuer)) continue;
    X509_REVOKED* entry = nullptr;
    constexpr int taken_off = 2;  // on the list no more
    const int found = X509_CRL_get0_by_cert(list.crl.get(), &entry, certificate);
    if (found != 0 && found != taken_off) return true;
    // A list for a part of the certificates tells nothing of who is not on it.
    if (X509_CRL_get_ext_by_NID(list.crl.get(), NID_issuing_distribution_point, -1) < 0) listed = false;
  }
  return listed;
}

std::expected<void, std::string> Lists::take(Held fresh) {
  const std::lock_guard lock(mutex_);
  auto next = std::make_shared<Set>(*set_);
  const auto former =
      std::ranges::find(*next, fresh.list.key, [](const auto& each) { return each->list.key; });
  if (former != next->end()) {
    if (auto fault = goes_back(fresh.list, (*former)->list)) return std::unexpected(std::move(*fault));
    *former = std::make_shared<const Held>(std::move(fresh));
  } else {
    next->push_back(std::make_shared<const Held>(std::move(fresh)));
  }
  set_ = std::move(next);
  ++generation_;
  return {};
}

void Lists::note_not_kept(const std::string& key, const std::string& why) {
  const std::lock_guard lock(mutex_);
  auto next = std::make_shared<Set>(*set_);
  for (auto& each : *next)
    if (each->list.key == key && each->not_kept != why) {
      auto told = *each;
      told.not_kept = why;
      each = std::make_shared<const Held>(std::move(told));
    }
  set_ = std::move(next);
}

void Lists::apply(const std::shared_ptr<Lists>& lists, X509_STORE* store) {
  const auto set = lists->present();
  for (const auto& each : *set) X509_STORE_add_crl(store, each->list.crl.get());
  X509_STORE_set_flags(store, X509_V_FLAG_CRL_CHECK | X509_V_FLAG_CRL_CHECK_ALL);
  std::unique_ptr<Applied> owned(new Applied{lists, set});
  if (X509_STORE_set_ex_data(store, place_in_store(), owned.get()) == 1) owned.release();
  X509_STORE_set_verify_cb(store, judge_revocation);
  X509_STORE_set_check_crl(store, check_list);
}

std::chrono::milliseconds Lists::grace_of(const std::string& issuer) const {
  const auto found = std::ranges::find(graces_, issuer, &Grace::issuer);
  return found == graces_.end() ? std::chrono::milliseconds(0) : found->length;
}

void Lists::see(X509_STORE_CTX* judged) {
  auto* const chain = X509_STORE_CTX_get0_chain(judged);
  const int length = std::min(chain == nullptr ? 0 : sk_X509_num(chain), most_in_a_chain);
  if (length == 0) return;
  auto mark = mark_of(sk_X509_value(chain, 0));
  const std::lock_guard lock(seen_mutex_);
  if (known_.contains(mark) || seen_.size() >= most_waiting) return;
  // Nobody proved yet that a refused certificate is what it says: another with the same mark is looked at
  // too.
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  X509_digest(sk_X509_value(chain, 0), EVP_sha256(), digest.data(), &size);
  if (!waiting_.emplace(reinterpret_cast<const char*>(digest.data()), size).second) return;
  auto& seen = seen_.emplace_back();
  for (int i = 0; i < length; ++i) {
    auto* each = sk_X509_value(chain, i);
    X509_up_ref(each);
    seen.emplace_back(each, [](X509* certificate) { X509_free(certificate); });
  }
}

std::vector<Chain> Lists::take_seen() {
  const std::lock_guard lock(seen_mutex_);
  waiting_.clear();
  return std::exchange(seen_, {});
}

void Lists::know(const Chain& chain) {
  if (chain.empty()) return;
  const std::lock_guard lock(seen_mutex_);
  if (known_.size() >= most_known) known_.clear();
  known_.insert(mark_of(chain.front().get()));
}

void Lists::forget() {
  const std::lock_guard lock(seen_mutex_);
  known_.clear();
}

void Lists::tell_sources(std::vector<Source> sources) {
  const std::lock_guard lock(mutex_);
  sources_ = std::move(sources);
}

std::vector<Source> Lists::sources() const {
  const std::lock_guard lock(mutex_);
  return sources_;
}

int judge_revocation(int good, X509_STORE_CTX* judged) {
  const auto* applied = applied_to(judged);
  if (applied == nullptr) return good;
  auto* const lists = applied->lists.get();
  if (good == 1) {
    if (X509_STORE_CTX_get_error_depth(judged) == 0) lists->see(judged);
    return good;
  }
  const int error = X509_STORE_CTX_get_error(judged);
  if (error == X509_V_ERR_UNABLE_TO_GET_CRL || error == X509_V_ERR_CRL_HAS_EXPIRED) lists->see(judged);
  if (error != X509_V_ERR_CRL_HAS_EXPIRED) return good;
  const auto* list = X509_STORE_CTX_get0_current_crl(judged);
  if (list == nullptr || !is_within(list, lists->grace_of(text_of(X509_CRL_get_issuer(list))))) return good;
  X509_STORE_CTX_set_error(judged, X509_V_OK);
  return 1;
}

}  // namespace inburgering::adapters::revocation
