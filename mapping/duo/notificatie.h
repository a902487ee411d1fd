#pragma once
#include "adapters/duo/gebeurtenis.h"
#include "adapters/duo/notificatie.h"
#include "mapping/change.h"

namespace inburgering::mapping::duo {

/// A notification changes nothing by itself; one that asks for attention becomes an Attentiesignaal.
Translation translate(const adapters::duo::Notificatie& notificatie, std::string_view bericht_id);

}  // namespace inburgering::mapping::duo
