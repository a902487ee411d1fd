#include "gateway/exchange/relocation.h"

#include "gateway/config/askable.h"
#include "gateway/events/event.h"
#include "gateway/exchange/ask.h"
#include "gateway/log/trace.h"
#include "gateway/store/followed.h"
#include "mapping/brp/verhuizing.h"

namespace inburgering::gateway::exchange {
namespace {

using mapping::Actie;
namespace canonical = mapping::canonical;
namespace codes = canonical::codes;

/// What the gateway itself says of a dossier.
mapping::Translation own_statement(const store::Dossier& dossier, schemas::Moment moment, Actie actie,
                                   canonical::Dossier said) {
  return {dossier.subject, {"gateway", {}, moment}, {{actie, std::move(said)}}, {}, {}, {}, false};
}

void ask_everything(store::Session& sql, const Keepers& keepers, const config::Tenant& tenant,
                    const store::Dossier& dossier, const std::string& cause_id) {
  auto wanted = config::duo_questions();
  const auto of_brp = brp_questions(keepers.config, tenant.gemeentecode);
  wanted.insert(wanted.end(), of_brp.begin(), of_brp.end());
  for (const auto resource : wanted)
    ask(sql, keepers.sealing, keepers.config, tenant.oin.digits(), dossier.id, resource, cause_id);
}

void note(store::Session& sql, const config::Tenant& tenant, const store::Dossier& dossier,
          std::string_view kind, const Cause& cause, const std::string& cause_id) {
  log::Entry entry;
  entry.message_id = cause.message_id;
  entry.cause_id = cause_id;
  entry.tenant = tenant.oin.digits();
  entry.moment = cause.moment;
  entry.direction = "in";
  entry.feed = "gateway";
  entry.kind = kind;
  entry.dossier = dossier.id;
  entry.outcome = "verwerkt";
  entry.events = 1;
  log::append(sql, entry);
}

void end(store::Session& sql, const Keepers& keepers, const config::Tenant& tenant, store::Dossier dossier,
         const schemas::Day& day, std::string_view reden, const Cause& cause) {
  canonical::Dossier said;
  said.datum_einde = day;
  said.reden_einde = schemas::Code<codes::dossier_einde>::of(reden);
  update_dossier(sql, keepers.sealing, keepers.config, tenant,
                 own_statement(dossier, cause.moment, Actie::beeindigd, std::move(said)), cause);
  store::set_closed(sql, dossier, day.text());
  if (store::is_followed(sql, tenant.oin.digits(), dossier.id))
    ask(sql, keepers.sealing, keepers.config, tenant.oin.digits(), dossier.id, config::vragen::niet_volgen,
        cause.message_id);
}

/// A cause of its own: nothing in the new gemeente's log leads to the old one's.
Cause fresh_cause(const Keepers& keepers) {
  const auto id = uuid7(keepers.sealing.surroundings);
  return {id, log::traceparent(log::trace_id_of(id), id), keepers.sealing.surroundings.clock.now()};
}

void open_elsewhere(store::Session& sql, const Keepers& keepers, const config::Tenant& tenant,
                    const schemas::Bsn& bsn) {
  auto dossier = store::take_dossier(sql, keepers.sealing, tenant.oin.digits(), {bsn, {}});
  if (!dossier.fresh && dossier.closed.empty()) return;  // known there already
  const auto cause = fresh_cause(keepers);
  reopen(sql, keepers, tenant, dossier, cause);
  note(sql, tenant, dossier, "dossier geopend", cause, {});
  ask_everything(sql, keepers, tenant, dossier, cause.message_id);
}

}  // namespace

void close_if_moved(store::Session& sql, const Keepers& keepers, const config::Tenant& tenant,
                    const std::string& id, const log::Entry& because) {
  const auto dossier = store::find_dossier(sql, keepers.sealing, tenant.oin.digits(), id);
  if (!dossier || !dossier->closed.empty() || !dossier->subject.bsn) return;
  const auto object = store::find_object(sql, keepers.sealing, *dossier, canonical::Persoon{});
  if (!object) return;
  const auto& persoon = std::get<canonical::Persoon>(*object);
  const auto moved_to = mapping::brp::verhuisd_naar(persoon, tenant.gemeentecode);
  if (!moved_to) return;
  const auto cause = fresh_cause(keepers);
  const auto day =
      mapping::brp::dag_van_verhuizing(persoon).value_or(schemas::day_in_the_netherlands(cause.moment));
  note(sql, tenant, *dossier, "dossier gesloten", cause, because.message_id);
  end(sql, keepers, tenant, *dossier, day, "verhuisd", cause);
  if (const auto* other = keepers.registry.tenant_by_code(*moved_to))
    open_elsewhere(sql, keepers, *other, *dossier->subject.bsn);
}

Updated reopen(store::Session& sql, const Keepers& keepers, const config::Tenant& tenant,
               const store::Dossier& dossier, const Cause& cause) {
  store::set_closed(sql, dossier, {});
  canonical::Dossier said;
  said.datum_begin = schemas::day_in_the_netherlands(cause.moment);
  return update_dossier(sql, keepers.sealing, keepers.config, tenant,
                        own_statement(dossier, cause.moment, Actie::vastgelegd, std::move(said)), cause);
}

void merge(store::Session& sql, const Keepers& keepers, const config::Tenant& tenant,
           const store::Dossier& ended, const store::Dossier& kept, const Cause& cause) {
  end(sql, keepers, tenant, ended, schemas::day_in_the_netherlands(cause.moment), "samengevoegd", cause);
  store::move_numbers(sql, ended, kept);
  ask_everything(sql, keepers, tenant, kept, cause.message_id);
}

}  // namespace inburgering::gateway::exchange
