#include "adapters/duo/headers.h"

namespace inburgering::adapters::duo {

bool is_uuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    const bool hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    if (dash ? c != '-' : !hex) return false;
  }
  return true;
}

schemas::Result<MessageHeaders> read_headers(const transport::Headers& headers) {
  schemas::Faults faults;
  MessageHeaders read;
  const auto oin = [&](std::string_view name, schemas::Oin& into) {
    const auto text = transport::find_header(headers, name);
    const auto pointer = "header " + std::string(name);
    if (text.empty()) {
      faults.push_back({pointer, "verplicht", "deze header ontbreekt en is verplicht"});
    } else if (auto parsed = schemas::Oin::parse(text, pointer)) {
      into = *parsed;
    } else {
      faults.push_back(parsed.error());
    }
  };
  oin("bron", read.bron);
  oin("doel", read.doel);
  read.bericht_id = transport::find_header(headers, "berichtId");
  if (read.bericht_id.empty())
    faults.push_back({"header berichtId", "verplicht", "deze header ontbreekt en is verplicht"});
  else if (!is_uuid(read.bericht_id))
    faults.push_back({"header berichtId", "uuid", "dit is geen UUID (8-4-4-4-12 hexadecimale cijfers)"});
  if (!faults.empty()) return std::unexpected(std::move(faults));
  return read;
}

}  // namespace inburgering::adapters::duo
