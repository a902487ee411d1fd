#include "gateway/cli/asked_after.h"

#include <variant>

#include "gateway/config/askable.h"
#include "gateway/exchange/follow_up.h"

namespace inburgering::gateway::cli {
namespace {

namespace vragen = config::vragen;

std::string joined(const std::vector<std::string_view>& names) {
  std::string text;
  for (const auto name : names) (text += text.empty() ? "" : ", ") += name;
  return text;
}

/// "…: brp-volgindicatie, brp-persoon", of a BRP that may not be there.
std::string of_brp() {
  return "de BRP gevraagd, waar die is ingesteld: " + joined({vragen::volgen, vragen::persoon});
}

}  // namespace

std::vector<std::string> asked_of_duo(const std::vector<std::string_view>& resources,
                                      const mapping::Subject& subject) {
  if (resources.empty()) return {};
  if (!subject.bsn)
    return {
        "hierna wordt niets gevraagd: dit bericht noemt geen BSN. Is er bij deze persoon al een bekend, dan "
        "wordt DUO gevraagd: " +
        joined(resources)};
  return {"hierna wordt DUO gevraagd: " + joined(resources),
          "is deze persoon hier nieuw, dan wordt ook " + of_brp()};
}

std::vector<std::string> asked_after_brp(const mapping::Translation& translation) {
  std::vector<std::string> lines;
  if (translation.laatste) lines.push_back("hierna wordt " + of_brp());
  for (const auto& change : translation.changes)
    if (const auto* persoon = std::get_if<mapping::canonical::Persoon>(&change.object);
        persoon != nullptr && persoon->gemeente_van_inschrijving.has_value())
      lines.push_back("is dat een andere gemeente van inschrijving dan de eigen, dan wordt DUO gevraagd: " +
                      std::string(exchange::plicht));
  return lines;
}

std::vector<std::string> asked_after_change() {
  return {"heeft deze persoon hier een dossier, dan wordt de BRP gevraagd: " + std::string(vragen::persoon)};
}

}  // namespace inburgering::gateway::cli
