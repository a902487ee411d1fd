#include "gateway/config/askable.h"

#include <algorithm>
#include <array>

#include "adapters/duo/vraag.h"

namespace inburgering::gateway::config {

std::optional<Askable> find_askable(std::string_view resource) {
  static constexpr std::array about_persons{vragen::persoon, vragen::volgen, vragen::niet_volgen};
  if (const auto* row = adapters::duo::find_resource(resource)) return Askable{row->about_person, true};
  if (std::ranges::find(about_persons, resource) != about_persons.end()) return Askable{true, false};
  if (resource == vragen::wijzigingen) return Askable{false, false};
  return std::nullopt;
}

std::vector<std::string_view> duo_questions() {
  std::vector<std::string_view> names;
  for (const auto& resource : adapters::duo::resources())
    if (resource.about_person) names.push_back(resource.name);
  return names;
}

}  // namespace inburgering::gateway::config
