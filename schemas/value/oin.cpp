#include "schemas/value/oin.h"

#include <algorithm>

namespace inburgering::schemas {

std::expected<Oin, Fault> Oin::parse(std::string_view text, std::string_view pointer) {
  if (text.size() != 20 || !std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; }))
    return std::unexpected(Fault{std::string(pointer), "oin", "een OIN bestaat uit twintig cijfers"});
  return Oin(text);
}

}  // namespace inburgering::schemas
