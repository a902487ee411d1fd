#include "schemas/record/json_record.h"

namespace inburgering::schemas {

bool read_members(const boost::json::value& json, const MemberTable& table, const JsonMemberReader* readers,
                  Reading& reading, void* into) {
  const auto* object = json.if_object();
  if (object == nullptr) return wrong_type("een object", json, reading), false;
  const auto before = reading.faults.size();
  Seen seen;
  std::size_t expected = 0;
  for (const auto& member : *object) {
    const auto index = table.find(member.key(), expected);
    const Place here(reading, std::string_view(member.key()));
    if (index == table.count()) {
      if (table.unnamed == Unnamed::refused) tell_unnamed(table.type, reading);
      continue;
    }
    seen.set(index);
    expected = index + 1;
    readers[index](member.value(), reading, into);
  }
  tell_missing(table, seen, reading);
  return reading.faults.size() == before;
}

}  // namespace inburgering::schemas
