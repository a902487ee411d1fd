#include "gateway/schedule/daily_look.h"

#include <spdlog/spdlog.h>

#include <future>

#include "gateway/store/schoolrijen.h"

namespace inburgering::gateway::schedule {
namespace {

constexpr std::chrono::minutes pause{10};
/// Persons in one transaction: short enough for who waits behind it.
constexpr int window = 20;

}  // namespace

std::chrono::milliseconds DailyLook::step() {
  const auto today = schemas::day_in_the_netherlands(pipeline_.now());
  if (looked_ == today) return pause;
  failed_ = false;
  try {
    for (const auto& tenant : pipeline_.config().tenants) look_at(tenant);
  } catch (const std::exception& error) {
    spdlog::error("dagelijkse controle: de opslag is niet leesbaar, nieuwe poging over 10 minuten ({})",
                  error.what());
    return pause;
  }
  if (!failed_) looked_ = today;
  return pause;
}

void DailyLook::look_at(const config::Tenant& tenant) {
  const auto sql = database_.session();
  const auto owner = tenant.oin.digits();
  std::string cursor;
  for (auto ids = store::dossiers_with_school(*sql, owner, cursor, window); !ids.empty();
       ids = store::dossiers_with_school(*sql, owner, cursor, window)) {
    cursor = ids.back();
    std::promise<bool> written;
    pipeline_.conclude(tenant, std::move(ids), [&](bool done) { written.set_value(done); });
    if (!written.get_future().get()) failed_ = true;
  }
}

}  // namespace inburgering::gateway::schedule
