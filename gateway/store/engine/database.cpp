#include "gateway/store/engine/database.h"

#include <unistd.h>

#include <exception>
#include <thread>

#include "gateway/store/engine/lock.h"
#include "gateway/store/engine/postgres.h"
#include "gateway/store/engine/sqlite.h"
#include "gateway/store/engine/wal.h"
#include "schemas/on_disk.h"
#include "schemas/reason.h"

namespace inburgering::gateway::store {
namespace {

void migrate(Session& sql, const Migrating& migrating) {
  auto& engine = sql.engine();
  const auto steps = engine.migrations();
  // Who finds it as it should be waits for nobody who writes.
  if (engine.version() == steps.size()) return;
  transact(sql, [&] {
    const auto version = engine.version();
    if (const auto newer = made_by_newer(sql); !newer.empty()) throw std::runtime_error(newer);
    if (version == steps.size()) return;
    for (auto step = version; step < steps.size(); ++step) {
      if (migrating && version > 0) migrating(step + 1, steps.size());
      engine.script(steps[step]);
    }
    engine.set_version(steps.size());
  });
}

std::unique_ptr<Session> open_sqlite(const std::filesystem::path& file, Access access) {
  auto sql = std::make_unique<Session>(sqlite(file, access));
  if (access == Access::read) return sql;
  // Counts in a new file, before anything else is written there: then what is removed gives its disk space
  // back. In another it would only wait for who writes.
  std::error_code error;
  if (const auto size = std::filesystem::file_size(file, error); error || size == 0)
    sql->run({"database.session.auto_vacuum", "PRAGMA auto_vacuum = INCREMENTAL"});
  sql->run({"database.session.journal_mode", "PRAGMA journal_mode = WAL"});
  sql->run({"database.session.synchronous", "PRAGMA synchronous = FULL"});
  // What is removed or replaced is overwritten, so that it is gone from the file too.
  sql->run({"database.session.secure_delete", "PRAGMA secure_delete = ON"});
  sql->run({"database.session.foreign_keys", "PRAGMA foreign_keys = ON"});
  // A page that many commits change is brought over once for all of them: up to 32 MB of WAL (pages of 4 KB).
  sql->run({"database.session.wal_autocheckpoint", "PRAGMA wal_autocheckpoint = 8000"});
  // KiB. No more: once pages were split, each commit walks all that is kept (SQLite from 3.38 on); what is
  // not here lies in the system's memory.
  sql->run({"database.session.cache_size", "PRAGMA cache_size = -16384"});
  return sql;
}

/// Before the engine opens it: from then on what it cannot read is written over.
void refuse_damaged_wal(const std::filesystem::path& store_file) {
  // Who works on it writes there at this moment, and looked when it began.
  if (RunningLock::held(store_file) && RunningLock::holder(store_file) != ::getpid()) return;
  auto damage = damage_of_wal(store_file);
  // A command beside this one may have written while it was read.
  constexpr std::chrono::milliseconds meanwhile{20};
  for (int again = 0; damage && again < 2; ++again) {
    std::this_thread::sleep_for(meanwhile);
    damage = damage_of_wal(store_file);
  }
  if (!damage) return;
  const auto wal = store_file.string() + "-wal";
  const auto size = std::to_string(damage->readable);
  throw Damaged(
      damage->frame == 0
          ? "het begin van " + wal +
                " is niet te lezen: wat daarin staat was bevestigd, en komt zo niet in de opslag"
          : "in " + wal + " is blok " + std::to_string(damage->frame) +
                " niet heel, en wat daarna werd vastgelegd is er wel: dat was bevestigd, en komt zo niet in "
                "de opslag. "
                "Is er geen back-up die nieuwer is, bewaar dan een kopie van alles wat bij de opslag staat "
                "en geef truncate -s " +
                size + " " + wal +
                ": wat daarvoor staat blijft, en wat daarna kwam moeten de zenders opnieuw aanleveren");
}

}  // namespace

std::unique_ptr<Session> open(const StorePlace& place, Access access) {
  return place.is_postgres() ? std::make_unique<Session>(postgres_engine(place.postgres, access))
                             : open_sqlite(place.file, access);
}

bool exists(const StorePlace& place) {
  if (place.is_postgres()) return open(place, Access::read)->engine().version() > 0;
  const auto has_content = [](const std::filesystem::path& file) {
    std::error_code absent;
    const auto size = std::filesystem::file_size(file, absent);
    return !absent && size > 0;
  };
  if (has_content(place.file)) {
    refuse_damaged_wal(place.file);
    return true;
  }
  // Which come after it, and never go before it.
  for (const char* end : {".dossiersleutels", "-wal"})
    if (const auto left = place.file.string() + end; has_content(left))
      throw Gone("opslag " + place.name() + " is weg of leeg, terwijl " + left +
                 " er nog is: hier stond een opslag. Zet haar terug: store restore --from, met de laatste "
                 "back-up. Moet de gateway echt opnieuw beginnen, zet dan " +
                 left + " opzij. Er is niets geopend en niets veranderd");
  return false;
}

std::string made_by_newer(Session& sql) {
  return sql.engine().version() <= sql.engine().migrations().size()
             ? ""
             : "de opslag is gemaakt door een nieuwere versie van de gateway; start die versie";
}

Database::Database(StorePlace place, const Migrating& migrating) : place_(std::move(place)) {
  try {
    if (place_.file.has_parent_path())
      if (const auto error = schemas::make_folders(place_.file.parent_path()))
        throw Unavailable("de map ervan is niet te maken, of komt niet op de schijf: " +
                          schemas::reason_of(error));
    if (place_.is_postgres())
      if (const auto unfit = postgres_unfit(place_.postgres); !unfit.empty()) throw Unavailable(unfit);
    if (!place_.is_postgres()) exists(place_);
    migrate(*session(), migrating);
  } catch (const Damaged&) {
    throw;
  } catch (const Gone&) {
    throw;
  } catch (const Unavailable& error) {
    throw Unavailable("opslag " + place_.name() + " is niet te openen: " + error.what());
  } catch (const std::filesystem::filesystem_error& error) {
    throw Unavailable("opslag " + place_.name() + " is niet te openen: " + schemas::reason_of(error.code()));
  }
  if (place_.is_postgres()) return;
  holder_ = session();
  // The first look makes the -wal.
  holder_->one<int>({"database.look", "SELECT COUNT(*) FROM change_counter"});
  files_.emplace(place_.file);
}

Database::Reader Database::reader() const {
  if (!in_place())
    throw Unavailable("het opslagbestand of het -wal-bestand ernaast is verdwenen of vervangen");
  const Return back{this, std::uncaught_exceptions()};
  {
    const std::lock_guard lock(mutex_);
    if (!readers_.empty()) {
      auto* session = readers_.back().release();
      readers_.pop_back();
      return {session, back};
    }
  }
  return {session().release(), back};
}

void Database::Return::operator()(Session* session) const {
  std::unique_ptr<Session> returned(session);
  if (std::uncaught_exceptions() > exceptions) return;
  const std::lock_guard lock(to->mutex_);
  if (to->readers_.size() < readers_at_rest) to->readers_.push_back(std::move(returned));
}

/// Where only the -wal is gone, what was committed into it is brought over while it can still be read.
void Database::save(Session& sql) const {
  if (!files_ || !files_->store_in_place()) return;
  try {
    sql.one<int, int, int>({"database.save", "PRAGMA wal_checkpoint(FULL)"});
  } catch (const Unavailable&) {
    // It is told that the store is not in place.
  }
}

}  // namespace inburgering::gateway::store
