// Files of taalscholen: from bytes to rows, their faults, and canonical JSON.
#include <cstdint>
#include <cstdlib>

#include "adapters/taalschool/bestand.h"
#include "mapping/taalschool/push.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace inburgering;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const auto resource : adapters::taalschool::resource_names) {
    auto file = adapters::taalschool::Bestand::open(text, resource);
    if (!file) continue;
    adapters::taalschool::BestandRij row;
    std::int64_t last = 0;
    while (file->next(row)) {
      if (row.nummer <= last) std::abort();
      last = row.nummer;
      const auto push = mapping::taalschool::translate_push(resource, row.inhoud, "1");
      if (!push && file->vertaal(row.nummer, push.error()).size() != push.error().size()) std::abort();
    }
    file->slot();
  }
  return 0;
}
