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

const Bron of_brp{"brp", {}, {}};

Result<Translation> notificatie(std::string_view body) {
  const auto read = adapters::duo::parse_notificatie(body);
  if (!read) return std::unexpected(read.error());
  return duo::translate(*read, "");
}

Result<Translation> kennisgeving(const schemas::xml::Grammar& grammar, std::string_view body) {
  const auto read = adapters::brp::parse_kennisgeving(grammar, body);
  if (!read) return std::unexpected(read.error().faults);
  return brp::translate(*read);
}

Result<Translation> antwoord(const schemas::xml::Grammar& grammar, std::string_view body) {
  const auto read = adapters::brp::read_beantwoord(grammar, body, "text/xml", std::nullopt);
  if (!read) return std::unexpected(read.error());
  if (!read->persoon)
    return schemas::refuse("/npsLa01", "onbekend", "dit antwoord vertelt niets van een persoon");
  return brp::translate(*read->persoon, {}, of_brp);
}

Result<Translation> persoon(std::string_view body) {
  const auto read = adapters::brp::personen::read_antwoord(body, std::nullopt);
  if (!read) return std::unexpected(read.error());
  if (!read->persoon)
    return schemas::refuse("/personen", "onbekend", "dit antwoord vertelt niets van een persoon");
  return brp::translate(*read, {}, of_brp);
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
  return duo::effect(*read, kept.subject, "");
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
    if (rule.name == "persoon") return persoon;
    if (grammar == nullptr) return {};
    if (rule.name == "kennisgeving")
      return [grammar](std::string_view body) { return kennisgeving(*grammar, body); };
    if (rule.name == "antwoord") return [grammar](std::string_view body) { return antwoord(*grammar, body); };
    return {};
  }
  if (rule.feed == gemeente::feed) return gemeente::reread;
  if (rule.feed != "duo" || rule.name == "meldingstatus") return {};
  if (rule.name == "notificatie") return notificatie;
  if (rule.name == "melding") return [kept](std::string_view body) { return melding(kept, body); };
  return [rule, kept](std::string_view body) {
    return duo::translate_answer(rule.name, body, kept.subject, "");
  };
}

}  // namespace inburgering::mapping::lineage
