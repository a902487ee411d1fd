#include "adapters/duo/notificatie.h"

#include <algorithm>

#include "schemas/record/json_record.h"

namespace inburgering::adapters::duo {

bool is_gebeurtenis_id(std::string_view text) {
  return !text.empty() && text.size() <= 6 &&
         std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'); });
}

schemas::Result<Notificatie> parse_notificatie(std::string_view json) {
  auto read = schemas::read_json_text<Notificatie>(json);
  if (read && !read->bsn && !read->v_nummer)
    return schemas::refuse("", "verplicht", "bsn of vNummer is nodig: over wie gaat deze notificatie?");
  return read;
}

}  // namespace inburgering::adapters::duo
