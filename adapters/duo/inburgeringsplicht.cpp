#include "adapters/duo/inburgeringsplicht.h"

#include "schemas/record/json_record.h"

namespace inburgering::adapters::duo {

schemas::Result<Inburgeringsplicht> parse_inburgeringsplicht(std::string_view json) {
  return schemas::read_json_text<Inburgeringsplicht>(json);
}

schemas::Result<Doelgroep> parse_doelgroep(std::string_view json) {
  return schemas::read_json_text<Doelgroep>(json);
}

}  // namespace inburgering::adapters::duo
