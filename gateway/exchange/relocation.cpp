#include "gateway/exchange/relocation.h"

#include "gateway/config/askable.h"
#include "gateway/events/event.h"
#include "gateway/exchange/ask.h"
#include "gateway/exchange/derived.h"
#include "gateway/exchange/klokken.h"
#include "gateway/log/trace.h"
#include "gateway/store/followed.h"
#include "gateway/store/sealed.h"
#include "mapping/brp/verhuizing.h"

namespace inburgering::gateway::exchange {
namespace {

using mapping::Actie;
namespace canonical = mapping::canonical;
namespace codes = canonical::codes;

/// What the gateway itself says of a dossier.
mapping::Translation own_statement(const store::Dossier& dossier, schemas::Moment moment, Actie actie,
                                   canonical::Dossier said) {
  return {dossier.subject,
          {std::string(log::feed::gateway), {}, moment},
          {{actie, std::move(said), mapping::rule("gateway", "dossier")}},
          {},
          {},
          {},
          false};
}

void ask_everything(Draft& draft, const config::Tenant& tenant, const store::Dossier& dossier,
                    const std::string& cause_id) {
  auto wanted = config::duo_questions();
  const auto of_brp = brp_questions(draft.config(), tenant.gemeentecode);
  wanted.insert(wanted.end(), of_brp.begin(), of_brp.end());
  for (const auto resource : wanted) ask(draft, tenant.oin.digits(), dossier.id, resource, cause_id);
}

void note(Draft& draft, const config::Tenant& tenant, const store::Dossier& dossier, std::string_view kind,
          const Cause& cause, const std::string& cause_id, std::int64_t events = 1) {
  log::Entry entry;
  entry.message_id = cause.message_id;
  entry.cause_id = cause_id;
  entry.tenant = tenant.oin.digits();
  entry.moment = cause.moment;
  entry.direction = log::direction::in;
  entry.feed = log::feed::gateway;
  entry.kind = kind;
  entry.dossier = dossier.id;
  entry.outcome = log::outcome::verwerkt;
  entry.events = events;
  draft.join_trace(entry);
  draft.entries.push_back(std::move(entry));
}

/// With its clocks, which are told first. Answers how many events there were.
std::int64_t end(Draft& draft, const config::Tenant& tenant, store::Dossier dossier, const schemas::Day& day,
                 std::string_view reden, const Cause& cause) {
  dossier.closed = day.text();
  auto events = update_klokken(draft, tenant, dossier, cause);
  canonical::Dossier said;
  said.datum_einde = day;
  said.reden_einde = schemas::Code<codes::dossier_einde>::of(reden);
  events += update_dossier(draft, tenant,
                           own_statement(dossier, cause.moment, Actie::beeindigd, std::move(said)), cause)
                .events;
  store::set_closed(draft, dossier, day.text());
  if (draft.is_followed(tenant.oin.digits(), dossier.id))
    ask(draft, tenant.oin.digits(), dossier.id, config::vragen::niet_volgen, cause.message_id);
  return events;
}

/// A cause of its own: nothing in the new gemeente's log leads to the old one's.
Cause fresh_cause(const Draft& draft) {
  const auto id = uuid7(draft.sealing().surroundings);
  return {id, log::traceparent(log::trace_id_of(id), id), draft.now()};
}

void open_elsewhere(Draft& draft, const config::Tenant& tenant, const schemas::Bsn& bsn) {
  auto dossier = store::take_dossier(draft, draft.sealing(), tenant.oin.digits(), {bsn, {}});
  if (!dossier.fresh && dossier.closed.empty()) return;  // known there already
  const auto cause = fresh_cause(draft);
  reopen(draft, tenant, dossier, cause);
  note(draft, tenant, dossier, "dossier geopend", cause, {});
  ask_everything(draft, tenant, dossier, cause.message_id);
}

}  // namespace

void close_if_moved(Draft& draft, const config::Tenant& tenant, const std::string& id,
                    const log::Entry& because) {
  const auto dossier = store::find_dossier(draft, draft.sealing(), tenant.oin.digits(), id);
  if (!dossier || !dossier->closed.empty() || !dossier->subject.bsn) return;
  const auto object = store::find_object(draft, draft.sealing(), *dossier, canonical::Persoon{});
  if (!object) return;
  const auto& persoon = std::get<canonical::Persoon>(*object);
  const auto moved_to = mapping::brp::verhuisd_naar(persoon, tenant.gemeentecode);
  if (!moved_to) return;
  const auto cause = fresh_cause(draft);
  const auto day =
      mapping::brp::dag_van_verhuizing(persoon).value_or(schemas::day_in_the_netherlands(cause.moment));
  const auto events = end(draft, tenant, *dossier, day, "verhuisd", cause);
  note(draft, tenant, *dossier, "dossier gesloten", cause, because.message_id, events);
  if (const auto* other = draft.ground().registry.tenant_by_code(*moved_to))
    open_elsewhere(draft, *other, *dossier->subject.bsn);
}

Updated reopen(Draft& draft, const config::Tenant& tenant, const store::Dossier& dossier,
               const Cause& cause) {
  store::set_closed(draft, dossier, {});
  canonical::Dossier said;
  said.datum_begin = schemas::day_in_the_netherlands(cause.moment);
  auto updated = update_dossier(
      draft, tenant, own_statement(dossier, cause.moment, Actie::vastgelegd, std::move(said)), cause);
  updated.events += update_klokken(draft, tenant, updated.dossier, cause);
  return updated;
}

namespace {

/// What `known` says of the same object in a later message. Ids of messages are in the order of time (RFC
/// 9562, UUID version 7); where one is not known, what is kept stands.
canonical::Fields said_since(const mapping::Voice& voice, const mapping::Voice* known) {
  if (known == nullptr) return {};
  auto since = canonical::stated(known->said);
  for (std::size_t field = 0; field < voice.told_in.size(); ++field) {
    const auto& before = voice.sources[voice.told_in[field]].message;
    const auto& after = known->sources[known->told_in[field]].message;
    if (!before.empty() && !after.empty() && before > after) since[field] = false;
  }
  return since;
}

/// What a voice says and was not said since, parted by where it was told.
void repeat(const mapping::Voice& voice, const mapping::Voice* known, std::vector<mapping::Change>& changes) {
  const auto keys = canonical::key_fields(voice.said);
  const auto since = said_since(voice, known);
  for (std::size_t i = 0; i < voice.sources.size(); ++i) {
    canonical::Fields others;
    for (std::size_t field = 0; field < voice.told_in.size(); ++field)
      others[field] = !keys[field] && (since[field] || voice.told_in[field] != i);
    auto said = voice.said;
    canonical::leave_out(said, canonical::names_of(said, others));
    changes.push_back({Actie::vastgelegd, std::move(said), nullptr, voice.sources[i]});
  }
}

/// What schools told and the gemeente registered cannot be asked again: it goes along.
void take_along(Draft& draft, const config::Tenant& tenant, const store::Dossier& ended,
                const store::Dossier& kept, const Cause& cause) {
  const auto& sealing = draft.sealing();
  std::vector<mapping::Translation> all;
  for (const auto feed : {log::feed::taalschool, canonical::voorrang::gemeente}) {
    mapping::Translation told{kept.subject, {std::string(feed), {}, cause.moment}, {}, {}, {}, {}, false};
    for (const auto& testimony : store::all_testimonies(draft, sealing, ended))
      if (const auto* voice = testimony.voice_of(feed))
        repeat(*voice, store::find_testimony(draft, sealing, kept, voice->said).voice_of(feed), told.changes);
    if (!told.changes.empty()) all.push_back(std::move(told));
  }
  for (auto& rij : draft.schoolrijen_of(ended.tenant, ended.id)) {
    const auto place = store::place_of_schoolrij(rij.message_id);
    // What cannot be read stays as it is sealed.
    if (const auto content = store::try_open(sealing.keys, rij.sealed, place))
      rij.sealed = sealing.keys.seal(*content, place, sealing.surroundings.random, kept.key);
    rij.dossier = kept.id;
    draft.put_schoolrij(rij);
  }
  if (all.empty()) return;
  for (const auto& told : all) update_dossier(draft, tenant, told, cause);
  update_derived(draft, tenant, kept, cause);
}

}  // namespace

void merge(Draft& draft, const config::Tenant& tenant, const store::Dossier& ended,
           const store::Dossier& kept, const Cause& cause) {
  end(draft, tenant, ended, schemas::day_in_the_netherlands(cause.moment), "samengevoegd", cause);
  draft.move_numbers(tenant.oin.digits(), ended.id, kept.id);
  take_along(draft, tenant, ended, kept, cause);
  ask_everything(draft, tenant, kept, cause.message_id);
}

}  // namespace inburgering::gateway::exchange
