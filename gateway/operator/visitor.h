#pragma once
// Who sits at the operator listener and what that person may see and do.
#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "gateway/config/config.h"

namespace inburgering::gateway::operation {

/// What a request asks of whoever makes it.
enum class Need {
  look,    ///< any operator
  act,     ///< change something that runs: beheerder
  person,  ///< find what there is about a person: beheerder or privacy
  body     ///< read bodies, or all there is about a person: privacy
};

struct Visitor {
  std::string name;  ///< as the log tells who did something
  config::Right right = config::Right::kijker;
  /// OINs of the gemeenten that this operator works for; none = all.
  std::optional<std::vector<std::string>> tenants{};

  bool may(Need need) const {
    using config::Right;
    switch (need) {
      case Need::look:
        return true;
      case Need::act:
        return right == Right::beheerder;
      case Need::person:
        return right != Right::kijker;
      case Need::body:
        return right == Right::privacy;
    }
    return false;
  }
  bool sees(std::string_view tenant) const {
    return !tenants || std::ranges::find(*tenants, tenant) != tenants->end();
  }
  /// Whether all gemeenten with these codes are among those that this operator works for.
  bool sees_codes(const config::Config& config, const std::vector<std::string>& codes) const {
    return !tenants || (!codes.empty() && std::ranges::all_of(codes, [&](const auto& code) {
      const auto tenant = std::ranges::find(config.tenants, code, &config::Tenant::gemeentecode);
      return tenant != config.tenants.end() && sees(tenant->oin.digits());
    }));
  }
};

}  // namespace inburgering::gateway::operation
