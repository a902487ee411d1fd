#pragma once
#include "gateway/exchange/dossier_update.h"

namespace inburgering::gateway::exchange {

/// The one way in which what somebody said of a person is taken up, whatever brought it: a message, an
/// answer, or a report that was accepted. The dossier is updated; where DUO speaks of someone whose dossier
/// had ended, it is kept again; its clocks are reckoned; and what that gives reason to ask is asked, as
/// caused by the message `noted`.
Updated take_up(Draft& draft, const config::Tenant& tenant, const mapping::Translation& said,
                const Cause& cause, std::string_view feed, const std::string& noted);

}  // namespace inburgering::gateway::exchange
