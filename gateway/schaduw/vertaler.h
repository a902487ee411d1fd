#pragma once
// A kept message translated anew, by what the log says of it.
#include <functional>
#include <optional>
#include <string_view>

#include "gateway/config/config.h"
#include "gateway/log/exchange_log.h"
#include "mapping/change.h"
#include "schemas/xml/grammar.h"

namespace inburgering::gateway::schaduw {

/// What a message says of a person; the faults for which it would be refused; nothing when it is of a kind
/// that is not translated.
using Vertaald = std::optional<schemas::Result<mapping::Translation>>;
using Vertaler =
    std::function<Vertaald(const log::Entry&, std::string_view body, const mapping::Subject& subject)>;

/// As the present program does it. Both outlive the translator.
Vertaler vertaler(const config::Config& config, const schemas::xml::Grammar& stuf_bg);

}  // namespace inburgering::gateway::schaduw
