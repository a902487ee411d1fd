#include "adapters/duo/inburgeringstermijn.h"

#include "schemas/record/json_record.h"

namespace inburgering::adapters::duo {

schemas::Result<Inburgeringstermijn> parse_inburgeringstermijn(std::string_view json) {
  return schemas::read_json_text<Inburgeringstermijn>(json);
}

}  // namespace inburgering::adapters::duo
