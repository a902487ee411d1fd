#include "adapters/fsc/contract.h"

#include <openssl/evp.h>

#include <algorithm>
#include <array>

#include "adapters/fsc/jcs.h"
#include "adapters/fsc/records.h"
#include "adapters/jose/base64url.h"
#include "schemas/value/text.h"

namespace inburgering::adapters::fsc {
namespace {

namespace json = boost::json;

constexpr std::array kinds{
    KindRow{Kind::publication, "GRANT_TYPE_SERVICE_PUBLICATION", 2, false, true},
    KindRow{Kind::connection, "GRANT_TYPE_SERVICE_CONNECTION", 3, false, false},
    KindRow{Kind::delegated_connection, "GRANT_TYPE_DELEGATED_SERVICE_CONNECTION", 4, true, false},
    KindRow{Kind::delegated_publication, "GRANT_TYPE_DELEGATED_SERVICE_PUBLICATION", 5, true, true}};

constexpr std::string_view hash_prefix = "$1$";
constexpr std::size_t digest_in_base64url = 86;  // 64 bytes

std::string sha3_512(std::string_view first, std::string_view then = {}) {
  using Digest = std::unique_ptr<EVP_MD_CTX, decltype([](EVP_MD_CTX* digest) { EVP_MD_CTX_free(digest); })>;
  const Digest digest(EVP_MD_CTX_new());
  std::array<unsigned char, 64> bytes{};
  unsigned length = 0;
  if (EVP_DigestInit_ex(digest.get(), EVP_sha3_512(), nullptr) != 1 ||
      EVP_DigestUpdate(digest.get(), first.data(), first.size()) != 1 ||
      EVP_DigestUpdate(digest.get(), then.data(), then.size()) != 1 ||
      EVP_DigestFinal_ex(digest.get(), bytes.data(), &length) != 1 || length != bytes.size())
    throw std::runtime_error("SHA3-512 is not to be had");
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// Up to a hundred letters and digits of ASCII, and these.
bool is_made_of(std::string_view text, std::string_view besides) {
  constexpr std::size_t longest = 100;
  constexpr std::string_view usual = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
  return !text.empty() && text.size() <= longest && std::ranges::all_of(text, [&](char c) {
    return usual.find(c) != std::string_view::npos || besides.find(c) != std::string_view::npos;
  });
}

std::unexpected<Refused> refuse(std::optional<Code> code, std::string pointer, std::string rule,
                                std::string message) {
  return std::unexpected(Refused{code, {{std::move(pointer), std::move(rule), std::move(message)}}});
}

/// What a grant of its kind lacks or has too much.
schemas::Faults faults_of(const Grant& grant, const std::string& place) {
  schemas::Faults faults;
  const auto* kind = kind_named(grant.data.type);
  if (kind == nullptr)
    return {{place + "/type", "codelijst", "dit soort toestemming kent FSC Core 1.0 niet"}};
  const auto& data = grant.data;
  const auto must = [&](bool has, bool should, const char* member) {
    if (has == should) return;
    faults.push_back({place + member, should ? "verplicht" : "onbekend",
                      should ? "dit hoort bij deze soort toestemming; vul het in"
                             : "dit hoort niet bij deze soort toestemming; laat het weg"});
  };
  must(data.directory.has_value(), kind->publishes, "/directory");
  must(data.outway.has_value(), !kind->publishes, "/outway");
  must(data.delegator.has_value(), kind->delegated, "/delegator");
  must(data.service.protocol.has_value(), kind->publishes, "/service/protocol");
  if (!kind->publishes) {
    must(data.service.type.has_value(), true, "/service/type");
    must(data.service.delegator.has_value(), data.service.type == service_type::delegated,
         "/service/delegator");
  } else {
    must(data.service.delegator.has_value(), false, "/service/delegator");
  }
  return faults;
}

}  // namespace

const KindRow* kind_named(std::string_view type) {
  const auto found = std::ranges::find(kinds, type, &KindRow::name);
  return found == kinds.end() ? nullptr : &*found;
}

const KindRow& kind_of(const Grant& grant) {
  const auto* kind = kind_named(grant.data.type);
  if (kind == nullptr) throw std::invalid_argument("a grant of no kind");
  return *kind;
}

std::vector<std::string> peers_of(const Grant& grant) {
  std::vector<std::string> peers{grant.data.service.peer_id};
  if (grant.data.outway) peers.push_back(grant.data.outway->peer_id);
  for (const auto* ref : {&grant.data.directory, &grant.data.delegator, &grant.data.service.delegator})
    if (*ref) peers.push_back((*ref)->peer_id);
  return peers;
}

std::vector<std::string> Contract::peers() const {
  std::vector<std::string> all;
  for (const auto& grant : content.grants)
    for (auto& peer : peers_of(grant)) all.push_back(std::move(peer));
  std::ranges::sort(all);
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

bool Contract::has_peer(std::string_view peer) const {
  return std::ranges::any_of(content.grants, [&](const Grant& grant) {
    const auto peers = peers_of(grant);
    return std::ranges::find(peers, peer) != peers.end();
  });
}

bool Contract::holds_at(std::int64_t now) const {
  return content.validity.not_before <= now && now < content.validity.not_after;
}

bool is_service_name(std::string_view name) { return is_made_of(name, "-._"); }
bool is_group_id(std::string_view group) { return is_made_of(group, "./_-"); }

std::string content_hash(std::string_view canonical_content) {
  return std::string(hash_prefix) + "1$" + jose::base64url(sha3_512(canonical_content));
}

std::string grant_hash(std::string_view of_content, std::string_view canonical_data, int hash_type) {
  return std::string(hash_prefix) + std::to_string(hash_type) + '$' +
         jose::base64url(sha3_512(of_content, canonical_data));
}

std::optional<int> read_hash_type(std::string_view hash) {
  constexpr std::size_t before = 5;  // $1$t$
  if (hash.size() != before + digest_in_base64url || !hash.starts_with(hash_prefix) || hash[4] != '$' ||
      hash[3] < '1' || hash[3] > '5' || !jose::read_base64url(hash.substr(before)))
    return std::nullopt;
  return hash[3] - '0';
}

std::expected<Contract, Refused> read_contract(const json::value& value) {
  // Before anything is read of what there is too much of.
  if (const auto* object = value.if_object())
    if (const auto* grants = object->if_contains("grants");
        grants != nullptr && grants->is_array() && grants->get_array().size() > most_grants)
      return refuse(std::nullopt, "/grants", "aantal",
                    "een contract heeft hoogstens 10 toestemmingen (Digikoppeling); verdeel ze");
  auto content = schemas::read_json<Content>(value);
  if (!content) return std::unexpected(Refused{std::nullopt, std::move(content.error())});
  if (content->hash_algorithm != hash_algorithm)
    return refuse(Code::unknown_hash_algorithm_hash, "/hash_algorithm", "codelijst",
                  "dit hash-algoritme kent FSC Core 1.0 niet; gebruik HASH_ALGORITHM_SHA3_512");
  if (content->grants.empty())
    return refuse(std::nullopt, "/grants", "verplicht", "een contract heeft minstens één toestemming");
  schemas::Faults faults;
  if (!schemas::is_uuid(content->iv)) faults.push_back({"/iv", "uuid", "hier hoort een UUID"});
  if (content->validity.not_after <= content->validity.not_before)
    faults.push_back({"/validity/not_after", "periode", "het einde ligt niet na het begin"});
  for (std::size_t i = 0; i < content->grants.size(); ++i)
    for (auto& fault : faults_of(content->grants[i], "/grants/" + std::to_string(i) + "/data"))
      faults.push_back(std::move(fault));
  if (!faults.empty()) return std::unexpected(Refused{std::nullopt, std::move(faults)});
  const auto publishes = [](const Grant& grant) { return kind_of(grant).publishes; };
  if (std::ranges::any_of(content->grants, publishes) &&
      std::ranges::any_of(content->grants, [&](const Grant& grant) {
        return grant.data.type != content->grants.front().data.type;
      }))
    return refuse(Code::grant_combination_not_allowed, "/grants", "combinatie",
                  "een publicatie staat niet in één contract met een andere soort toestemming");
  Contract contract{std::move(*content), canonical(value), {}, {}};
  // It is kept in this form, and read again from it.
  const auto again = read_ijson(contract.text);
  if (!again || canonical(*again) != contract.text)
    return refuse(std::nullopt, "", "getal", "dit contract verandert als het opnieuw wordt gelezen");
  contract.hash = content_hash(contract.text);
  const auto& grants = value.get_object().at("grants").get_array();
  for (std::size_t i = 0; i < grants.size(); ++i)
    contract.grant_hashes.push_back(grant_hash(contract.hash, canonical(grants[i].get_object().at("data")),
                                               kind_of(contract.content.grants[i]).hash_type));
  return contract;
}

std::optional<Refused> check_new(const Contract& contract, std::string_view group, std::int64_t now) {
  const auto& content = contract.content;
  if (content.group_id != group)
    return Refused{Code::incorrect_group_id,
                   {{"/group_id", "groep", "dit contract is van een andere groep"}}};
  if (content.created_at > now + clocks_differ)
    return Refused{std::nullopt,
                   {{"/created_at", "moment", "dit moment ligt in de toekomst; kijk de klok na"}}};
  if (content.validity.not_after <= now)
    return Refused{std::nullopt, {{"/validity/not_after", "periode", "dit contract is al verlopen"}}};
  return std::nullopt;
}

}  // namespace inburgering::adapters::fsc
