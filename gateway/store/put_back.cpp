#include "gateway/store/put_back.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <fstream>
#include <string>
#include <system_error>

#include "gateway/store/backup_folder.h"
#include "gateway/store/engine/failure.h"
#include "gateway/store/engine/owner.h"
#include "gateway/store/key_file.h"
#include "schemas/on_disk.h"
#include "schemas/reason.h"

namespace inburgering::gateway::store {
namespace {

namespace fs = std::filesystem;

fs::path beside(const fs::path& file, std::string_view end) { return file.string() + std::string(end); }
fs::path keys_of(const fs::path& store) { return beside(store, ".dossiersleutels"); }
fs::path decision_of(const fs::path& place) { return beside(place, ".terugzetting"); }

/// By which a file is known under whatever name; 0 = it is not there.
std::uint64_t identity_of(const fs::path& file) {
  struct stat status{};
  return ::lstat(file.c_str(), &status) == 0 ? status.st_ino : 0;
}

[[noreturn]] void fail(const fs::path& place) {
  throw Unavailable("opslag " + place.string() +
                    " is niet op haar plaats te zetten: " + schemas::reason_of(errno) +
                    ". Herstel dat (rechten, schijf), en start de gateway of geef store restore opnieuw: dan "
                    "gaat het verder waar het was");
}
void rename(const fs::path& from, const fs::path& to, const fs::path& place) {
  if (::rename(from.c_str(), to.c_str()) != 0) fail(place);
}

struct Decision {
  std::uint64_t fresh = 0;  ///< identity of what was made ready
  PutBackWish wish;
};
std::optional<Decision> decision_at(const fs::path& place) {
  std::ifstream in(decision_of(place));
  Decision decision;
  std::string aside;
  if (!(in >> decision.fresh >> decision.wish.replaces >> decision.wish.keys_of_another) ||
      in.get() != '\n' || !std::getline(in, aside) || aside.empty())
    return std::nullopt;
  decision.wish.aside = folder_with(place) / aside;
  return decision;
}

void take_keys(const fs::path& place, const PutBackWish& wish) {
  const auto fresh = keys_of(ready_beside(place));
  const auto present = keys_of(place);
  if (!fs::exists(fresh)) return;
  if (wish.keys_of_another && fs::exists(present) && !fs::exists(keys_of(wish.aside)))
    rename(present, keys_of(wish.aside), place);
  rename(fresh, present, place);
  if (!make_durable(present)) fail(place);
}

/// It must not be read with another store. What has content is what could not be put into its own.
void put_wal_aside(const fs::path& place, const fs::path& aside) {
  const auto wal = beside(place, "-wal");
  std::error_code absent;
  const auto size = fs::file_size(wal, absent);
  if (!absent && size > 0)
    rename(wal, beside(aside, "-wal"), place);
  else
    fs::remove(wal, absent);
  fs::remove(beside(place, "-shm"), absent);
}

/// At each moment one of the two stands there whole.
void exchange(const fs::path& place, const PutBackWish& wish) {
  const auto fresh = ready_beside(place);
  const auto& aside = wish.aside;
  if (wish.replaces && fs::exists(place)) {
    if (::renameat2(AT_FDCWD, fresh.c_str(), AT_FDCWD, place.c_str(), RENAME_EXCHANGE) == 0) return;
    // Some file systems cannot: there the old one gets a second name first.
    if (errno != EINVAL && errno != ENOSYS && errno != EOPNOTSUPP) fail(place);
    if (!fs::exists(aside) && ::link(place.c_str(), aside.c_str()) != 0) rename(place, aside, place);
  }
  rename(fresh, place, place);
}

}  // namespace

fs::path ready_beside(const fs::path& place) { return beside(place, ".terugzetten"); }

void clean_ready(const fs::path& place) {
  if (is_half_put_back(place)) return;
  for (const char* end :
       {"", "-wal", "-shm", "-journal", ".lock", ".sleutels", ".dossiersleutels", ".onaf.dossiersleutels"}) {
    std::error_code ignored;
    fs::remove(beside(ready_beside(place), end), ignored);
  }
  std::error_code ignored;
  fs::remove(beside(decision_of(place), ".onaf"), ignored);
}

void decide_put_back(const fs::path& place, const PutBackWish& wish) {
  const auto fresh = ready_beside(place);
  give_to_owner_of(fresh, place);
  if (fs::exists(keys_of(fresh))) {
    give_to_owner_of(keys_of(fresh), place);
    if (!make_durable(keys_of(fresh))) fail(place);
  }
  if (!make_durable(fresh)) fail(place);
  const auto decision = decision_of(place);
  const auto written = beside(decision, ".onaf");
  std::error_code ignored;
  fs::remove(written, ignored);
  const auto flag = [](bool set) { return set ? " 1" : " 0"; };
  if (!write_secret(written, std::to_string(identity_of(fresh)) + flag(wish.replaces) +
                                 flag(wish.keys_of_another) + '\n' + wish.aside.filename().string() + '\n'))
    fail(place);
  give_to_owner_of(written, place);
  rename(written, decision, place);
  if (!make_durable(decision)) fail(place);
}

bool is_half_put_back(const fs::path& place) { return fs::exists(decision_of(place)); }

std::string half_put_back(const fs::path& place) {
  return "het terugzetten van opslag " + place.string() +
         " is afgebroken vlak voor het einde: start de gateway (serve), die maakt het af, of geef store "
         "restore opnieuw. Er is niets geopend en niets veranderd";
}

std::optional<fs::path> finish_put_back(const fs::path& place) {
  if (!is_half_put_back(place)) return std::nullopt;
  const auto decision = decision_at(place);
  if (!decision) {
    errno = EIO;
    fail(place);
  }
  const auto& [fresh, wish] = *decision;
  take_keys(place, wish);
  if (identity_of(place) != fresh) {
    put_wal_aside(place, wish.aside);
    // On disk before another store stands there: what was in this one would be read into that.
    if (schemas::sync_folder(folder_with(place))) fail(place);
    exchange(place, wish);
  }
  // What stood there changed places with it.
  if (const auto left = ready_beside(place); fs::exists(left)) rename(left, wish.aside, place);
  if (!make_durable(place)) fail(place);
  if (::unlink(decision_of(place).c_str()) != 0 || !make_durable(place)) fail(place);
  return wish.aside;
}

}  // namespace inburgering::gateway::store
