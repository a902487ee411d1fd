#pragma once
#include "gateway/config/config.h"
#include "gateway/config/reader.h"

namespace inburgering::gateway::config {

/// `duo`.
void read_duo(Reader duo, Config& config);
/// One of `brp`.
Brp read_brp(Reader& reader, const Config& config);
/// `delivery`: how events are brought.
void read_delivery(Reader delivery, Delivery& into);
/// One of `schedules`: when who is asked again.
Schedule read_schedule(Reader& reader);

}  // namespace inburgering::gateway::config
