#include "adapters/duo/notificatie.h"

#include "schemas/record/json_record.h"
#include "schemas/record/json_text.h"
#include "schemas/value/v_nummer.h"

namespace inburgering::adapters::duo {

schemas::Result<Notificatie> parse_notificatie(std::string_view json) {
  auto read = schemas::read_json_text<Notificatie>(json);
  if (read && !read->bsn && !read->v_nummer)
    return schemas::refuse("", "verplicht", "bsn of vNummer is nodig: over wie gaat deze notificatie?");
  return read;
}

Wie over_wie(std::string_view json) {
  Wie wie;
  const auto value = schemas::parse_json(json);
  const auto* body = value ? value->if_object() : nullptr;
  if (body == nullptr) return wie;
  if (const auto* bsn = body->if_contains("bsn"); bsn != nullptr && bsn->is_string())
    if (auto read = schemas::Bsn::parse(bsn->get_string(), "/bsn")) wie.bsn = *read;
  if (const auto* number = body->if_contains("vNummer"))
    if (auto read = schemas::read_v_nummer(*number, "/vNummer")) wie.v_nummer = *read;
  return wie;
}

}  // namespace inburgering::adapters::duo
