#include "gateway/exchange/klokken.h"

#include <algorithm>

#include "gateway/exchange/schoolgegevens.h"
#include "gateway/store/sealed.h"
#include "mapping/klokken/reken.h"

namespace inburgering::gateway::exchange {
namespace {

namespace klokken = mapping::klokken;
namespace canonical = mapping::canonical;
using mapping::canonical::Klok;

std::string text_of(const schemas::Stated<schemas::Day>& day) {
  return day.has_value() ? day.value().text() : std::string();
}

/// A PIP that the gemeente reported and DUO did not accept (yet), as a fact of the gemeente's own.
void add_reported_pip(Draft& draft, const config::Tenant& tenant, const store::Dossier& dossier,
                      klokken::Situatie& situatie) {
  const auto last = draft.last_melding(dossier.tenant, dossier.id, "pip");
  if (!last || last->method == "DELETE" || last->state == store::melding_state::accepted ||
      last->state == store::melding_state::withdrawn)
    return;
  const auto body = store::try_open_object(draft.sealing().keys, last->sealed, "melding:" + last->id);
  const auto* pip = body ? body->if_contains("PIP") : nullptr;
  const auto* day =
      pip != nullptr && pip->is_object() ? pip->get_object().if_contains("dagtekening") : nullptr;
  if (day == nullptr || !day->is_string()) return;
  if (const auto dagtekening = schemas::Day::parse(day->get_string())) {
    canonical::PIP reported;
    reported.gemeentecode = tenant.gemeentecode;
    reported.dagtekening = *dagtekening;
    situatie.objecten.push_back({std::move(reported), std::string(log::feed::afnemer)});
  }
}

klokken::Situatie situation(Draft& draft, const config::Tenant& tenant, const store::Dossier& dossier) {
  klokken::Situatie situatie{.gemeentecode = tenant.gemeentecode, .gesloten = !dossier.closed.empty()};
  for (auto& known : store::known_of_types(draft, draft.sealing(), dossier, tenant.klokken.types))
    situatie.objecten.push_back({std::move(known.object), std::move(known.feed)});
  const bool asked = std::ranges::any_of(tenant.klokken.lijst, [](const auto& klok) {
    return klok.begin == klokken::Klokdefinitie::Begin::buiten_duo;
  });
  if (asked) add_reported_pip(draft, tenant, dossier, situatie);
  return situatie;
}

/// The day on which something of the dossier changes by itself: a clock, or a school that proves silent.
std::string due_day(Draft& draft, const config::Tenant& tenant, const store::Dossier& dossier,
                    std::optional<schemas::Day> klok, schemas::Day today) {
  auto day = klok;
  if (dossier.closed.empty() && tenant.waarschuwingen.stilte_weken)
    if (const auto silent = mapping::taalschool::volgende_stilte(tenant.waarschuwingen,
                                                                 schoolgegevens(draft, dossier), today))
      day = day ? std::min(*day, *silent) : *silent;
  return day ? day->text() : std::string();
}

}  // namespace

bool moves_klokken(const config::Tenant& tenant, const mapping::Translation& said) {
  const auto& types = tenant.klokken.types;
  return std::ranges::any_of(said.complete, [&](auto type) { return types.contains(type); }) ||
         std::ranges::any_of(said.changes, [&](const mapping::Change& change) {
           return types.contains(canonical::objecttype(change.object));
         });
}

std::int64_t update_klokken(Draft& draft, const config::Tenant& tenant, const store::Dossier& dossier,
                            const Cause& cause) {
  const auto row = draft.dossier(dossier.tenant, dossier.id);
  if (!row) return 0;
  // Of reference lists, and of whom it cannot be read who it is, there is nobody to warn about.
  if (dossier.unreadable || (!dossier.subject.bsn && !dossier.subject.v_nummer)) {
    if (!row->klok_op.empty()) draft.put_klokken(dossier.tenant, dossier.id, {}, {});
    return 0;
  }
  const auto situatie = situation(draft, tenant, dossier);
  const auto today = schemas::day_in_the_netherlands(cause.moment);
  auto outcome = klokken::reken(tenant.klokken.lijst, situatie, today);
  const auto before = draft.klokken(dossier.tenant, dossier.id);
  std::vector<store::KlokRow> rows;
  for (auto& [klok, verteld, loopt] : outcome.standen) {
    auto hash = store::key_hash(draft.sealing(), dossier.tenant, klok);
    const auto begin = text_of(klok.datum_begin);
    const auto known = std::ranges::find(before, hash, &store::KlokRow::key_hash);
    const bool goes_on = known != before.end() && known->begin_dag == begin;
    const auto message = goes_on ? known->message_id : cause.of_time ? std::string() : cause.message_id;
    klok.begonnen_door_bericht =
        schemas::Stated<std::string>::or_no_value(message.empty() ? std::nullopt : std::optional(message));
    if (loopt)
      rows.push_back({std::move(hash), klok.klok, std::string(klok.stand.value().text()), begin,
                      text_of(klok.laatste_dag), message});
  }
  std::ranges::sort(rows);
  const auto due = due_day(draft, tenant, dossier, outcome.volgende, today);
  if (rows != before || due != row->klok_op)
    draft.put_klokken(dossier.tenant, dossier.id, std::move(rows), due);
  auto changes = klokken::veranderingen(outcome, situatie);
  if (changes.empty()) return 0;
  // Whoever said what moved a clock is told of the clock too.
  auto own = cause;
  own.sender.reset();
  return update_dossier(draft, tenant,
                        {dossier.subject,
                         {std::string(log::feed::gateway), {}, cause.moment},
                         std::move(changes),
                         {},
                         {},
                         {},
                         false,
                         mapping::rule("gateway", "klok")},
                        own)
      .events;
}

}  // namespace inburgering::gateway::exchange
