#include "gateway/log/trace.h"

#include "gateway/store/crypto.h"

namespace inburgering::gateway::log {
namespace {

constexpr std::string_view digits = "0123456789abcdef";
constexpr std::size_t trace_length = 32;
constexpr std::size_t span_length = 16;

bool is_hexadecimal(std::string_view text) {
  return text.find_first_not_of(digits) == std::string_view::npos;
}
bool is_zero(std::string_view text) { return text.find_first_not_of('0') == std::string_view::npos; }

/// A UUID without dashes; what is none is hashed to the same length.
std::string compact(std::string_view id) {
  std::string text;
  for (const char c : id)
    if (c != '-') text += c;
  if (text.size() != trace_length || !is_hexadecimal(text)) text = store::sha256(id).substr(0, trace_length);
  return text;
}

}  // namespace

std::optional<TraceParent> read_traceparent(std::string_view header) {
  // version "-" trace-id "-" parent-id "-" trace-flags; a later version may go on after them.
  constexpr std::size_t length = 55;
  if (header.size() < length || header[2] != '-' || header[35] != '-' || header[52] != '-')
    return std::nullopt;
  const auto version = header.substr(0, 2);
  const auto trace = header.substr(3, trace_length);
  const auto span = header.substr(36, span_length);
  const bool good = is_hexadecimal(version) && version != "ff" && is_hexadecimal(trace) && !is_zero(trace) &&
                    is_hexadecimal(span) && !is_zero(span) && is_hexadecimal(header.substr(53, 2)) &&
                    (header.size() == length || (version != "00" && header[length] == '-'));
  if (!good) return std::nullopt;
  return TraceParent{std::string(trace), std::string(span)};
}

std::string trace_id_of(std::string_view message_id) { return compact(message_id); }
std::string span_id_of(std::string_view message_id) { return compact(message_id).substr(span_length); }

std::string traceparent(std::string_view trace_id, std::string_view message_id) {
  return "00-" + std::string(trace_id) + "-" + span_id_of(message_id) + "-01";
}

void pass_on(adapters::transport::Headers& headers, std::string_view trace_id, std::string_view message_id) {
  headers.emplace_back("traceparent", traceparent(trace_id, message_id));
}

}  // namespace inburgering::gateway::log
