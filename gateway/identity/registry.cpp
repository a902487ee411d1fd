#include "gateway/identity/registry.h"

#include <algorithm>

namespace inburgering::gateway::identity {
namespace {

template <class T>
const T* find(const std::unordered_map<std::string, const T*>& map, std::string_view key) {
  const auto found = map.find(std::string(key));
  return found == map.end() ? nullptr : found->second;
}

}  // namespace

Registry::Registry(const config::Config& config) {
  for (const auto& party : config.parties) parties_.emplace(party.oin.digits(), &party);
  for (const auto& tenant : config.tenants) {
    tenants_by_oin_.emplace(tenant.oin.digits(), &tenant);
    tenants_by_code_.emplace(tenant.gemeentecode, &tenant);
  }
}

const config::Party* Registry::party(std::string_view serial) const { return find(parties_, serial); }
const config::Tenant* Registry::tenant_by_oin(std::string_view oin) const {
  return find(tenants_by_oin_, oin);
}
const config::Tenant* Registry::tenant_by_code(std::string_view code) const {
  return find(tenants_by_code_, code);
}

bool serves(const config::Party& party, const config::Tenant& tenant) {
  return std::ranges::any_of(
      party.gemeenten, [&](const std::string& code) { return code == "*" || code == tenant.gemeentecode; });
}

bool may_act_for(const config::Party& party, std::string_view oin) {
  return party.oin.digits() == oin || std::ranges::any_of(party.mandates, [&](const schemas::Oin& mandate) {
           return mandate.digits() == oin;
         });
}

}  // namespace inburgering::gateway::identity
