#pragma once
#include "adapters/duo/gebeurtenis.h"
#include "adapters/duo/notificatie.h"
#include "mapping/change.h"

namespace inburgering::mapping::duo {

/// A notification says that something changed and not what. What it does say: that a bsn and a vNummer are of
/// one person; and one that asks for attention becomes an Attentiesignaal.
Translation translate(const adapters::duo::Notificatie& notificatie, std::string_view bericht_id);

}  // namespace inburgering::mapping::duo
