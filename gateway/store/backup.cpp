#include "gateway/store/backup.h"

#include <fcntl.h>
#include <openssl/evp.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <memory>
#include <system_error>
#include <vector>

#include "gateway/store/copy.h"
#include "gateway/store/dossier_key_file.h"
#include "gateway/store/engine/sqlite_pages.h"
#include "gateway/store/key_file.h"
#include "schemas/reason.h"

namespace inburgering::gateway::store {
namespace {

namespace json = boost::json;

constexpr std::size_t digest_size = 16;
constexpr std::size_t pages_in_a_part = 256;
constexpr std::size_t digests_in_a_part = 65'536;

/// SHA-256, over all that is added.
class Digest {
 public:
  Digest() : context_(EVP_MD_CTX_new()) { EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr); }
  void add(std::string_view bytes) { EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()); }
  std::string value() {
    std::array<unsigned char, 32> bytes{};
    EVP_DigestFinal_ex(context_.get(), bytes.data(), nullptr);
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
  }

 private:
  std::unique_ptr<EVP_MD_CTX, decltype([](EVP_MD_CTX* context) { EVP_MD_CTX_free(context); })> context_;
};

std::string digest_of(std::string_view page) {
  Digest digest;
  digest.add(page);
  return digest.value().substr(0, digest_size);
}

std::string hexadecimal(std::string_view bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  for (const unsigned char byte : bytes) (text += digits[byte >> 4U]) += digits[byte & 15U];
  return text;
}

std::string text_of(const Manifest& manifest) {
  json::object rows;
  for (const auto& [table, count] : manifest.rows) rows[table] = count;
  return json::serialize(json::object{{"motor", manifest.engine},
                                      {"paginagrootte", manifest.page_size},
                                      {"paginas", manifest.pages},
                                      {"hierin", manifest.stored},
                                      {"digest", manifest.digest},
                                      {"rijen", std::move(rows)},
                                      {"logregel", manifest.log_seq},
                                      {"loghash", manifest.log_hash},
                                      {"ijkpunt", manifest.checkpoint},
                                      {"ondertekenaar", manifest.signer},
                                      {"dossiersleutels", manifest.keys},
                                      {"dossiersleutelsAantal", manifest.key_count}});
}

Manifest read_manifest(const std::string& text) {
  try {
    const auto object = json::parse(text).as_object();
    const auto word = [&](std::string_view name) { return std::string(object.at(name).as_string()); };
    const auto number = [&](std::string_view name) { return object.at(name).as_int64(); };
    Manifest manifest{word("motor"),         number("paginagrootte"), number("paginas"),
                      number("hierin"),      word("digest"),          {},
                      number("logregel"),    word("loghash"),         word("ijkpunt"),
                      word("ondertekenaar"), word("dossiersleutels"), number("dossiersleutelsAantal")};
    for (const auto& [table, count] : object.at("rijen").as_object()) manifest.rows[table] = count.as_int64();
    return manifest;
  } catch (const Unavailable&) {
    throw;
  } catch (const std::exception&) {
    throw BadArchive(
        "wat aan het eind van de back-up staat is van een andere versie dan deze; gebruik die versie");
  }
}

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
    for (const char* end : {"", "-wal", "-shm", "-journal", ".lock", ".sleutels"}) {
      std::error_code ignored;
      std::filesystem::remove(file_.string() + end, ignored);
    }
  }
  std::filesystem::path file_;
};

/// The bytes of a store, page by page.
class Pages {
 public:
  explicit Pages(const std::filesystem::path& file) : in_(file, std::ios::binary) {
    std::array<char, 18> head{};
    in_.read(head.data(), head.size());
    // SQLite, "Database File Format" §1.3.2: big-endian; 1 stands for 65536.
    const auto told = static_cast<unsigned char>(head[16]) << 8 | static_cast<unsigned char>(head[17]);
    size_ = told == 1 ? 65'536 : told;
    std::error_code error;
    const auto length = static_cast<std::int64_t>(std::filesystem::file_size(file, error));
    if (!in_ || size_ == 0 || length % size_ != 0)
      throw BadArchive("de kopie van de opslag is niet te lezen");
    count_ = length / size_;
    in_.seekg(0);
  }
  std::int64_t size() const { return size_; }
  std::int64_t count() const { return count_; }
  std::string next() {
    std::string page(static_cast<std::size_t>(size_), '\0');
    if (!in_.read(page.data(), size_)) throw BadArchive("de kopie van de opslag is niet te lezen");
    return page;
  }

 private:
  std::ifstream in_;
  std::int64_t size_ = 0, count_ = 0;
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
  Digest all;
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

constexpr std::string_view suffix = ".dossiersleutels";

/// Named after the store's own key: stores of before with that same key are told apart by the keys in it.
std::string name_of_keys(const Keys& keys) {
  constexpr std::size_t short_enough = 8;
  return "gateway-" + keys.find_hash("inburgering-gateway back-up").substr(0, short_enough);
}

/// The keys that lie in a folder of backups open those that were made before. Where they are of another
/// store, nothing may come in their place.
void keep_those_of_another(const StorePlace& from, const Keys& keys, const std::filesystem::path& folder) {
  const DossierKeyFile former(folder / name_of_keys(keys));
  if (goes_on(former, *dossier_keys(from))) return;
  throw BadArchive(
      "in " + former.file().string() +
      " staan de sleutels van dossiers van een andere opslag, of nieuwere dan deze opslag heeft: de back-ups "
      "die "
      "daarnaast liggen zijn alleen daarmee te lezen. Neem voor deze opslag een andere map. Begon de gateway "
      "opnieuw omdat de opslag weg was, zet dan die back-up terug: store restore --from … --vervang. Er is "
      "geen "
      "back-up gemaakt, en in de map is niets veranderd");
}

/// After the store, so that each dossier in it has its key; in the place of what a backup before left there.
/// Those that were destroyed go from that first: what a disk keeps of it is dark about them too.
std::filesystem::path back_up_keys(const StorePlace& from, const Keys& keys,
                                   const std::filesystem::path& folder, Manifest& manifest) {
  manifest.key_count = dossier_keys(from)->count();
  if (manifest.key_count == 0) return {};
  const auto name = name_of_keys(keys);
  const auto fresh = folder / (name + ".onaf");
  std::error_code ignored;
  std::filesystem::remove(fresh.string() + std::string(suffix), ignored);
  copy_dossier_keys(from, fresh);
  DossierKeyFile former(folder / name);
  const auto present = dossier_keys(from);
  std::vector<std::int64_t> gone;
  for (std::int64_t number = 1; number <= former.count(); ++number)
    if (former.read(number) && !present->read(number)) gone.push_back(number);
  former.destroy(gone);
  const auto file = folder / (name + std::string(suffix));
  std::filesystem::rename(fresh.string() + std::string(suffix), file);
  if (!make_durable(file)) throw BadArchive(file.string() + " komt niet op de schijf");
  manifest.keys = file.filename().string();
  return file;
}

std::filesystem::path folder_with(const std::filesystem::path& file) {
  return file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
}

/// The backups that one adds to, itself included, the oldest first: they lie beside it.
std::vector<std::filesystem::path> chain_of(const std::filesystem::path& archive, const Keys& keys) {
  std::vector<std::filesystem::path> chain{archive};
  for (auto wanted = ArchiveReader(archive, keys).head().base; !wanted.empty();) {
    std::filesystem::path found;
    for (const auto& each : std::filesystem::directory_iterator(folder_with(archive))) {
      if (!each.is_regular_file() || each.path().extension() == ".onaf") continue;
      try {
        const ArchiveReader other(each.path(), keys);
        if (other.head().id != wanted) continue;
        found = each.path();
        wanted = other.head().base;
        break;
      } catch (const BadArchive&) {
        continue;  // another file
      }
    }
    if (found.empty())
      throw BadArchive("back-up " + archive.string() + " vult een eerdere aan, en die (" + wanted +
                       ") ligt er niet naast: leg haar in dezelfde map. Er is niets teruggezet");
    chain.insert(chain.begin(), found);
  }
  return chain;
}

}  // namespace

std::map<std::string, std::int64_t> rows_of(Session& sql) {
  std::map<std::string, std::int64_t> rows;
  for (const auto& table : sql.engine().tables())
    rows[table.name] =
        sql.one<std::int64_t>({"backup.rows_of", "SELECT COUNT(*) FROM " + table.name}).value_or(0);
  return rows;
}

MadeBackup back_up(const StorePlace& from, const Sealing& sealing, const BackupWish& wish) {
  refuse_another_file(wish.to);
  std::optional<Former> former;
  if (!wish.since.empty()) {
    if (from.is_postgres())
      throw BadArchive("van PostgreSQL maakt de gateway alleen hele back-ups; laat --sinds weg");
    former = read_former(wish.since, sealing.keys);
  }
  keep_those_of_another(from, sealing.keys, folder_with(wish.to));
  const auto& around = sealing.surroundings;
  ArchiveHead head{
      uuid7(around), wish.program, 0, around.clock.now().text(), {}, {}, former ? former->head.id : ""};
  const PassingStore copy(wish.to.string() + ".opslag");
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
  {
    const auto sql = open(copy.file(), Access::read);
    head.schema = sql->engine().version();
    manifest.rows = rows_of(*sql);
    wish.look(*sql, manifest);
  }
  MadeBackup made;
  made.keys = back_up_keys(from, sealing.keys, folder_with(wish.to), manifest);
  ArchiveWriter out(wish.to, sealing, std::move(head));
  write_pages(out, copy.file(), former ? &*former : nullptr, manifest, wish);
  out.put(ArchivePart::manifest, text_of(manifest));
  out.finish();
  made.head = out.head();
  made.manifest = std::move(manifest);
  return made;
}

ReadBackup take_out(const std::filesystem::path& archive, const Keys& keys, const std::filesystem::path& into,
                    const std::function<void(std::int64_t, std::int64_t)>& progress) {
  ReadBackup read;
  constexpr int owner_only = 0600;
  const int file = ::open(into.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, owner_only);
  if (file < 0) throw BadArchive(into.string() + " is niet te maken: " + schemas::reason_of(errno));
  const std::unique_ptr<const int, decltype([](const int* descriptor) { ::close(*descriptor); })> closing(
      &file);
  for (const auto& each : chain_of(archive, keys)) {
    ArchiveReader reader(each, keys);
    // Pages are of one size: the manifest tells it, of a whole backup at its end.
    auto size = read.manifest.page_size;
    while (auto part = reader.next()) {
      if (progress) progress(reader.at() < 0 ? reader.size() : reader.at(), reader.size());
      if (part->kind == ArchivePart::manifest) read.manifest = read_manifest(part->plain);
      if (part->kind != ArchivePart::pages) continue;
      auto bytes = std::string_view(part->plain);
      constexpr std::size_t front = 8;
      if (size == 0 && bytes.size() > front + 18) {
        // Until then the first page does.
        const auto told = static_cast<unsigned char>(bytes[front + 16]) << 8 |
                          static_cast<unsigned char>(bytes[front + 17]);
        size = told == 1 ? 65'536 : told;
      }
      for (; size > 0 && bytes.size() >= front + static_cast<std::size_t>(size);
           bytes.remove_prefix(front + static_cast<std::size_t>(size))) {
        std::uint64_t number = 0;
        for (std::size_t i = front; i-- > 0;) number = number << 8U | static_cast<unsigned char>(bytes[i]);
        const auto written = ::pwrite(file, bytes.data() + front, static_cast<std::size_t>(size),
                                      static_cast<off_t>(number) * size);
        if (written != size)
          throw BadArchive(into.string() + " is niet te schrijven: " + schemas::reason_of(errno) +
                           ". Er is niets teruggezet");
      }
    }
    read.head = reader.head();
  }
  if (::ftruncate(file, read.manifest.pages * read.manifest.page_size) != 0 || ::fsync(file) != 0)
    throw BadArchive(into.string() + " komt niet op de schijf: " + schemas::reason_of(errno));
  Digest all;
  Pages pages(into);
  for (std::int64_t number = 0; number < pages.count(); ++number) all.add(pages.next());
  if (hexadecimal(all.value()) != read.manifest.digest)
    throw BadArchive("back-up " + archive.string() +
                     " is niet heel: wat eruit komt is iets anders dan erin ging. Er is niets teruggezet");
  if (!read.manifest.keys.empty()) read.keys = folder_with(archive) / read.manifest.keys;
  return read;
}

bool put_dossier_keys(const std::filesystem::path& from, const std::filesystem::path& store_file) {
  if (!from.string().ends_with(suffix))
    throw BadArchive(from.string() + " is geen bestand met dossiersleutels");
  const std::filesystem::path given = from.string().substr(0, from.string().size() - suffix.size());
  DossierKeyFile of_backup(given);
  DossierKeyFile present(store_file);
  const bool of_one = goes_on(of_backup, present) || goes_on(present, of_backup);
  const bool present_is_newer = of_one && present.count() >= of_backup.count();
  // Destroyed in one of the two is destroyed; those of another store say nothing about these.
  std::vector<std::int64_t> gone;
  for (std::int64_t number = 1; of_one && number <= std::min(present.count(), of_backup.count()); ++number)
    if (!of_backup.read(number) || !present.read(number)) gone.push_back(number);
  if (!present_is_newer) {
    const std::filesystem::path fresh = store_file.string() + ".onaf";
    std::error_code ignored;
    std::filesystem::remove(fresh.string() + std::string(suffix), ignored);
    copy_dossier_keys(given, fresh);
    DossierKeyFile(fresh).destroy(gone);
    std::filesystem::rename(fresh.string() + std::string(suffix), store_file.string() + std::string(suffix));
    if (!make_durable(store_file.string() + std::string(suffix)))
      throw BadArchive(store_file.string() + std::string(suffix) + " komt niet op de schijf");
    return of_one;
  }
  present.destroy(gone);
  return true;
}

}  // namespace inburgering::gateway::store
