#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <memory>
#include <system_error>
#include <vector>

#include "gateway/store/backup.h"
#include "gateway/store/backup_folder.h"
#include "gateway/store/page_file.h"
#include "schemas/reason.h"

namespace inburgering::gateway::store {
namespace {

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

constexpr std::uint64_t most_pages = 4'294'967'294;  // of a file of SQLite
constexpr std::int64_t largest_page = 65'536;

BadArchive not_whole(const std::filesystem::path& archive) {
  return BadArchive("back-up " + archive.string() +
                    " is niet heel: wat eruit komt is iets anders dan erin ging. Er is niets teruggezet");
}

}  // namespace

ReadBackup take_out(const std::filesystem::path& archive, const Keys& keys, const std::filesystem::path& into,
                    const std::function<void(std::int64_t, std::int64_t)>& progress) {
  ReadBackup read;
  std::int64_t put = 0;  // pages, of which each must have come
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
      // Until then the first page does.
      if (size == 0 && bytes.size() > front) size = page_size_in(bytes.substr(front));
      for (; size > 0 && bytes.size() >= front + static_cast<std::size_t>(size);
           bytes.remove_prefix(front + static_cast<std::size_t>(size))) {
        std::uint64_t number = 0;
        for (std::size_t i = front; i-- > 0;) number = number << 8U | static_cast<unsigned char>(bytes[i]);
        if (number > most_pages || size > largest_page) throw not_whole(archive);
        const auto written = ::pwrite(file, bytes.data() + front, static_cast<std::size_t>(size),
                                      static_cast<off_t>(number) * size);
        ++put;
        if (written != size)
          throw BadArchive(into.string() + " is niet te schrijven: " + schemas::reason_of(errno) +
                           ". Er is niets teruggezet");
      }
    }
    read.head = reader.head();
  }
  const auto pages_told = read.manifest.pages, size_told = read.manifest.page_size;
  if (pages_told < 0 || pages_told > put || size_told < 0 || size_told > largest_page)
    throw not_whole(archive);
  if (::ftruncate(file, read.manifest.pages * read.manifest.page_size) != 0 || ::fsync(file) != 0)
    throw BadArchive(into.string() + " komt niet op de schijf: " + schemas::reason_of(errno));
  PageDigest all;
  Pages pages(into);
  for (std::int64_t number = 0; number < pages.count(); ++number) all.add(pages.next());
  if (hexadecimal(all.value()) != read.manifest.digest) throw not_whole(archive);
  if (!read.manifest.keys.empty()) read.keys = folder_with(archive) / read.manifest.keys;
  return read;
}

}  // namespace inburgering::gateway::store
