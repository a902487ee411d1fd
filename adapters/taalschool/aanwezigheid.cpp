#include "adapters/taalschool/aanwezigheid.h"

#include "schemas/record/json_record.h"

namespace inburgering::adapters::taalschool {

schemas::Result<Aanwezigheid> parse_aanwezigheid(std::string_view json) {
  auto read = schemas::read_json_text<Aanwezigheid>(json);
  if (read && read->periode_tot < read->periode_van)
    return schemas::refuse("/periodeTot", "periode", "de periode eindigt voordat zij begint");
  return read;
}

}  // namespace inburgering::adapters::taalschool
