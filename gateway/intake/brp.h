#pragma once
// A message of a BRP from its bytes to what the pipeline takes up, or to a refusal; the same for what comes
// over HTTP and for a file.
#include <expected>

#include "adapters/brp/antwoord.h"
#include "gateway/exchange/pipeline.h"
#include "gateway/identity/registry.h"

namespace inburgering::gateway::intake {

/// What came, and through whom.
struct StufMessage {
  std::string body;
  std::string content_type;
  const config::Party* party = nullptr;
  adapters::brp::Binding binding = adapters::brp::Binding::bestand;
  log::Entry entry;
};

struct StufRefusal {
  log::Entry entry;  ///< complete: why, and which message
  adapters::brp::StufFault fault;
  adapters::brp::Antwoord antwoord;  ///< what the reply says of itself
};

struct StufAccepted {
  exchange::Incoming incoming;
  adapters::brp::Antwoord antwoord;
};

/// Reads and judges a message: is it one of ours (schema, kind), for a tenant of ours, from one who may speak
/// of its persons. Nothing is kept yet.
std::expected<StufAccepted, StufRefusal> judge_stuf(const exchange::Ground& ground,
                                                    const schemas::xml::Grammar& grammar,
                                                    StufMessage message);

}  // namespace inburgering::gateway::intake
