#include "adapters/taalschool/voortgangsmeting.h"

#include <algorithm>

#include "schemas/record/json_record.h"

namespace inburgering::adapters::taalschool {

bool is_gemeentecode(std::string_view text) {
  return text.size() == 4 && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

schemas::Result<Voortgangsmeting> parse_voortgangsmeting(std::string_view json) {
  return schemas::read_json_text<Voortgangsmeting>(json);
}

}  // namespace inburgering::adapters::taalschool
