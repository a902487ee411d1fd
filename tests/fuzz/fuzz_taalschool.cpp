// Taalscholen: pushes, from bytes to canonical JSON and back.
#include <cstdint>
#include <cstdlib>

#include "mapping/taalschool/push.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace inburgering::mapping;
  for (const auto resource : inburgering::adapters::taalschool::resource_names) {
    const auto push =
        taalschool::translate_push_text(resource, {reinterpret_cast<const char*>(data), size}, "1");
    if (!push) continue;
    for (const auto& change : push->translation.changes) {
      const auto back =
          canonical::from_json(canonical::objecttype(change.object), canonical::to_json(change.object));
      if (!back || *back != change.object) std::abort();
    }
  }
  return 0;
}
