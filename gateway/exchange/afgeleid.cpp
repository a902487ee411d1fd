#include "gateway/exchange/afgeleid.h"

#include <algorithm>

#include "mapping/afgeleid/regels.h"
#include "mapping/gemeente/registratie.h"

namespace inburgering::gateway::exchange {
namespace {

namespace canonical = mapping::canonical;

/// Of each object what all rules say of it together: it changes once.
std::vector<mapping::Change> follow(const mapping::afgeleid::Bekend& bekend) {
  std::vector<mapping::Change> changes;
  for (const auto& regel : mapping::afgeleid::regels())
    for (auto& object : regel.leid_af(bekend)) {
      const auto same = std::ranges::find_if(
          changes, [&](const auto& each) { return canonical::same_identity(each.object, object); });
      if (same == changes.end())
        changes.push_back({mapping::Actie::gewijzigd, std::move(object), regel.rule});
      else
        same->with.emplace_back(std::move(object), regel.rule);
    }
  return changes;
}

/// Whether an object is there by what rules say of it alone, and by what was added to that: no rule rests on
/// its own conclusions.
bool is_conclusion(const mapping::Testimony& testimony) {
  const auto& voices = testimony.voices();
  return mapping::afgeleid::fills(canonical::objecttype(voices.front().said)) &&
         std::ranges::all_of(voices, [](const auto& voice) {
           return voice.feed() == log::feed::gateway || mapping::gemeente::only_adds(voice);
         });
}

/// What followed before and follows no more has no value.
void take_back(mapping::Change& change, const canonical::Object& before) {
  auto follows = change.object;
  for (const auto& [object, rule] : change.with) canonical::update(follows, object);
  std::visit(
      [&]<class T>(const T& now) {
        schemas::for_each_field<T>([&](const auto& field) {
          using Member = std::remove_cvref_t<decltype(now.*field.member)>;
          if constexpr (schemas::is_stated<Member>)
            if ((now.*field.member).is_absent() && (std::get<T>(before).*field.member).has_value())
              std::get<T>(change.object).*field.member = Member::no_value();
        });
      },
      follows);
}

}  // namespace

bool may_follow(const mapping::Translation& said) {
  return std::ranges::any_of(said.complete, mapping::afgeleid::rests_on) ||
         std::ranges::any_of(said.changes, [](const auto& change) {
           return mapping::afgeleid::rests_on(canonical::objecttype(change.object));
         });
}

Updated update_afgeleid(Draft& draft, const config::Tenant& tenant, const store::Dossier& dossier,
                        const Cause& cause) {
  // Of nobody (reference lists) and of whom is kept no longer nothing is concluded.
  if ((!dossier.subject.bsn && !dossier.subject.v_nummer) || !dossier.closed.empty()) return {dossier};
  mapping::Translation concluded;
  concluded.subject = dossier.subject;
  concluded.bron = {std::string(log::feed::gateway), {}, cause.moment};
  const auto testimonies = store::all_testimonies(draft, draft.sealing(), dossier);
  std::vector<canonical::Object> objects;
  for (const auto& testimony : testimonies)
    if (!is_conclusion(testimony)) objects.push_back(testimony.object());
  concluded.changes = follow({tenant.gemeentecode, std::move(objects)});
  for (const auto& testimony : testimonies) {
    const auto* voice = testimony.voice_of(log::feed::gateway);
    const auto type = canonical::objecttype(testimony.voices().front().said);
    if (voice == nullptr || !mapping::afgeleid::fills(type)) continue;
    // Of what no rule speaks any more, nothing of what they said stands.
    if (std::ranges::find(concluded.complete, type) == concluded.complete.end())
      concluded.complete.push_back(type);
    for (auto& change : concluded.changes)
      if (canonical::same_identity(change.object, voice->said)) take_back(change, voice->said);
  }
  if (concluded.changes.empty() && concluded.complete.empty()) return {dossier};
  return update_dossier(draft, tenant, concluded, cause);
}

}  // namespace inburgering::gateway::exchange
