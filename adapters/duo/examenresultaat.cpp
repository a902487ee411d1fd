#include "adapters/duo/examenresultaat.h"

#include "schemas/record/json_record.h"

namespace inburgering::adapters::duo {

schemas::Result<std::vector<Examenresultaat>> parse_examenresultaten(std::string_view json) {
  auto list = schemas::read_json_text<std::vector<Examenresultaat>>(json);
  if (list && list->size() > 500)
    return schemas::refuse("", "aantal", "meer dan 500 examenresultaten in één antwoord");
  return list;
}

}  // namespace inburgering::adapters::duo
