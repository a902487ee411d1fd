#pragma once
#include <string>
#include <string_view>

#include "adapters/transport/http.h"
#include "schemas/fault.h"
#include "schemas/value/oin.h"

namespace inburgering::adapters::duo {

/// The three headers on every DUO request, both ways (Interactiepatronen; parameters Bron, Doel, BerichtId).
struct MessageHeaders {
  schemas::Oin bron;       ///< who sends: DUO's OIN on notifications, the gemeente's on questions
  schemas::Oin doel;       ///< for whom
  std::string bericht_id;  ///< UUID, fresh for each request
};

/// Faults point at "header bron" and so on.
schemas::Result<MessageHeaders> read_headers(const transport::Headers& headers);

}  // namespace inburgering::adapters::duo
