#include "gateway/schaduw/vertaler.h"

#include "gateway/log/reread.h"

namespace inburgering::gateway::schaduw {

Vertaler vertaler(const config::Config& config, const schemas::xml::Grammar& stuf_bg) {
  return [&](const log::Entry& entry, std::string_view body, const mapping::Subject& subject) -> Vertaald {
    if (entry.outcome != log::outcome::verwerkt) return std::nullopt;
    const auto* rule = log::rule_by_kind(entry, body);
    // A report means something only when DUO took it, which another message tells.
    if (rule == nullptr || rule == mapping::rule("duo", "melding")) return std::nullopt;
    const auto read =
        log::reader_of({config, &stuf_bg}, {std::string(rule->feed), std::string(rule->name), rule->version},
                       entry, subject);
    if (!read) return std::nullopt;
    return read(body);
  };
}

}  // namespace inburgering::gateway::schaduw
