#include "gateway/identity/registry.h"

#include <algorithm>
#include <unordered_map>

namespace inburgering::gateway::identity {
namespace {

template <class T>
const T* find(const std::unordered_map<std::string, const T*>& map, std::string_view key) {
  const auto found = map.find(std::string(key));
  return found == map.end() ? nullptr : found->second;
}

}  // namespace

struct Registry::Index {
  const config::Config* of;
  std::unordered_map<std::string, const config::Party*> parties{};
  std::unordered_map<std::string, const config::Tenant*> tenants_by_oin{};
  std::unordered_map<std::string, const config::Tenant*> tenants_by_code{};

  explicit Index(const config::Config& config) : of(&config) {
    for (const auto& party : config.parties) parties.emplace(party.oin.digits(), &party);
    for (const auto& tenant : config.tenants) {
      tenants_by_oin.emplace(tenant.oin.digits(), &tenant);
      tenants_by_code.emplace(tenant.gemeentecode, &tenant);
    }
  }
};

Registry::Registry(config::Live live) : live_(std::move(live)) {}
Registry::~Registry() = default;

const Registry::Index& Registry::index() const {
  const auto& config = live_.now();
  if (const auto* present = present_.load(); present != nullptr && present->of == &config) return *present;
  const std::lock_guard lock(making_);
  const auto* present = present_.load();
  if (present == nullptr || present->of != &config) {
    made_.push_back(std::make_unique<const Index>(config));
    present_ = present = made_.back().get();
  }
  return *present;
}

const config::Party* Registry::party(std::string_view serial) const { return find(index().parties, serial); }
adapters::transport::PeerRules Registry::rules_for(std::string_view certificate_serial_number) const {
  const auto* known = party(certificate_serial_number);
  return known == nullptr ? adapters::transport::PeerRules{.anchors = live_.now().usual_anchors}
                          : known->servers.rules;
}

const config::Tenant* Registry::tenant_by_oin(std::string_view oin) const {
  return find(index().tenants_by_oin, oin);
}
const config::Tenant* Registry::tenant_by_code(std::string_view code) const {
  return find(index().tenants_by_code, code);
}

bool serves(const config::Party& party, const config::Tenant& tenant) {
  return std::ranges::any_of(
      party.gemeenten, [&](const std::string& code) { return code == "*" || code == tenant.gemeentecode; });
}

bool may_register(const config::Party& party, std::string_view objecttype) {
  return std::ranges::any_of(party.registraties,
                             [&](const std::string& type) { return type == "*" || type == objecttype; });
}

bool may_act_for(const config::Party& party, std::string_view oin) {
  return party.oin.digits() == oin || std::ranges::any_of(party.mandates, [&](const schemas::Oin& mandate) {
           return mandate.digits() == oin;
         });
}

}  // namespace inburgering::gateway::identity
