#include "gateway/log/due.h"

#include <algorithm>
#include <set>

#include "gateway/base/surroundings.h"
#include "gateway/log/exchange_log.h"

namespace inburgering::gateway::log {

bool Due::held(std::string_view tenant, std::string_view dossier) const {
  return std::ranges::any_of(holds_, [&](const Hold& hold) {
    return hold.tenant == tenant && (hold.dossier.empty() || hold.dossier == dossier);
  });
}

bool Due::dead_letter(std::string_view tenant, std::string_view dossier, schemas::Moment died) const {
  return died < before(config::terms_of(terms_, tenant, feed::afnemer).dead_letters) &&
         !held(tenant, dossier);
}

bool Due::dossier(std::string_view tenant, std::string_view id, std::string_view closed) const {
  const auto last = before(config::terms_of(terms_, tenant, {}).dossiers).text();
  return closed < std::string_view(last).substr(0, std::string_view("YYYY-MM-DD").size()) &&
         !held(tenant, id);
}

bool Due::old_enough(std::string_view id, std::string_view tenant, std::string_view feed) const {
  return id < first_uuid7(before(config::terms_of(terms_, tenant, feed).bodies));
}

bool Due::over(std::string_view last_moment, std::string_view tenant, std::string_view feed) const {
  return last_moment < before(config::terms_of(terms_, tenant, feed).bodies).text();
}

std::string Due::youngest_body() const {
  auto shortest = terms_.terms.bodies;
  for (const auto& each : terms_.exceptions) shortest = std::min(shortest, each.terms.bodies);
  return first_uuid7(before(shortest));
}

std::string Due::first_reference() const { return first_uuid7(before(terms_.terms.log)); }

std::vector<std::chrono::milliseconds> Due::terms_of_entries() const {
  std::set<std::chrono::milliseconds> terms{terms_.terms.log, terms_.terms.evidence};
  for (const auto& each : terms_.exceptions) terms.insert({each.terms.log, each.terms.evidence});
  return {terms.begin(), terms.end()};
}

bool Due::entry(std::chrono::milliseconds term, std::string_view tenant, std::string_view feed,
                std::string_view dossier, std::string_view moment) const {
  const auto& terms = config::terms_of(terms_, tenant, feed);
  return (dossier.empty() ? terms.log : terms.evidence) <= term && moment < before(term).text() &&
         !held(tenant, dossier);
}

}  // namespace inburgering::gateway::log
