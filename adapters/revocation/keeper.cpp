#include "adapters/revocation/keeper.h"

#include <openssl/err.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <ranges>
#include <utility>

#include "adapters/revocation/points.h"

namespace inburgering::adapters::revocation {
namespace {

using Store = std::unique_ptr<X509_STORE, decltype([](X509_STORE* store) { X509_STORE_free(store); })>;
using Asked =
    std::unique_ptr<X509_STORE_CTX, decltype([](X509_STORE_CTX* asked) { X509_STORE_CTX_free(asked); })>;
using Shown = std::unique_ptr<STACK_OF(X509), decltype([](STACK_OF(X509) * all) { sk_X509_free(all); })>;

constexpr std::size_t most_issuers = 256;
constexpr std::size_t most_addresses = 256;

bool holds(const Chain& all, X509* one) {
  return std::ranges::any_of(all, [&](const Holder& each) { return X509_cmp(each.get(), one) == 0; });
}

bool is_issuer(X509* certificate) { return X509_check_ca(certificate) != 0; }

Chain certificates_of(const std::filesystem::path& file) {
  const auto bytes = read_bytes(file);
  return bytes ? certificates_in(*bytes) : Chain();
}

std::string described(const List& list) {
  return "de intrekkingslijst van " + list.issuer +
         (list.number.empty() ? "" : " (nummer " + list.number + ")");
}

}  // namespace

/// Who is trusted together.
struct Keeper::Bundle {
  Store anchors{X509_STORE_new()};
  Chain certificates;
};

Keeper::Keeper(std::shared_ptr<Lists> lists, Files files)
    : lists_(std::move(lists)), files_(std::move(files)) {}
Keeper::~Keeper() = default;

void Keeper::read_trust() {
  const auto former = std::exchange(issuers_, {});
  bundles_.clear();
  expected_.clear();
  points_.clear();
  own_.clear();
  for (const auto& file : files_.trust) {
    auto bundle = std::make_unique<Bundle>();
    bundle->certificates = certificates_of(file);
    for (const auto& each : bundle->certificates) X509_STORE_add_cert(bundle->anchors.get(), each.get());
    bundles_.push_back(std::move(bundle));
  }
  ERR_clear_error();
  for (const auto& bundle : bundles_)
    for (const auto& each : bundle->certificates) admit(chain_of({each}));
  for (const auto& pem : files_.own ? files_.own() : std::vector<std::string>()) {
    const auto chain = chain_of(certificates_in(pem));
    admit(chain);
    if (chain.size() > 1) own_.push_back({chain[0], chain[1]});
  }
  expected_ = issuers_;
  // Of peers: as far as they still lead to an anchor.
  for (const auto& each : former) {
    Chain shown{each};
    shown.insert(shown.end(), former.begin(), former.end());
    admit(chain_of(shown));
  }
  lists_->forget();
}

std::vector<std::string> Keeper::read_kept() {
  auto [all, faults] = revocation::read_kept(files_.folder);
  for (auto& kept : all) {
    admit(chain_of(kept.issuers));
    std::string fault;
    auto signer = signer_of(kept.list, fault);
    if (signer == nullptr) {
      // A root that was taken out of trust leaves its list behind: nobody is judged by it any more.
      if (!fault.empty())
        faults.push_back("de bewaarde intrekkingslijst van " + kept.list.issuer + " telt niet mee: " + fault);
      continue;
    }
    const auto from = kept.list.this_update;
    if (auto taken = lists_->take({std::move(kept.list), kept.source, from, std::move(signer)}); !taken)
      faults.push_back(taken.error());
  }
  return std::move(faults);
}

std::vector<Told> Keeper::take(std::string_view bytes, const std::string& source, bool trusted_file,
                               schemas::Moment now) {
  auto lists = parse(bytes);
  if (!lists) return {{Told::Kind::refused, lists.error() + " (" + source + ")"}};
  std::vector<Told> told;
  for (auto& list : *lists) told.push_back(put(std::move(list), source, trusted_file, now));
  return told;
}

Told Keeper::put(List list, const std::string& source, bool trusted_file, schemas::Moment now) {
  const auto name = described(list) + " van " + source;
  const auto refused = [&](const std::string& why) {
    return Told{Told::Kind::refused, name + " is niet overgenomen: " + why};
  };
  std::string fault;
  const auto signer = signer_of(list, fault);
  if (!fault.empty()) return refused(fault);
  if (signer == nullptr && !trusted_file)
    return {Told::Kind::unknown_issuer,
            name +
                " is nog niet overgenomen: haar uitgever is niet bekend; zet zijn certificaat bij trust, of "
                "wacht tot een ketenpartner het toont"};
  if (auto early = too_early(list, now)) return refused(*early);
  const auto set = lists_->present();
  const auto former = std::ranges::find(*set, list.key, [](const auto& each) { return each->list.key; });
  if (former != set->end() && (*former)->list.digest == list.digest &&
      ((*former)->signer != nullptr || signer == nullptr) && (*former)->not_kept.empty())
    return {Told::Kind::same, name + " is dezelfde"};
  if (auto taken = lists_->take({list, source, now, signer}); !taken) return refused(taken.error());
  if (signer != nullptr && files_.keeps) {
    Kept kept{list, chain_of({signer}), source};
    if (auto kept_well = keep(files_.folder, kept); !kept_well) {
      lists_->note_not_kept(list.key, kept_well.error());
      return {Told::Kind::not_kept, name + " is in gebruik, maar staat niet op schijf: " + kept_well.error()};
    }
  }
  return {Told::Kind::taken, name + " is in gebruik, geldig tot " + list.next_update.text()};
}

bool Keeper::learn() {
  bool fresh = false;
  for (const auto& shown : lists_->take_seen()) {
    const auto chain = chain_of(shown);
    if (chain.empty()) continue;
    fresh = admit(chain) || fresh;
    lists_->know(shown);
  }
  return fresh;
}

std::vector<std::string> Keeper::without_list() const {
  std::vector<std::string> names;
  const auto set = lists_->present();
  for (const auto& issuer : expected_) {
    const bool there = std::ranges::any_of(*set, [&](const auto& each) {
      return X509_NAME_cmp(X509_CRL_get_issuer(each->list.crl.get()), X509_get_subject_name(issuer.get())) ==
             0;
    });
    auto name = text_of(X509_get_subject_name(issuer.get()));
    if (!there && std::ranges::find(names, name) == names.end()) names.push_back(std::move(name));
  }
  return names;
}

Chain Keeper::chain_of(const Chain& shown) const {
  if (shown.empty()) return {};
  const Shown beside(sk_X509_new_null());
  for (const auto& each : shown) sk_X509_push(beside.get(), each.get());
  for (const auto& each : issuers_) sk_X509_push(beside.get(), each.get());
  Chain chain;
  for (const auto& bundle : bundles_) {
    const Asked asked(X509_STORE_CTX_new());
    if (!asked ||
        X509_STORE_CTX_init(asked.get(), bundle->anchors.get(), shown.front().get(), beside.get()) != 1)
      continue;
    X509_VERIFY_PARAM_set_auth_level(X509_STORE_CTX_get0_param(asked.get()), 2);
    if (X509_verify_cert(asked.get()) != 1) continue;
    const auto* found = X509_STORE_CTX_get0_chain(asked.get());
    for (int i = 0; i < sk_X509_num(found); ++i) chain.push_back(held(sk_X509_value(found, i)));
    break;
  }
  ERR_clear_error();
  return chain;
}

bool Keeper::admit(const Chain& chain) {
  bool fresh = false;
  for (const auto& each : chain) {
    add_points(each.get());
    if (!is_issuer(each.get()) || holds(issuers_, each.get()) || issuers_.size() >= most_issuers) continue;
    issuers_.push_back(each);
    fresh = true;
  }
  return fresh;
}

void Keeper::add_points(X509* certificate) {
  for (auto& each : points_of(certificate))
    if (points_.size() < most_addresses && std::ranges::find(points_, each) == points_.end())
      points_.push_back(std::move(each));
}

Holder Keeper::signer_of(const List& list, std::string& fault) const {
  for (const auto& issuer : issuers_) {
    if (X509_NAME_cmp(X509_CRL_get_issuer(list.crl.get()), X509_get_subject_name(issuer.get())) != 0)
      continue;
    auto wrong = signature_fault(list, issuer.get());
    if (!wrong) {
      fault.clear();
      return issuer;
    }
    fault = std::move(*wrong);
  }
  return nullptr;
}

}  // namespace inburgering::adapters::revocation
