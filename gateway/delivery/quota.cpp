#include "gateway/delivery/quota.h"

#include <algorithm>

#include "gateway/delivery/alert.h"
#include "gateway/exchange/under.h"
#include "gateway/store/deliveries.h"
#include "schemas/value/counted.h"

namespace inburgering::gateway::delivery {
namespace {

constexpr int usual_quota = 100'000;  // waiting events from which an operator is told, where none is agreed

}  // namespace

void look_at_quota(exchange::Pipeline& pipeline, store::Session& reader,
                   const std::shared_ptr<const subscriptions::Standing>& standing,
                   const store::Lease& lease) {
  const auto quota = standing->wish.quotum.value_or(usual_quota);
  const auto waiting = store::queue_counts(reader, standing->id()).waiting;
  constexpr int of_hundred = 100;
  constexpr int nearly = 80;
  if (waiting * of_hundred < quota * nearly) return;
  const bool drops = standing->wish.quotum && standing->wish.drops_oldest();
  pipeline.transact(exchange::under(lease, [&pipeline, standing, quota, drops](store::Session& sql) {
    // Anew: one that was submitted before may have been written since.
    const auto present = store::queue_counts(sql, standing->id()).waiting;
    const auto excess = drops ? std::max<std::int64_t>(0, present - quota) : 0;
    raise(sql, pipeline, *standing, alert::quota,
          schemas::counted(present, "gebeurtenis wacht", "gebeurtenissen wachten") + "; het quotum is " +
              std::to_string(quota) + (drops ? ", daarboven vervallen de oudste" : ", er vervalt niets"));
    if (excess == 0) return;
    constexpr std::int64_t at_once = 1000;
    const auto gone = store::drop_oldest(sql, standing->id(), standing->wish.ordered(),
                                         static_cast<int>(std::min(excess, at_once)));
    auto entry = pipeline.new_entry(log::direction::uit, log::feed::gateway, "quotum");
    entry.party = standing->row.afnemer;
    entry.reference = standing->id();
    entry.outcome = log::outcome::vervallen;
    entry.faults = {{"abonnement " + standing->id(), "quotum",
                     std::to_string(gone) + " oudste gebeurtenissen vervielen, zoals ingesteld (bijVol)"}};
    log::append(sql, entry);
  }));
}

}  // namespace inburgering::gateway::delivery
