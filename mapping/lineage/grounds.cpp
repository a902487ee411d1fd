#include "mapping/lineage/grounds.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

#include "mapping/afgeleid/regels.h"

namespace inburgering::mapping::lineage {
namespace {

using canonical::Object;

/// Where the object hangs on a gemeente, it is that of its key; elsewhere no rule looks at which one it is.
std::string gemeente_of(const Object& object) {
  const auto key = canonical::key_of(object);
  const auto* code = key.if_contains("gemeentecode");
  return code != nullptr && code->is_string() ? std::string(code->get_string()) : std::string();
}

}  // namespace

std::vector<const Object*> grounds_of(const Object& object, std::size_t field, const RuleName& rule,
                                      std::span<const Object> known) {
  const auto regels = afgeleid::regels();
  const auto regel = std::ranges::find(regels, rule.name, &afgeleid::Regel::naam);
  if (rule.feed != "gateway" || regel == regels.end()) return {};
  const auto gemeente = gemeente_of(object);
  // What the rule says of the field when it does not see some of what is known.
  const auto concluded = [&](const auto& unseen) -> std::optional<Object> {
    std::vector<Object> seen;
    for (const auto& each : known)
      if (!unseen(each)) seen.push_back(each);
    for (auto& said : regel->leid_af({gemeente, std::move(seen)}))
      if (canonical::same_identity(said, object) && canonical::stated(said)[field]) return std::move(said);
    return std::nullopt;
  };
  const auto whole = concluded([](const Object&) { return false; });
  if (!whole) return {};
  const auto differs = [&](const auto& unseen) {
    const auto said = concluded(unseen);
    return !said || canonical::differing(*whole, *said)[field];
  };

  std::vector<const Object*> grounds;
  for (const auto type : canonical::objecttypes()) {
    if (!afgeleid::rests_on(type)) continue;
    std::vector<const Object*> all;
    for (const auto& each : known)
      if (canonical::objecttype(each) == type) all.push_back(&each);
    if (all.empty() || !differs([&](const Object& each) { return canonical::objecttype(each) == type; }))
      continue;
    std::vector<const Object*> alone;
    for (const auto* one : all)
      if (differs([&](const Object& each) { return &each == one; })) alone.push_back(one);
    const auto& these = alone.empty() ? all : alone;
    grounds.insert(grounds.end(), these.begin(), these.end());
  }
  return grounds;
}

}  // namespace inburgering::mapping::lineage
