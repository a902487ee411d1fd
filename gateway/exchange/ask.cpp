#include "gateway/exchange/ask.h"

#include <algorithm>

#include "gateway/base/milliseconds.h"
#include "gateway/config/askable.h"
#include "gateway/store/questions.h"

namespace inburgering::gateway::exchange {

std::string peer_of(const config::Config& config, std::string_view tenant, std::string_view resource) {
  const auto subject = config::find_askable(resource);
  if (!subject || subject->of_duo) return std::string(duo);
  const auto owner =
      std::ranges::find(config.tenants, tenant, [](const auto& each) { return each.oin.digits(); });
  const auto* asked = owner == config.tenants.end() ? nullptr : config::brp_of(config, owner->gemeentecode);
  return asked == nullptr ? std::string() : asked->naam;
}

std::vector<std::string_view> brp_questions(const config::Config& config, std::string_view gemeentecode) {
  const auto* asked = config::brp_of(config, gemeentecode);
  if (asked == nullptr) return {};
  // First follow, then ask: what changes in between is then told.
  if (asked->volgen.empty()) return {config::vragen::persoon};
  return {config::vragen::volgen, config::vragen::persoon};
}

void ask(Draft& draft, const std::string& tenant, const std::string& dossier, std::string_view resource,
         const std::string& cause_id) {
  store::Question question;
  question.id = uuid7(draft.sealing().surroundings);
  question.tenant = tenant;
  question.dossier = dossier;
  question.resource = resource;
  question.cause_id = cause_id;
  question.due = milliseconds(draft.now());
  question.peer = peer_of(draft.config(), tenant, resource);
  draft.add_question(question);
}

}  // namespace inburgering::gateway::exchange
