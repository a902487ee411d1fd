#pragma once
// Whether it is certain where a request ends (RFC 9112 §3.2, §6.1, §6.3). Where two readers could disagree, a
// request can be hidden in another: such a request is refused before its body is read.
#include <optional>
#include <string>
#include <vector>

#include "adapters/transport/http.h"

namespace inburgering::adapters::transport {

/// What is wrong, in Dutch; nothing when the framing is clear. `version` as Beast counts: 10, 11.
std::optional<std::string> framing_fault(const Headers& headers, unsigned version);

}  // namespace inburgering::adapters::transport
