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

std::vector<Ground> grounds_of(const Object& object, std::size_t field, const RuleName& rule,
                               std::span<const Object> known) {
  const auto regels = afgeleid::regels();
  const auto regel = std::ranges::find(regels, rule.name, &afgeleid::Regel::naam);
  if (rule.feed != "gateway" || regel == regels.end()) return {};
  const auto gemeente = gemeente_of(object);
  // What the rule says of the field when it sees only this.
  const auto concluded = [&](std::vector<Object> seen) -> std::optional<Object> {
    for (auto& said : regel->leid_af({gemeente, std::move(seen)}))
      if (canonical::same_identity(said, object) && canonical::stated(said)[field]) return std::move(said);
    return std::nullopt;
  };
  const auto whole = concluded({known.begin(), known.end()});
  if (!whole) return {};
  const auto makes_difference = [&](std::vector<Object> seen) {
    const auto said = concluded(std::move(seen));
    return !said || canonical::differing(*whole, *said)[field];
  };
  const auto differs = [&](const auto& unseen) {
    std::vector<Object> seen;
    for (const auto& each : known)
      if (!unseen(each)) seen.push_back(each);
    return makes_difference(std::move(seen));
  };
  const auto fields_of = [&](const Object* ground) {
    canonical::Fields fields;
    const auto candidates = canonical::stated(*ground) & ~canonical::key_fields(*ground);
    const auto names = canonical::field_names(*ground);
    for (std::size_t each = 0; each < names.size(); ++each) {
      if (!candidates[each]) continue;
      std::vector<Object> seen(known.begin(), known.end());
      const std::string name(names[each]);
      canonical::leave_out(seen[static_cast<std::size_t>(ground - known.data())], {&name, 1});
      fields[each] = makes_difference(std::move(seen));
    }
    return fields;
  };

  std::vector<Ground> grounds;
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
    for (const auto* each : these) grounds.push_back({each, fields_of(each)});
  }
  return grounds;
}

}  // namespace inburgering::mapping::lineage
