#include "gateway/log/reread.h"

#include <algorithm>

#include "gateway/config/askable.h"

namespace inburgering::gateway::log {

const mapping::Rule* rule_by_kind(const Entry& entry, std::string_view body) {
  const auto space = entry.kind.find(' ');
  const auto first = entry.kind.substr(0, space);
  const auto rest = space == std::string::npos ? std::string() : entry.kind.substr(space + 1);
  if (entry.feed == feed::duo) return mapping::find_rule("duo", first == "GET" ? rest : first);
  if (entry.feed == feed::taalschool) return mapping::find_rule("taalschool", entry.kind);
  if (entry.feed == feed::afnemer && first == "melding") return mapping::rule("duo", "melding");
  if (entry.feed == feed::afnemer && first == "registratie" && entry.outcome == outcome::verwerkt)
    return mapping::rule("gemeente", "registratie");
  if (entry.feed != feed::brp) return nullptr;
  if (first.starts_with("npsLk") || first.starts_with("npsSa")) return mapping::rule("brp", "kennisgeving");
  if (first != config::vragen::persoon) return nullptr;
  return body.starts_with('{') ? mapping::rule("brp", "persoon") : mapping::rule("brp", "antwoord");
}

mapping::lineage::Read reader_of(const Again& again, const mapping::RuleName& rule, const Entry& entry,
                                 const mapping::Subject& subject) {
  mapping::lineage::Kept kept{entry.kind, entry.party, subject, entry.reference, entry.moment};
  const auto party = std::ranges::find(again.config.parties, entry.party,
                                       [](const auto& each) { return each.oin.digits(); });
  if (party != again.config.parties.end()) kept.coulances = party->coulances;
  return mapping::lineage::reader_of(rule, kept, again.stuf_bg);
}

}  // namespace inburgering::gateway::log
