// The file of a backup, as whoever had it may have changed it: its head and the frames of its parts as they
// are; and what stands in parts that are sealed well, pages and manifest, put back as a store. The first byte
// says which.
#include <unistd.h>

#include <cstdint>
#include <fstream>
#include <string>

#include "gateway/store/backup.h"
#include "gateway/store/backup_keys.h"
#include "tests/unit/gateway/house.h"

namespace {

using namespace inburgering;
namespace store = gateway::store;

struct World {
  tests::House house{};
  std::filesystem::path folder = tests::fresh_folder("fuzz-back-up");
  std::filesystem::path archive = folder / "back-up", into = folder / "gateway.db";
};

void take_out(const World& world) {
  std::filesystem::remove(world.into);
  try {
    store::take_out(world.archive, world.house.keys, world.into, [](std::int64_t, std::int64_t) {});
  } catch (const store::BadArchive&) {
  } catch (const store::Unavailable&) {
  }
}

void as_it_is(const World& world, std::string_view bytes) {
  std::ofstream(world.archive, std::ios::binary | std::ios::trunc) << bytes;
  try {
    store::ArchiveReader in(world.archive, world.house.keys);
    while (in.next()) {
    }
  } catch (const store::BadArchive&) {
  }
  take_out(world);
  try {
    store::put_dossier_keys(world.archive, world.into, [](std::int64_t number) { return number % 2 == 0; });
  } catch (const store::BadArchive&) {
  } catch (const store::Unavailable&) {
  }
}

/// Parts are divided by a line of "==", and the last is the manifest.
void sealed_well(const World& world, std::string_view text) {
  std::filesystem::remove(world.archive);
  store::ArchiveWriter out(world.archive, world.house.sealing,
                           {"id-1", "0.1.0", 24, "2026-11-02T09:30:15.000Z", {}, {}});
  constexpr std::string_view line = "\n==\n";
  for (auto end = text.find(line); end != text.npos; end = text.find(line)) {
    const auto part = text.substr(0, end);
    out.put(part.starts_with('d') ? store::ArchivePart::digests : store::ArchivePart::pages,
            part.substr(part.empty() ? 0 : 1));
    text.remove_prefix(end + line.size());
  }
  out.put(store::ArchivePart::manifest, text);
  out.finish();
  take_out(world);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const World world;
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data + 1), size - 1);
  data[0] % 2 == 0 ? as_it_is(world, text) : sealed_well(world, text);
  return 0;
}
