#include "mapping/lineage/reread.h"

#include <utility>

#include "adapters/brp/kennisgeving.h"
#include "adapters/brp/personen.h"
#include "adapters/brp/vraag.h"
#include "adapters/duo/notificatie.h"
#include "mapping/brp/personen.h"
#include "mapping/brp/persoon.h"
#include "mapping/duo/answer.h"
#include "mapping/duo/melding.h"
#include "mapping/duo/notificatie.h"
#include "mapping/gemeente/registratie.h"
#include "mapping/taalschool/push.h"
#include "schemas/record/json_text.h"

namespace inburgering::mapping::lineage {
namespace {

using schemas::Result;

Result<Translation> notificatie(const Kept& kept, std::string_view body) {
  const auto read = adapters::duo::parse_notificatie(body);
  if (!read) return std::unexpected(read.error());
  return duo::translate(*read, kept.reference);
}

/// When it came, as StUF writes it; empty when that is not known.
std::string came(const Kept& kept) { return kept.moment ? schemas::to_stuf(*kept.moment) : std::string(); }

Result<Translation> kennisgeving(const schemas::xml::Grammar& grammar, const Kept& kept,
                                 std::string_view body) {
  adapters::brp::Lezing how;
  how.coulances = kept.coulances;
  auto read = adapters::brp::parse_kennisgeving(grammar, body, how);
  if (!read) return std::unexpected(std::move(read.error().faults));
  // Without a moment of its own a message counts from when it came.
  auto& moment = read->stuurgegevens.tijdstip_bericht;
  if (moment.empty()) moment = came(kept);
  return brp::translate(*read);
}

/// An answer tells what held when it was asked.
template <class Told>
Result<Translation> of_answer(const Kept& kept, const Told& told) {
  return brp::translate(told, {came(kept), {}, false}, {"brp", kept.reference, kept.moment});
}

Result<Translation> antwoord(const schemas::xml::Grammar& grammar, const Kept& kept, std::string_view body) {
  const auto read = adapters::brp::read_beantwoord(grammar, body, "text/xml", std::nullopt);
  if (!read) return std::unexpected(read.error());
  if (!read->persoon)
    return schemas::refuse("/npsLa01", "onbekend", "dit antwoord vertelt niets van een persoon");
  return of_answer(kept, *read->persoon);
}

Result<Translation> persoon(const Kept& kept, std::string_view body) {
  const auto read = adapters::brp::personen::read_antwoord(body, std::nullopt);
  if (!read) return std::unexpected(read.error());
  if (!read->persoon)
    return schemas::refuse("/personen", "onbekend", "dit antwoord vertelt niets van een persoon");
  return of_answer(kept, *read);
}

/// "melding PUT pip"
Result<Translation> melding(const Kept& kept, std::string_view body) {
  const auto first = kept.kind.find(' ');
  const auto second = kept.kind.find(' ', first + 1);
  const auto* operatie = first == std::string::npos || second == std::string::npos
                             ? nullptr
                             : adapters::duo::find_operatie(kept.kind.substr(first + 1, second - first - 1),
                                                            kept.kind.substr(second + 1));
  if (operatie == nullptr) return schemas::refuse("", "soort", "dit is geen melding die nog bestaat");
  const auto json = schemas::parse_json(body);
  if (!json) return std::unexpected(json.error());
  const auto read = duo::read_melding(*operatie, *json);
  if (!read) return std::unexpected(read.error());
  return duo::effect(*read, kept.subject, kept.reference);
}

}  // namespace

Read reader_of(const RuleName& rule, const Kept& kept, const schemas::xml::Grammar* grammar) {
  if (rule.feed == "taalschool")
    return [rule, kept](std::string_view body) -> Result<Translation> {
      auto push = taalschool::translate_push_text(rule.name, body, kept.party);
      if (!push) return std::unexpected(std::move(push.error()));
      return std::move(push->translation);
    };
  if (rule.feed == "brp") {
    if (rule.name == "persoon") return [kept](std::string_view body) { return persoon(kept, body); };
    if (grammar == nullptr) return {};
    if (rule.name == "kennisgeving")
      return [grammar, kept](std::string_view body) { return kennisgeving(*grammar, kept, body); };
    if (rule.name == "antwoord")
      return [grammar, kept](std::string_view body) { return antwoord(*grammar, kept, body); };
    return {};
  }
  if (rule.feed == gemeente::feed)
    return [kept](std::string_view body) -> Result<Translation> {
      auto read = gemeente::reread(body);
      if (read) read->bron = {std::string(gemeente::feed), kept.reference, kept.moment};
      return read;
    };
  if (rule.feed != "duo" || rule.name == "meldingstatus") return {};
  if (rule.name == "notificatie") return [kept](std::string_view body) { return notificatie(kept, body); };
  if (rule.name == "melding") return [kept](std::string_view body) { return melding(kept, body); };
  return [rule, kept](std::string_view body) {
    return duo::translate_answer(rule.name, body, kept.subject, kept.reference);
  };
}

}  // namespace inburgering::mapping::lineage
