#include "schemas/record/members.h"

namespace inburgering::schemas {

void tell_missing(const MemberTable& table, const Seen& seen, Reading& reading) {
  for (std::size_t index = 0; index < table.count(); ++index) {
    if (!table.required[index] || seen[index]) continue;
    const Place here(reading, table.names[index]);
    reading.fault("verplicht", "dit gegeven ontbreekt en is verplicht");
  }
}

}  // namespace inburgering::schemas
