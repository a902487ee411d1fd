#include "gateway/store/backup.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <memory>
#include <system_error>
#include <vector>

#include "gateway/store/backup_folder.h"
#include "gateway/store/backup_keys.h"
#include "gateway/store/copy.h"
#include "gateway/store/dossier_keys.h"
#include "gateway/store/engine/sqlite_pages.h"
#include "gateway/store/page_file.h"
#include "schemas/reason.h"

namespace inburgering::gateway::store {
namespace {

constexpr std::size_t digest_size = 16;
constexpr std::size_t pages_in_a_part = 256;
constexpr std::size_t digests_in_a_part = 65'536;

std::string digest_of(std::string_view page) {
  PageDigest digest;
  digest.add(page);
  return digest.value().substr(0, digest_size);
}

/// What stands beside a store while it is at work, itself first.
constexpr std::array store_ends{"", "-wal", "-shm", "-journal", ".lock", ".sleutels"};

/// A store that is only there while something is made of it. Whoever may not read the store may not read it
/// either.
class PassingStore {
 public:
  explicit PassingStore(std::filesystem::path file) : file_(std::move(file)) {
    remove();
    constexpr int owner_only = 0600;
    const int made = ::open(file_.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, owner_only);
    if (made < 0) throw BadArchive(file_.string() + " is niet te maken: " + schemas::reason_of(errno));
    ::close(made);
  }
  PassingStore(const PassingStore&) = delete;
  PassingStore& operator=(const PassingStore&) = delete;
  ~PassingStore() { remove(); }
  const std::filesystem::path& file() const { return file_; }

 private:
  void remove() const {
    for (const char* end : store_ends) {
      std::error_code ignored;
      std::filesystem::remove(file_.string() + end, ignored);
    }
  }
  std::filesystem::path file_;
};

/// What the pages of a former backup were, and what it says of itself.
struct Former {
  ArchiveHead head;
  Manifest manifest;
  std::string digests;
};
Former read_former(const std::filesystem::path& file, const Keys& keys) {
  ArchiveReader reader(file, keys);
  Former former;
  while (auto part = reader.next(false)) {
    if (part->kind == ArchivePart::digests) former.digests += part->plain;
    if (part->kind == ArchivePart::manifest) former.manifest = read_manifest(part->plain);
  }
  former.head = reader.head();
  return former;
}

void write_pages(ArchiveWriter& out, const std::filesystem::path& store, const Former* former,
                 Manifest& manifest, const BackupWish& wish) {
  Pages pages(store);
  manifest.page_size = pages.size();
  manifest.pages = pages.count();
  PageDigest all;
  std::string part, digests;
  const auto flush = [&] {
    if (!part.empty()) out.put(ArchivePart::pages, part);
    part.clear();
  };
  for (std::int64_t number = 0; number < pages.count(); ++number) {
    const auto page = pages.next();
    all.add(page);
    const auto own = digest_of(page);
    digests += own;
    const auto place = static_cast<std::size_t>(number) * digest_size;
    const bool known = former != nullptr && former->digests.size() >= place + digest_size &&
                       former->digests.compare(place, digest_size, own) == 0;
    if (!known) {
      for (unsigned shift = 0; shift < 64; shift += 8)
        part += static_cast<char>(static_cast<std::uint64_t>(number) >> shift);
      part += page;
      ++manifest.stored;
      if (part.size() >= pages_in_a_part * static_cast<std::size_t>(pages.size())) flush();
    }
    if (wish.progress) wish.progress(number + 1, pages.count(), "verzegeld");
  }
  flush();
  constexpr auto longest = digests_in_a_part * digest_size;
  for (std::size_t from = 0; from < digests.size(); from += longest)
    out.put(ArchivePart::digests, std::string_view(digests).substr(from, longest));
  manifest.digest = hexadecimal(all.value());
}

std::filesystem::path passing_store(const std::filesystem::path& to) { return to.string() + ".opslag"; }

/// All that a backup makes on its way, as names in its folder.
std::vector<std::string> passing_names(const std::filesystem::path& to, const Keys& keys) {
  std::vector<std::string> names;
  for (const char* end : store_ends) names.push_back(passing_store(to.filename()).string() + end);
  names.push_back(unfinished_archive(to.filename()).string());
  names.push_back(unfinished_keys(folder_with(to), keys).filename().string());
  return names;
}

}  // namespace

MadeBackup back_up(const StorePlace& from, const Sealing& sealing, const BackupWish& wish) {
  refuse_another_file(wish.to);
  std::optional<Former> former;
  if (!wish.since.empty()) {
    if (from.is_postgres())
      throw BadArchive("van PostgreSQL maakt de gateway alleen hele back-ups; laat --sinds weg");
    former = read_former(wish.since, sealing.keys);
  }
  const auto folder = folder_with(wish.to);
  const BackupFolder alone(folder, passing_names(wish.to, sealing.keys));
  if (wish.with_keys) keep_those_of_another(from, sealing.keys, folder);
  const auto& around = sealing.surroundings;
  ArchiveHead head{
      uuid7(around), wish.program, 0, around.clock.now().text(), {}, {}, former ? former->head.id : ""};
  const PassingStore copy(passing_store(wish.to));
  const auto tell = [&](std::string_view what) {
    return [&wish, what](std::int64_t done, std::int64_t of) {
      if (wish.progress) wish.progress(done, of, what);
    };
  };
  Manifest manifest;
  manifest.engine = from.is_postgres() ? "postgresql" : "sqlite";
  try {
    if (from.is_postgres()) {
      const Database source(from);
      const Database target(copy.file());
      for (const auto& each : store::copy(source, target, tell("rijen gekopieerd"), Source::in_use))
        if (!each.same)
          throw BadArchive("tabel " + each.table +
                           " is niet goed overgekomen; probeer het opnieuw. Er is geen back-up gemaakt");
      target.session()->engine().wipe_removed();
    } else {
      copy_pages(from.file, copy.file(), tell("pagina's gekopieerd"));
    }
    if (const auto damaged = found_damaged(copy.file()); !damaged.empty()) throw Damaged(damaged);
  } catch (const Damaged& damaged) {
    throw BadArchive("de opslag is beschadigd (" + damaged.words() +
                     "): een back-up ervan is niet terug te zetten, en is niet gemaakt. Bewaar de vorige "
                     "back-up, en kijk met store check wat er aan de hand is");
  } catch (const Unavailable& failure) {
    throw BadArchive(
        "de opslag is niet te kopiëren naar " + copy.file().string() + " (" + failure.what() +
        "). Er is daar ruimte nodig voor tweemaal de opslag; maak ruimte, of neem een andere plaats. Er is "
        "geen back-up gemaakt, en aan de opslag is niets veranderd");
  }
  MadeBackup made;
  {
    const auto sql = open(copy.file(), Access::read);
    head.schema = sql->engine().version();
    manifest.rows = rows_of(*sql);
    wish.look(*sql, manifest);
    manifest.key_count = dossier_keys(from)->count();
    if (wish.with_keys && manifest.key_count > 0) made.keys = back_up_keys(from, sealing.keys, folder, *sql);
    manifest.keys = made.keys.filename().string();
  }
  ArchiveWriter out(wish.to, sealing, std::move(head));
  write_pages(out, copy.file(), former ? &*former : nullptr, manifest, wish);
  out.put(ArchivePart::manifest, text_of(manifest));
  out.finish();
  made.head = out.head();
  made.manifest = std::move(manifest);
  return made;
}

}  // namespace inburgering::gateway::store
