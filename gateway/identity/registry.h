#pragma once
// Who is on the other side, and what may it do: certificate → OIN → party → tenant. Headers never grant
// anything.
#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/config/live.h"

namespace inburgering::gateway::identity {

/// Always of the configuration of now; what it answers stays as long as that does (config::Live).
class Registry {
 public:
  explicit Registry(config::Live live);
  ~Registry();
  Registry(const Registry&) = delete;
  Registry& operator=(const Registry&) = delete;
  /// The party whose certificate carries this serialNumber; null when it is not registered.
  const config::Party* party(std::string_view certificate_serial_number) const;
  /// What its certificate must be; who is no party is trusted by the usual roots at most.
  adapters::transport::PeerRules rules_for(std::string_view certificate_serial_number) const;
  const config::Tenant* tenant_by_oin(std::string_view oin) const;
  const config::Tenant* tenant_by_code(std::string_view gemeentecode) const;

 private:
  struct Index;
  const Index& index() const;

  config::Live live_;
  mutable std::mutex making_;
  mutable std::atomic<const Index*> present_ = nullptr;
  mutable std::vector<std::unique_ptr<const Index>> made_;
};

/// Whether this party may speak of this tenant's persons.
bool serves(const config::Party& party, const config::Tenant& tenant);
/// Whether this party may register objects of a type, for the tenants that it serves.
bool may_register(const config::Party& party, std::string_view objecttype);
/// Whether this party may name this OIN as `bron`: its own, or one that gave it a mandate.
bool may_act_for(const config::Party& party, std::string_view oin);

}  // namespace inburgering::gateway::identity
