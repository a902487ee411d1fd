// BRP: StUF-BG, from bytes to canonical changes, over either binding and from a file.
#include <cstdint>
#include <cstdlib>

#include "adapters/brp/antwoord.h"
#include "adapters/brp/kennisgeving.h"
#include "adapters/brp/schema.h"
#include "mapping/brp/persoon.h"
#include "schemas/shipped.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace inburgering;
  using adapters::brp::Binding;
  static const auto grammar = adapters::brp::stuf_bg_grammar(schemas::shipped("schemas"));
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const auto binding : {Binding::asynchroon, Binding::synchroon}) {
    const auto read = adapters::brp::parse_kennisgeving(*grammar, text, {.binding = binding});
    if (read) {
      (void)mapping::brp::translate(*read);
      continue;
    }
    // Whatever was wrong, the refusal that goes back is itself valid.
    const adapters::brp::Antwoord reply{binding, {"", "INBURGERING", ""}, {"", "onbekend", ""}, "1", {}, ""};
    if (!grammar->parse(adapters::brp::foutbericht(reply, read.error().fault)).faults.empty()) std::abort();
  }
  if (const auto messages = adapters::brp::berichten_van(text))
    for (const auto& message : *messages) (void)adapters::brp::parse_kennisgeving(*grammar, message);
  return 0;
}
