#include "adapters/taalschool/voortgangsmeting.h"

#include "schemas/record/json_record.h"

namespace inburgering::adapters::taalschool {

schemas::Result<Voortgangsmeting> parse_voortgangsmeting(std::string_view json) {
  return schemas::read_json_text<Voortgangsmeting>(json);
}

}  // namespace inburgering::adapters::taalschool
