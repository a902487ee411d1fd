#include "gateway/schedule/daily_look.h"

#include <spdlog/spdlog.h>

#include <future>

#include "gateway/exchange/under.h"
#include "gateway/meldingen/uren.h"
#include "gateway/store/schoolrijen.h"

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

}  // namespace

std::chrono::milliseconds DailyLook::step() {
  const auto today = schemas::day_in_the_netherlands(pipeline_.now());
  if (looked_ == today) return pause;
  const auto lease = pipeline_.hold("dagelijkse blik");
  if (!lease) return until_asked_again;
  failed_ = false;
  try {
    for (const auto& tenant : pipeline_.config().tenants) look_at(tenant, *lease);
  } catch (const std::exception& error) {
    spdlog::error("dagelijkse controle: de opslag is niet leesbaar, nieuwe poging over 10 minuten ({})",
                  error.what());
    return pause;
  }
  if (!failed_) looked_ = today;
  return pause;
}

void DailyLook::look_at(const config::Tenant& tenant, const store::Lease& lease) {
  const auto sql = database_.session();
  const auto owner = tenant.oin.digits();
  const auto more = exchange::under(
      lease, [&tenant](exchange::Draft& draft, const store::Dossier& dossier, log::Entry& entry) {
        if (tenant.uren_melden) report_hours(draft, tenant, dossier, entry);
      });
  std::string cursor;
  for (auto ids = store::dossiers_with_school(*sql, owner, cursor, window); !ids.empty();
       ids = store::dossiers_with_school(*sql, owner, cursor, window)) {
    cursor = ids.back();
    std::promise<bool> written;
    pipeline_.conclude(tenant, std::move(ids), more, [&](bool done) { written.set_value(done); });
    if (!written.get_future().get()) failed_ = true;
  }
}

}  // namespace inburgering::gateway::schedule
