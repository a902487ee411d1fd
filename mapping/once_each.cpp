#include "mapping/once_each.h"

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <map>
#include <set>
#include <utility>

namespace inburgering::mapping {
namespace {

/// The same of two changes that state one object in one way.
using Identity = std::pair<std::size_t, std::string>;

std::size_t kind_of(const Change& change) {
  return change.object.index() * 3 + static_cast<std::size_t>(change.actie);
}

Identity identity_of(const Change& change) {
  return {kind_of(change), boost::json::serialize(canonical::key_of(change.object))};
}

/// An end; and what is taken along comes from several messages.
bool told_once(const Change& change) { return change.actie == Actie::beeindigd || change.source; }

/// Most messages tell one of a kind: then there is nothing to compare.
bool may_tell_twice(const std::vector<Change>& changes) {
  std::set<std::size_t> kinds;
  return !std::ranges::all_of(changes, [&](const Change& change) {
    return told_once(change) || kinds.insert(kind_of(change)).second;
  });
}

void remark_on(const canonical::Object& object, schemas::Faults& remarks) {
  const auto place = "/" + std::string(canonical::objecttype(object));
  if (std::ranges::find(remarks, place, &schemas::Fault::pointer) != remarks.end()) return;
  remarks.push_back({place, "dubbel",
                     "staat meer dan eens in dit bericht, met dezelfde sleutel en een andere inhoud: de "
                     "laatste telt"});
}

}  // namespace

std::optional<Translation> once_each(const Translation& translation) {
  if (!may_tell_twice(translation.changes)) return std::nullopt;
  std::map<Identity, std::size_t> told;  // where in `settled` it stands now
  std::vector<std::optional<Change>> settled;
  auto remarks = translation.remarks;
  for (const auto& change : translation.changes) {
    auto last = change;
    if (!told_once(change)) {
      const auto [before, is_new] = told.try_emplace(identity_of(change), settled.size());
      if (!is_new) {
        auto joined = std::move(std::exchange(settled[before->second], std::nullopt)->object);
        if (!canonical::update(joined, change.object).empty()) remark_on(joined, remarks);
        // What states the whole object takes its place; of what states changes, those before it stand too.
        if (change.actie == Actie::gewijzigd) last.object = std::move(joined);
        before->second = settled.size();
      }
    }
    settled.emplace_back(std::move(last));
  }
  if (std::ranges::all_of(settled, &std::optional<Change>::has_value)) return std::nullopt;
  auto once = translation;
  once.remarks = std::move(remarks);
  once.changes.clear();
  for (auto& change : settled)
    if (change) once.changes.push_back(std::move(*change));
  return once;
}

}  // namespace inburgering::mapping
