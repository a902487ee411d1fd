#include "gateway/questions/catalogue.h"

#include <algorithm>
#include <array>

#include "adapters/duo/vraag.h"
#include "gateway/config/config.h"

namespace inburgering::gateway::questions {

std::optional<Subject> find_subject(std::string_view resource) {
  static constexpr std::array about_persons{brp::persoon, brp::volgen, brp::niet_volgen};
  if (const auto* row = adapters::duo::find_resource(resource)) return Subject{row->about_person, true};
  if (std::ranges::find(about_persons, resource) != about_persons.end()) return Subject{true, false};
  if (resource == brp::wijzigingen) return Subject{false, false};
  return std::nullopt;
}

std::string peer_of(const config::Config& config, std::string_view tenant, std::string_view resource) {
  const auto subject = find_subject(resource);
  if (!subject || subject->of_duo) return std::string(duo);
  const auto owner =
      std::ranges::find(config.tenants, tenant, [](const auto& each) { return each.oin.digits(); });
  const auto* asked = owner == config.tenants.end() ? nullptr : config::brp_of(config, owner->gemeentecode);
  return asked == nullptr ? std::string() : asked->naam;
}

std::vector<std::string_view> duo_questions() {
  std::vector<std::string_view> names;
  for (const auto& resource : adapters::duo::resources())
    if (resource.about_person) names.push_back(resource.name);
  return names;
}

std::vector<std::string_view> brp_questions(const config::Config& config, std::string_view gemeentecode) {
  const auto* asked = config::brp_of(config, gemeentecode);
  if (asked == nullptr) return {};
  // First follow, then ask: what changes in between is then told.
  if (asked->volgen.empty()) return {brp::persoon};
  return {brp::volgen, brp::persoon};
}

}  // namespace inburgering::gateway::questions
