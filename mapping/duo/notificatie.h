#pragma once
#include "adapters/duo/gebeurtenis.h"
#include "adapters/duo/notificatie.h"
#include "mapping/change.h"

namespace inburgering::mapping::duo {

/// What a notification itself says, before anything is asked: that something happened (Gebeurtenis); that a
/// bsn and a vNummer are of one person; and, of one that asks for attention, an Attentiesignaal too.
Translation translate(const adapters::duo::Notificatie& notificatie, std::string_view bericht_id);

}  // namespace inburgering::mapping::duo
