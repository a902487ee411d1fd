#include "adapters/brp/schema.h"

namespace inburgering::adapters::brp {

schemas::Result<schemas::xml::Grammar> stuf_bg_grammar(const std::filesystem::path& schemas,
                                                       const std::filesystem::path& official) {
  const auto soap = schemas / "stuf-bg" / "soap11.xsd";
  if (official.empty()) return schemas::xml::Grammar::compile({soap, schemas / "stuf-bg" / "bg0310.xsd"});
  return schemas::xml::Grammar::compile(
      {soap, official / "bg0310" / "mutatie" / "bg0310_msg_mutatie.xsd",
       official / "bg0310" / "vraagAntwoord" / "bg0310_msg_vraagAntwoord.xsd"});
}

}  // namespace inburgering::adapters::brp
