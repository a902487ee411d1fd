#include "gateway/exchange/relocation.h"

#include "gateway/config/askable.h"
#include "gateway/events/event.h"
#include "gateway/exchange/ask.h"
#include "gateway/exchange/derived.h"
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
          {{actie, std::move(said)}},
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
          const Cause& cause, const std::string& cause_id) {
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
  entry.events = 1;
  draft.join_trace(entry);
  draft.entries.push_back(std::move(entry));
}

void end(Draft& draft, const config::Tenant& tenant, store::Dossier dossier, const schemas::Day& day,
         std::string_view reden, const Cause& cause) {
  canonical::Dossier said;
  said.datum_einde = day;
  said.reden_einde = schemas::Code<codes::dossier_einde>::of(reden);
  update_dossier(draft, tenant, own_statement(dossier, cause.moment, Actie::beeindigd, std::move(said)),
                 cause);
  store::set_closed(draft, dossier, day.text());
  if (draft.is_followed(tenant.oin.digits(), dossier.id))
    ask(draft, tenant.oin.digits(), dossier.id, config::vragen::niet_volgen, cause.message_id);
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
  note(draft, tenant, *dossier, "dossier gesloten", cause, because.message_id);
  end(draft, tenant, *dossier, day, "verhuisd", cause);
  if (const auto* other = draft.ground().registry.tenant_by_code(*moved_to))
    open_elsewhere(draft, *other, *dossier->subject.bsn);
}

Updated reopen(Draft& draft, const config::Tenant& tenant, const store::Dossier& dossier,
               const Cause& cause) {
  store::set_closed(draft, dossier, {});
  canonical::Dossier said;
  said.datum_begin = schemas::day_in_the_netherlands(cause.moment);
  return update_dossier(draft, tenant,
                        own_statement(dossier, cause.moment, Actie::vastgelegd, std::move(said)), cause);
}

namespace {

/// What schools told cannot be asked again: it goes along.
void take_along(Draft& draft, const config::Tenant& tenant, const store::Dossier& ended,
                const store::Dossier& kept, const Cause& cause) {
  const auto& sealing = draft.sealing();
  mapping::Translation told{
      kept.subject, {std::string(log::feed::taalschool), {}, cause.moment}, {}, {}, {}, {}, false};
  for (auto& known : store::all_known(draft, sealing, ended))
    if (known.feed == log::feed::taalschool)
      told.changes.push_back({Actie::vastgelegd, std::move(known.object)});
  for (auto& rij : draft.schoolrijen_of(ended.tenant, ended.id)) {
    const auto place = store::place_of_schoolrij(rij.message_id);
    // What cannot be read stays as it is sealed.
    if (const auto content = store::try_open(sealing.keys, rij.sealed, place))
      rij.sealed = sealing.keys.seal(*content, place, sealing.surroundings.random, kept.key);
    rij.dossier = kept.id;
    draft.put_schoolrij(rij);
  }
  if (told.changes.empty()) return;
  update_dossier(draft, tenant, told, cause);
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
