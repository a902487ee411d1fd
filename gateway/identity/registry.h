#pragma once
// Who is on the other side, and what may it do: certificate → OIN → party → tenant. Headers never grant
// anything.
#include <string>
#include <string_view>
#include <unordered_map>

#include "gateway/config/config.h"

namespace inburgering::gateway::identity {

class Registry {
 public:
  explicit Registry(const config::Config& config);
  /// The party whose certificate carries this serialNumber; null when it is not registered.
  const config::Party* party(std::string_view certificate_serial_number) const;
  const config::Tenant* tenant_by_oin(std::string_view oin) const;
  const config::Tenant* tenant_by_code(std::string_view gemeentecode) const;

 private:
  std::unordered_map<std::string, const config::Party*> parties_;
  std::unordered_map<std::string, const config::Tenant*> tenants_by_oin_;
  std::unordered_map<std::string, const config::Tenant*> tenants_by_code_;
};

/// Whether this party may speak of this tenant's persons.
bool serves(const config::Party& party, const config::Tenant& tenant);
/// Whether this party may name this OIN as `bron`: its own, or one that gave it a mandate.
bool may_act_for(const config::Party& party, std::string_view oin);

}  // namespace inburgering::gateway::identity
