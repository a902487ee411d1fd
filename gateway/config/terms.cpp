#include "gateway/config/terms.h"

#include <algorithm>

namespace inburgering::gateway::config {

const Terms& terms_of(const Retention& retention, std::string_view tenant, std::string_view feed) {
  const auto found = std::ranges::find_if(retention.exceptions, [&](const Exception& each) {
    return (each.tenant.empty() || each.tenant == tenant) && (each.feed.empty() || each.feed == feed);
  });
  return found == retention.exceptions.end() ? retention.terms : found->terms;
}

}  // namespace inburgering::gateway::config
