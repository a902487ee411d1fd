#include "schemas/value/bsn.h"

#include <algorithm>

namespace inburgering::schemas {

std::expected<Bsn, Fault> Bsn::parse(std::string_view text, std::string_view pointer) {
  auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  if (text.size() != 9 || !std::ranges::all_of(text, is_digit))
    return std::unexpected(Fault{std::string(pointer), "bsn", "een BSN bestaat uit negen cijfers"});
  int sum = 0;
  for (int position = 0; position < 9; ++position) {
    const int weight = position == 8 ? -1 : 9 - position;
    sum += weight * (text[static_cast<std::size_t>(position)] - '0');
  }
  if (sum % 11 != 0 || text == "000000000")
    return std::unexpected(Fault{std::string(pointer), "elfproef",
                                 "dit BSN voldoet niet aan de elfproef; controleer het nummer"});
  return Bsn(text);
}

}  // namespace inburgering::schemas
