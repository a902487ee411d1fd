// DUO: notifications and answers.
#include <cstdint>

#include "adapters/duo/notificatie.h"
#include "adapters/duo/vraag.h"
#include "mapping/duo/answer.h"
#include "mapping/duo/notificatie.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace inburgering;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto read = adapters::duo::parse_notificatie(text)) mapping::duo::translate(*read, "");
  for (const auto& resource : adapters::duo::resources())
    (void)mapping::duo::translate_answer(resource.name, text, {}, "");
  return 0;
}
