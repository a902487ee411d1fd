// BRP: answers to our questions, in StUF-BG and in JSON, from bytes to canonical changes.
#include <cstdint>

#include "adapters/brp/personen.h"
#include "adapters/brp/schema.h"
#include "adapters/brp/volgen.h"
#include "adapters/brp/vraag.h"
#include "mapping/brp/personen.h"
#include "mapping/brp/persoon.h"
#include "schemas/shipped.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace inburgering;
  static const auto grammar = adapters::brp::stuf_bg_grammar(schemas::shipped("schemas"));
  static const auto asked = *schemas::Bsn::parse("999996617");
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto read = adapters::brp::read_beantwoord(*grammar, text, "", asked); read && read->persoon)
    (void)mapping::brp::translate(*read->persoon, {}, {"brp", {}, {}});
  if (const auto read = adapters::brp::personen::read_antwoord(text, std::nullopt); read && read->persoon)
    (void)mapping::brp::translate(*read, {}, {"brp", {}, {}});
  (void)adapters::brp::volgen::read_wijzigingen(text);
  (void)adapters::brp::volgen::read_volgindicaties(text);
  return 0;
}
