#include "gateway/siem/journal.h"

#include <cstdint>

#include "schemas/value/text.h"

namespace inburgering::gateway::siem {

std::string journal_field(std::string_view name, std::string_view value) {
  std::string field(name);
  if (value.find('\n') == std::string_view::npos) return field.append("=").append(value).append("\n");
  field += '\n';
  for (unsigned shift = 0; shift < 64; shift += 8)  // little endian
    field += static_cast<char>((static_cast<std::uint64_t>(value.size()) >> shift) & 0xffU);
  return field.append(value).append("\n");
}

std::string journal_entry(const Told& told) {
  std::string entry = journal_field("MESSAGE", schemas::shown(told.text)) +
                      journal_field("PRIORITY", std::to_string(static_cast<int>(told.severity))) +
                      journal_field("SYSLOG_FACILITY", std::to_string(facility)) +
                      journal_field("SYSLOG_IDENTIFIER", app_name) +
                      journal_field("INBURGERING_GEBEURTENIS", told.name) +
                      journal_field("INBURGERING_MOMENT", told.moment.text());
  for (const auto& [name, value] : told.facts) {
    std::string upper;
    for (const char c : name) upper += static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
    entry += journal_field("INBURGERING_" + upper, schemas::shown(value));
  }
  return entry;
}

}  // namespace inburgering::gateway::siem
