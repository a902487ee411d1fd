#include "schemas/value/host_name.h"

namespace inburgering::schemas {
namespace {

bool is_label(std::string_view part) {
  constexpr std::size_t longest = 63;
  return !part.empty() && part.size() <= longest && part.front() != '-' && part.back() != '-' &&
         part.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string_view::npos;
}

}  // namespace

bool is_host_name(std::string_view text) {
  constexpr std::size_t longest = 253;
  if (text.size() > longest) return false;
  for (;;) {
    const auto dot = text.find('.');
    if (!is_label(text.substr(0, dot))) return false;
    if (dot == std::string_view::npos) return true;
    text.remove_prefix(dot + 1);
  }
}

}  // namespace inburgering::schemas
