#include "gateway/exchange/dossier_update.h"

#include <algorithm>

#include "gateway/base/milliseconds.h"
#include "gateway/events/event.h"
#include "gateway/log/trace.h"
#include "gateway/store/statements.h"
#include "gateway/subscriptions/standing.h"
#include "mapping/brp/standing.h"
#include "mapping/brp/verhuizing.h"
#include "mapping/once_each.h"

namespace inburgering::gateway::exchange {
namespace {

using mapping::Actie;
using mapping::canonical::Object;

/// Stands among the statements about an object for that it exists at all.
constexpr std::string_view existence = "";

class Update {
 public:
  Update(Draft& draft, const config::Tenant& tenant, const mapping::Translation& translation,
         const Cause& cause)
      : draft_(draft), sealing_(draft.sealing()), tenant_(tenant), translation_(translation), cause_(cause) {}

  Updated run() {
    dossier_ = store::take_dossier(draft_, sealing_, tenant_.oin.digits(), translation_.subject);
    for (const auto& change : translation_.changes) {
      if (!translation_.volgorde) {
        apply(change.actie, change.object);
      } else if (auto said = change.object; in_order(said, change.actie)) {
        apply(change.actie, said);
      }
    }
    for (const auto type : translation_.complete) end_unlisted(type);
    if (events_ > 0) store::set_last_sequence(draft_, dossier_);
    return {dossier_, events_, translation_.remarks, registration_changed_};
  }

 private:
  /// Takes out of `said` what a later statement has overtaken, and notes when the rest was said; false when
  /// nothing is left. Of a feed that tells in order everything stays.
  bool in_order(Object& said, Actie actie) {
    if (!translation_.volgorde) return true;
    const auto& now = *translation_.volgorde;
    auto known = store::statements_of(draft_, sealing_, dossier_, said);
    const auto stands = [&](std::string_view field) {
      const auto found = known.find(field);
      return found == known.end() || mapping::overtakes(now, found->second);
    };
    if (!stands(existence)) return false;
    // An end is older news than whatever was said of the object after it.
    if (actie == Actie::beeindigd &&
        !std::ranges::all_of(known, [&](const auto& each) { return stands(each.first); }))
      return false;
    std::vector<std::string> overtaken;
    for (auto& field : mapping::canonical::stated_fields(said)) {
      if (stands(field))
        known[field] = now;
      else
        overtaken.push_back(std::move(field));
    }
    mapping::canonical::leave_out(said, overtaken);
    // That it ended is remembered, so that an older statement does not bring it back.
    if (actie == Actie::beeindigd) known[std::string(existence)] = now;
    store::put_statements(draft_, sealing_, dossier_, said, known);
    return true;
  }

  void apply(Actie actie, const Object& said) {
    if (actie == Actie::beeindigd)
      end(said);
    else
      lay_over(said);
  }

  void lay_over(Object said) {
    auto known = store::find_object(draft_, sealing_, dossier_, said);
    if (known)
      if (auto* persoon = std::get_if<mapping::canonical::Persoon>(&said))
        mapping::brp::leave_standing(*persoon, std::get<mapping::canonical::Persoon>(*known));
    if (!known) {
      store::put_object(draft_, sealing_, dossier_, translation_.bron.feed, said);
      return tell(Actie::vastgelegd, said, mapping::canonical::stated_fields(said));
    }
    auto changed = mapping::canonical::update(*known, said);
    if (changed.empty()) return;
    store::put_object(draft_, sealing_, dossier_, translation_.bron.feed, *known);
    tell(Actie::gewijzigd, *known, std::move(changed));
  }

  void end(const Object& said) {
    auto known = store::find_object(draft_, sealing_, dossier_, said);
    if (!known) {
      // Of the dossier itself only its end is told: that it is kept needs no telling.
      if (std::holds_alternative<mapping::canonical::Dossier>(said))
        tell(Actie::beeindigd, said, mapping::canonical::stated_fields(said));
      return;
    }
    auto changed = mapping::canonical::update(*known, said);
    store::remove_object(draft_, sealing_, dossier_, *known);
    tell(Actie::beeindigd, *known, std::move(changed));
  }

  void end_unlisted(std::string_view type) {
    std::vector<Object> listed;
    listed.reserve(translation_.changes.size());
    for (const auto& change : translation_.changes) listed.push_back(change.object);
    const auto known = store::objects_of_type(draft_, sealing_, dossier_, type, translation_.bron.feed);
    for (const auto& difference : mapping::canonical::differences(known, listed)) {
      if (difference.after != nullptr) continue;
      auto unlisted = *difference.before;
      if (!in_order(unlisted, Actie::beeindigd)) continue;
      store::remove_object(draft_, sealing_, dossier_, *difference.before);
      tell(Actie::beeindigd, *difference.before, {});
    }
  }

  void tell(Actie actie, const Object& object, std::vector<std::string> gewijzigd) {
    ++events_;
    if (std::holds_alternative<mapping::canonical::Persoon>(object) &&
        std::ranges::find(gewijzigd, "gemeenteVanInschrijving") != gewijzigd.end())
      registration_changed_ =
          mapping::brp::verhuisd_naar(std::get<mapping::canonical::Persoon>(object), tenant_.gemeentecode)
              .has_value();
    const events::Event event{uuid7(sealing_.surroundings),
                              draft_.config().oin.digits(),
                              dossier_.id,
                              ++dossier_.last_sequence,
                              draft_.now(),
                              cause_.traceparent,
                              actie,
                              tenant_.gemeentecode,
                              std::move(gewijzigd)};
    const auto cloud = events::cloud_event(event, dossier_.subject, object, translation_.bron);
    const auto stored = events::keep_event(draft_, sealing_, dossier_, event, events::type_of(object, actie),
                                           cause_.message_id, cloud, false);
    const subscriptions::Told told{tenant_, dossier_, mapping::canonical::objecttype(object),
                                   mapping::to_text(actie), cloud.at("data").as_object()};
    for (const auto& standing : draft_.present())
      if ((!cause_.only_for || standing->wish.afnemer == *cause_.only_for) &&
          subscriptions::wants(draft_, sealing_.keys, draft_.config(), *standing, told) &&
          subscriptions::is_followed(draft_, *standing, dossier_))
        draft_.add_delivery(standing->destination(), stored, store::mark::none, milliseconds(event.time));
  }

  Draft& draft_;
  const store::Sealing& sealing_;
  const config::Tenant& tenant_;
  const mapping::Translation& translation_;
  const Cause& cause_;
  store::Dossier dossier_;
  std::int64_t events_ = 0;
  bool registration_changed_ = false;
};

}  // namespace

Cause cause_of(const log::Entry& entry) {
  return {entry.message_id, log::traceparent(entry.trace_id, entry.message_id), entry.moment};
}

Updated update_dossier(Draft& draft, const config::Tenant& tenant, const mapping::Translation& translation,
                       const Cause& cause) {
  const auto once = mapping::once_each(translation);
  return Update(draft, tenant, once ? *once : translation, cause).run();
}

}  // namespace inburgering::gateway::exchange
