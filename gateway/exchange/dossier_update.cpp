#include "gateway/exchange/dossier_update.h"

#include <algorithm>

#include "gateway/base/milliseconds.h"
#include "gateway/events/event.h"
#include "gateway/log/trace.h"
#include "gateway/store/statements.h"
#include "gateway/subscriptions/standing.h"
#include "mapping/brp/standing.h"
#include "mapping/brp/verhuizing.h"
#include "mapping/gemeente/registratie.h"
#include "mapping/once_each.h"
#include "mapping/tegenspraak.h"

namespace inburgering::gateway::exchange {
namespace {

using mapping::Actie;
using mapping::disputes_of;
using mapping::canonical::Object;
using mapping::canonical::Persoon;
using mapping::canonical::Tegenspraak;

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
        apply(change, change.object);
      } else if (auto said = change.object; in_order(said, change.actie)) {
        apply(change, said);
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

  void apply(const mapping::Change& change, const Object& said) {
    if (change.actie == Actie::beeindigd)
      end(said);
    else
      lay_over(change, said);
  }

  mapping::Source source_of(const mapping::Rule* rule) const {
    if (rule == nullptr) rule = translation_.rule;
    return {translation_.bron.feed, message_id(), rule == nullptr ? "" : mapping::to_text(*rule)};
  }

  const std::string& message_id() const {
    return cause_.told_in.empty() ? cause_.message_id : cause_.told_in;
  }

  void lay_over(const mapping::Change& change, Object said) {
    const auto source = change.source ? *change.source : source_of(change.rule);
    auto testimony = store::find_testimony(draft_, sealing_, dossier_, said);
    if (auto* persoon = std::get_if<Persoon>(&said))
      if (const auto* before = testimony.voice_of(source.feed))
        mapping::brp::leave_standing(*persoon, std::get<Persoon>(before->said));
    // A registration is all that the gemeente says of an object: what it said before and leaves out now, it
    // says no more.
    const bool whole = source.feed == mapping::canonical::voorrang::gemeente && !change.source;
    say(testimony, said, source, change.with, whole);
  }

  /// Whether the gemeente leaves out what it said of the object before.
  static bool falls_silent(const mapping::Testimony& testimony, const Object& said) {
    const auto* before = testimony.voice_of(mapping::canonical::voorrang::gemeente);
    return before != nullptr &&
           (mapping::canonical::stated(before->said) & ~mapping::canonical::stated(said)).any();
  }

  void say(mapping::Testimony& testimony, const Object& said, const mapping::Source& source,
           std::span<const std::pair<Object, const mapping::Rule*>> with = {}, bool whole = false) {
    const bool fresh = testimony.empty();
    const auto before = fresh ? said : testimony.object();
    const auto disputed = disputes_of(testimony);
    if (whole && falls_silent(testimony, said)) testimony.withdraw(source.feed);
    bool is_news = testimony.say(said, source);
    for (const auto& [more, rule] : with) is_news = testimony.say(more, source_of(rule)) || is_news;
    if (!is_news) return;
    store::put_testimony(draft_, sealing_, dossier_, testimony);
    const auto now = testimony.object();
    if (fresh)
      tell(Actie::vastgelegd, now, mapping::canonical::stated_fields(now));
    else
      tell_difference(before, now);
    tell_disputes(disputed, disputes_of(testimony));
  }

  void end(const Object& said) {
    auto testimony = store::find_testimony(draft_, sealing_, dossier_, said);
    if (!testimony.empty()) return fall_silent(std::move(testimony), translation_.bron.feed, &said);
    // Of the dossier itself only its end is told: that it is kept needs no telling.
    if (std::holds_alternative<mapping::canonical::Dossier>(said))
      tell(Actie::beeindigd, said, mapping::canonical::stated_fields(said));
  }

  /// A feed says nothing more of an object. When nobody does, it ended; `last` is what was said with that.
  void fall_silent(mapping::Testimony testimony, std::string_view feed, const Object* last) {
    auto before = testimony.object();
    const auto disputed = disputes_of(testimony);
    if (!testimony.withdraw(feed)) return;
    // What was added to what another told falls with that.
    if (std::ranges::all_of(testimony.voices(), mapping::gemeente::only_adds)) testimony = {};
    if (testimony.empty()) {
      store::remove_object(draft_, sealing_, dossier_, before);
      auto changed = last == nullptr ? std::vector<std::string>() : mapping::canonical::update(before, *last);
      tell(Actie::beeindigd, before, std::move(changed));
    } else {
      store::put_testimony(draft_, sealing_, dossier_, testimony);
      tell_difference(before, testimony.object());
    }
    tell_disputes(disputed, disputes_of(testimony));
  }

  void end_unlisted(std::string_view type) {
    std::vector<Object> listed;
    listed.reserve(translation_.changes.size());
    for (const auto& change : translation_.changes) listed.push_back(change.object);
    const auto& feed = translation_.bron.feed;
    const auto known = store::objects_of_type(draft_, sealing_, dossier_, type, feed);
    for (const auto& difference : mapping::canonical::differences(known, listed)) {
      if (difference.after != nullptr) continue;
      auto unlisted = *difference.before;
      if (!in_order(unlisted, Actie::beeindigd)) continue;
      fall_silent(store::find_testimony(draft_, sealing_, dossier_, unlisted), feed, nullptr);
    }
  }

  void tell_disputes(const std::vector<Tegenspraak>& before, const std::vector<Tegenspraak>& after) {
    for (const auto& dispute : after) {
      auto testimony = store::find_testimony(draft_, sealing_, dossier_, dispute);
      say(testimony, dispute,
          {std::string(log::feed::gateway), message_id(),
           mapping::to_text(*mapping::rule("gateway", "tegenspraak"))});
    }
    for (const auto& dispute : before)
      if (std::ranges::none_of(
              after, [&](const auto& each) { return mapping::canonical::same_identity(each, dispute); }))
        if (auto testimony = store::find_testimony(draft_, sealing_, dossier_, dispute); !testimony.empty())
          fall_silent(std::move(testimony), log::feed::gateway, nullptr);
  }

  void tell_difference(const Object& before, const Object& after) {
    auto changed = mapping::canonical::names_of(after, mapping::canonical::differing(before, after));
    if (!changed.empty()) tell(Actie::gewijzigd, after, std::move(changed));
  }

  bool is_told(const wishes::Subscription& wish, const Object& object) const {
    if (cause_.only_for && wish.afnemer != *cause_.only_for) return false;
    // What follows from its own word, or is said against it, is no word of its own.
    const bool own = wish.afnemer == cause_.sender &&
                     translation_.bron.feed == mapping::canonical::voorrang::gemeente &&
                     !std::holds_alternative<Tegenspraak>(object);
    return !own || wish.eigen_registraties.value_or(false);
  }

  void tell(Actie actie, const Object& object, std::vector<std::string> gewijzigd) {
    ++events_;
    if (std::holds_alternative<Persoon>(object) &&
        std::ranges::find(gewijzigd, "gemeenteVanInschrijving") != gewijzigd.end())
      registration_changed_ =
          mapping::brp::verhuisd_naar(std::get<Persoon>(object), tenant_.gemeentecode).has_value();
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
      if (is_told(standing->wish, object) &&
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
