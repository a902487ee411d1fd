// BRP: StUF-BG, from bytes to canonical changes.
#include <cstdint>
#include <cstdlib>

#include "adapters/brp/antwoord.h"
#include "adapters/brp/schema.h"
#include "mapping/brp/persoon.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace inburgering;
  static const auto grammar = adapters::brp::stuf_bg_grammar(INBURGERING_SCHEMAS_DIR);
  const auto read = adapters::brp::parse_kennisgeving(*grammar, {reinterpret_cast<const char*>(data), size});
  if (!read) {
    // Whatever was wrong, the refusal that goes back is itself valid.
    adapters::brp::Antwoord reply{{"", "INBURGERING", ""}, {"", "onbekend", ""}, "1", {}, ""};
    const auto parsed = grammar->parse(adapters::brp::fo03(reply, read.error().fault));
    if (!parsed.well_formed) std::abort();
    return 0;
  }
  (void)mapping::brp::translate(*read);
  return 0;
}
