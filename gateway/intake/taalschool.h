#pragma once
// One row of a taalschool on its way into the pipeline: is it for a gemeente that contracted this school, and
// about someone whom the school told us takes part there.
#include <boost/json/value.hpp>
#include <memory>
#include <string>
#include <string_view>

#include "gateway/exchange/pipeline.h"
#include "gateway/identity/registry.h"
#include "gateway/store/schoolrijen.h"
#include "mapping/taalschool/push.h"

namespace inburgering::gateway::intake {

/// Who sends rows of what.
struct Sender {
  const config::Party* party = nullptr;
  std::string resource;
  /// The message id of a file that is taken up part by part: what was told or withdrawn after it stays.
  std::string since{};
  /// Keeps `party` where no configuration does: one that is narrowed by a token lives as long as its visit,
  /// and files and batches are worked on longer.
  std::shared_ptr<const config::Party> held{};
};

/// A row that was read and translated, and for which gemeente.
struct Row {
  mapping::taalschool::Push push;
  const config::Tenant* tenant = nullptr;
};

/// Reads, translates, and looks whether the gemeente contracted the school (rule "gemeente").
schemas::Result<Row> read_row(const identity::Registry& registry, const Sender& sender,
                              const boost::json::value& json);

/// The same message for whoever is not known and for whoever is but not of this school: the answer does not
/// tell whom the gateway knows.
inline constexpr std::string_view no_deelname =
    "voor deze persoon heeft uw school bij deze gemeente geen deelname gemeld; meld eerst de deelname";

/// Whether the row may be taken up as the store stands now: the person takes part at this school, and the
/// kenmerk was not used for somebody else. Nothing when it may.
std::optional<exchange::Refusal> judge_row(store::Rows& rows, const store::Sealing& sealing,
                                           const Sender& sender, const Row& row);

/// The message for the pipeline; it is judged again inside the transaction. `entry` says who and when.
exchange::Incoming incoming(const exchange::Pipeline& pipeline, const Sender& sender, Row row,
                            std::string body, log::Entry entry);

/// The message that withdraws a row which stands in the store.
exchange::Incoming withdrawal(const exchange::Pipeline& pipeline, const config::Tenant& tenant,
                              const store::Schoolrij& rij, log::Entry entry);

/// The row itself, as it was sent; nothing when it cannot be read any more.
std::optional<std::string> content_of(const store::Sealing& sealing, const store::Schoolrij& rij);

}  // namespace inburgering::gateway::intake
