#include "gateway/schedule/store_keys.h"

#include <spdlog/spdlog.h>

#include <utility>

#include "gateway/exchange/under.h"
#include "gateway/log/security.h"
#include "gateway/store/key_file.h"
#include "gateway/store/own_key.h"
#include "schemas/value/counted.h"

namespace inburgering::gateway::schedule {
namespace {

constexpr std::chrono::seconds file_looked_at_each{1};
/// What was decided under a former key may still be written after all was gone over.
constexpr std::chrono::minutes looked_through_each{10};
/// After each transaction: what partners send goes first.
constexpr std::chrono::milliseconds breath{5};

}  // namespace

void StoreKeys::look_at_file() {
  const std::lock_guard lock(looking_);
  const auto& file = pipeline_.config().store_key;
  std::error_code error;
  const auto written = std::filesystem::last_write_time(file, error);
  if (error || written == read_) return;
  const auto tell = [&](const std::string& why) {
    if (why != told_) spdlog::error("de opslagsleutel blijft zoals zij was: {}", why);
    told_ = why;
  };
  auto read = store::Keys::read(file, pipeline_.config().store_token);
  if (!read) return tell(read.error());  // and looked at again: its token may come back
  if (read->names() != keys_.names() || read->marks() != keys_.marks()) {
    // Throws while the store cannot be asked: then the file is looked at again.
    if (const auto judged = store::judge_key(*database_.session(), database_.place(), *read); !judged) {
      read_ = written;
      return tell(judged.error());
    }
  }
  read_ = written;
  if (read->names() == keys_.names() && read->marks() == keys_.marks()) return;
  if (!store::make_durable(file)) return tell(file.string() + " is niet vast te leggen op de schijf");
  keys_.renew(*read);
  told_.clear();
  looked_again_ = true;
  const auto former = keys_.names().size() - 1;
  if (former == 0)
    spdlog::info("opslagsleutel {} is de enige", keys_.id());
  else
    spdlog::info("opslagsleutel {} verzegelt wat nieuw is; wat er al was openen nog {} vorige", keys_.id(),
                 former);
}

bool StoreKeys::seal_anew(const store::Writer::Write& write) {
  const auto& sealing = pipeline_.sealing();
  write([&](store::Session& sql) { store::belong_to_present(sql, sealing); });
  auto told = pipeline_.now();
  const auto done = store::reseal(database_, write, sealing, [&](const store::Resealed& now) {
    constexpr std::chrono::seconds told_each{10};
    if (const auto moment = pipeline_.now(); moment.time() - told.time() > told_each) {
      spdlog::info("opnieuw verzegeld met sleutel {}: {} tot nu toe", keys_.id(), anew_ + now.anew);
      told = moment;
    }
    std::this_thread::sleep_for(breath);
    return !stopping_;
  });
  anew_ += done.anew;
  return done.anew == 0 && done.keys == 0 && !stopping_;
}

std::chrono::milliseconds StoreKeys::step() {
  try {
    look_at_file();
    const auto now = pipeline_.now();
    const auto lease = pipeline_.hold("sleutel van de opslag");
    if (!lease) return file_looked_at_each;
    const auto write = exchange::writing_under(writer_, *lease);
    // Of a command that was broken off.
    if (!std::exchange(gone_, true))
      write([&](store::Session& sql) { store::destroy_gone_keys(sql, keys_); });
    if (looked_again_.exchange(false)) looked_ = {};
    if (!per_dossier_) per_dossier_ = store::is_per_dossier(*database_.session());
    const bool former = keys_.names().size() > 1;
    if (per_dossier_ && (!former || now.time() - looked_.time() < looked_through_each))
      return file_looked_at_each;
    if (!seal_anew(write)) return std::chrono::milliseconds(0);
    looked_ = now;
    if (!per_dossier_) write([](store::Session& sql) { store::set_per_dossier(sql); });
    per_dossier_ = true;
    if (anew_ == 0) return file_looked_at_each;
    auto entry = pipeline_.new_entry(log::direction::in, log::feed::gateway, log::kind::store_key);
    entry.outcome = log::outcome::voltooid;
    entry.faults = {{"store.key", "sleutel",
                     "alles wat te openen is staat onder sleutel " + keys_.id() +
                         ", elk dossier onder een eigen sleutel (" +
                         schemas::counted(anew_, "waarde", "waarden") + " opnieuw verzegeld)" +
                         (former ? "; de vorige kan weg bij een volgende herstart (store drop-key)" : "")}};
    pipeline_.transact(exchange::under(*lease, [entry](store::Session& sql) {
      auto written = entry;
      log::append(sql, written);
    }));
    spdlog::info("alles staat onder opslagsleutel {}", keys_.id());
    anew_ = 0;
  } catch (const store::Unavailable& error) {
    spdlog::error("opslagsleutel: de opslag is niet bereikbaar ({})", error.what());
  }
  return file_looked_at_each;
}

}  // namespace inburgering::gateway::schedule
