#include "schemas/value/v_nummer.h"

#include <boost/json/value.hpp>

namespace inburgering::schemas {

std::expected<std::int64_t, Fault> read_v_nummer(const boost::json::value& json, std::string_view pointer) {
  const auto* number = json.if_int64();
  if (number == nullptr || *number < least_v_nummer || *number > most_v_nummer)
    return std::unexpected(
        Fault{std::string(pointer), "vnummer", "een v-nummer is een getal van hoogstens tien cijfers"});
  return *number;
}

}  // namespace inburgering::schemas
