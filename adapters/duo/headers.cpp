#include "adapters/duo/headers.h"

#include "schemas/value/text.h"

namespace inburgering::adapters::duo {

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
  else if (!schemas::is_uuid(read.bericht_id))
    faults.push_back({"header berichtId", "uuid", "dit is geen UUID (8-4-4-4-12 hexadecimale cijfers)"});
  if (!faults.empty()) return std::unexpected(std::move(faults));
  return read;
}

}  // namespace inburgering::adapters::duo
