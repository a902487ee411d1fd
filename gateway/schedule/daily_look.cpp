#include "gateway/schedule/daily_look.h"

#include <spdlog/spdlog.h>

#include <future>

#include "gateway/exchange/under.h"
#include "gateway/meldingen/uren.h"
#include "gateway/store/klokken.h"
#include "gateway/store/schoolrijen.h"
#include "mapping/klokken/nagaan.h"

namespace inburgering::gateway::schedule {
namespace {

constexpr std::chrono::minutes pause{10};
constexpr std::chrono::seconds until_asked_again{5};
/// Persons in one transaction: short enough for who waits behind it.
constexpr int window = 20;

/// The gemeente wants its hours reported without confirming them; the log says that this was done.
void report_hours(exchange::Draft& draft, const config::Tenant& tenant, const store::Dossier& dossier,
                  log::Entry& entry) {
  const auto reported = meldingen::meld_uren(draft, draft.sealing(), tenant, dossier, {}, draft.now());
  if (!reported) {
    entry.faults = reported.error();
  } else if (!reported->empty()) {
    entry.faults = {{"", "uren",
                     std::to_string(reported->size()) +
                         " melding(en) van uren aan DUO klaargezet, zoals ingesteld (uren_melden)"}};
  }
}

/// What tells whether the clocks and the warnings of a gemeente are other ones than before.
std::string digest_of(const config::Tenant& tenant, const store::Keys& keys) {
  std::string text;
  for (const auto& klok : tenant.klokken.lijst) text += mapping::klokken::omschreven(klok) + "\n";
  const auto& warn = tenant.waarschuwingen;
  if (warn.any())
    text += "waarschuwingen " + std::to_string(warn.aanwezigheid_onder.value_or(0)) + " " +
            std::to_string(warn.aanwezigheid_weken) + " " + (warn.geen_voortgang ? "ja" : "nee") + " " +
            std::to_string(warn.stilte_weken.value_or(0)) + "\n";
  return keys.digest(tenant.oin.digits(), text);
}

}  // namespace

std::chrono::milliseconds DailyLook::step() {
  const auto today = schemas::day_in_the_netherlands(pipeline_.now());
  // Another configuration may have other rules and clocks.
  const Looked now{today, pipeline_.config().text};
  if (looked_ == now) return pause;
  const auto lease = pipeline_.hold("dagelijkse blik");
  if (!lease) return until_asked_again;
  failed_ = false;
  try {
    for (const auto& tenant : pipeline_.config().tenants) {
      look_at_due(tenant, *lease, today);
      if (tenant.uren_melden) report_all_hours(tenant, *lease);
    }
  } catch (const std::exception& error) {
    spdlog::error("dagelijkse controle: de opslag is niet leesbaar, nieuwe poging over 10 minuten ({})",
                  error.what());
    return pause;
  }
  if (!failed_) looked_ = now;
  return pause;
}

void DailyLook::conclude(const config::Tenant& tenant, const store::Lease& lease,
                         std::vector<std::string> dossiers, exchange::Pipeline::More more) {
  std::promise<bool> written;
  pipeline_.conclude(tenant, std::move(dossiers), exchange::under(lease, std::move(more)),
                     [&](bool done) { written.set_value(done); });
  if (!written.get_future().get()) failed_ = true;
}

void DailyLook::report_all_hours(const config::Tenant& tenant, const store::Lease& lease) {
  const auto sql = database_.session();
  const auto owner = tenant.oin.digits();
  const auto more = [&tenant](exchange::Draft& draft, const store::Dossier& dossier, log::Entry& entry) {
    report_hours(draft, tenant, dossier, entry);
  };
  std::string cursor;
  for (auto ids = store::dossiers_with_school(*sql, owner, cursor, window); !ids.empty();
       ids = store::dossiers_with_school(*sql, owner, cursor, window)) {
    cursor = ids.back();
    conclude(tenant, lease, std::move(ids), more);
  }
}

void DailyLook::look_at_due(const config::Tenant& tenant, const store::Lease& lease, schemas::Day today) {
  const auto sql = database_.session();
  const auto owner = tenant.oin.digits();
  if (const auto digest = digest_of(tenant, pipeline_.sealing().keys);
      !store::settled_by(*sql, owner, digest)) {
    std::promise<bool> written;
    pipeline_.transact(
        exchange::under(lease, [&](store::Session& into) { store::settle_by(into, owner, digest); }),
        [&](bool done) { written.set_value(done); });
    if (!written.get_future().get()) failed_ = true;
  }
  const auto nothing_more = [](exchange::Draft&, const store::Dossier&, log::Entry&) {};
  store::DueDossier cursor;
  const auto next = [&] { return store::due_dossiers(*sql, owner, today.text(), cursor, window); };
  for (auto due = next(); !due.empty(); due = next()) {
    cursor = due.back();
    std::vector<std::string> ids;
    for (auto& each : due) ids.push_back(std::move(each.dossier));
    conclude(tenant, lease, std::move(ids), nothing_more);
  }
}

}  // namespace inburgering::gateway::schedule
