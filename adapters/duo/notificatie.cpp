#include "adapters/duo/notificatie.h"

#include "schemas/record/json_record.h"

namespace inburgering::adapters::duo {

schemas::Result<Notificatie> parse_notificatie(std::string_view json) {
  auto read = schemas::read_json_text<Notificatie>(json);
  if (read && !read->bsn && !read->v_nummer)
    return schemas::refuse("", "verplicht", "bsn of vNummer is nodig: over wie gaat deze notificatie?");
  return read;
}

}  // namespace inburgering::adapters::duo
