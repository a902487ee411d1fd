#pragma once
// W3C Trace Context, level 1: one trace runs from who sent a message through the gateway to who receives what
// follows from it. An entry of the log is a span. Its span id is the last half of its message id, and the
// trace is named after the first message when its sender named none, so that nothing more has to be kept.
#include <optional>
#include <string>
#include <string_view>

#include "adapters/transport/http.h"

namespace inburgering::gateway::log {

struct TraceParent {
  std::string trace_id;  ///< 32 hexadecimal digits
  std::string span_id;   ///< 16
};

/// The value of a `traceparent` header (§3.2); nothing when it is not valid, for then it must be ignored.
std::optional<TraceParent> read_traceparent(std::string_view header);

std::string trace_id_of(std::string_view message_id);
std::string span_id_of(std::string_view message_id);

/// What is passed on: version 00, sampled, with the span of this message.
std::string traceparent(std::string_view trace_id, std::string_view message_id);
/// Puts that in the headers of an outgoing request.
void pass_on(adapters::transport::Headers& headers, std::string_view trace_id, std::string_view message_id);

}  // namespace inburgering::gateway::log
