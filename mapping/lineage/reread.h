#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "adapters/brp/coulance.h"
#include "mapping/lineage/places.h"
#include "mapping/rule.h"
#include "schemas/xml/grammar.h"

namespace inburgering::mapping::lineage {

/// What the log knows of a kept message, beside its body.
struct Kept {
  std::string kind;                         ///< as the log calls it
  std::string party;                        ///< OIN of who sent it
  Subject subject;                          ///< whom it is about, as far as is known
  std::string reference{};                  ///< the sender's own, or that of the question it answers
  std::optional<schemas::Moment> moment{};  ///< when it came
  /// What its sender is forgiven.
  std::span<const adapters::brp::Coulance* const> coulances = adapters::brp::standaard_coulances();
};

/// How a message that this rule read is read again by the present program; empty of a rule that reads no
/// message, but concludes from what is known. `grammar` is that of StUF-BG, and outlives what is returned;
/// null: messages in StUF are not read.
Read reader_of(const RuleName& rule, const Kept& kept, const schemas::xml::Grammar* grammar);

}  // namespace inburgering::mapping::lineage
