#include "gateway/delivery/feeder.h"

#include <spdlog/spdlog.h>

#include <future>

#include "gateway/exchange/under.h"
#include "gateway/subscriptions/feed.h"

namespace inburgering::gateway::delivery {
namespace {

constexpr std::chrono::milliseconds pause_of_feeder{1000};

log::Entry end_of(const exchange::Pipeline& pipeline, const store::Job& job, const std::string& afnemer) {
  auto entry = pipeline.new_entry(log::direction::uit, log::feed::gateway, job.kind + " gereed");
  entry.party = afnemer;
  entry.reference = job.subscription;
  entry.outcome = log::outcome::verwerkt;
  entry.events = job.kind == store::job_kind::removal ? 0 : job.queued;
  if (job.kind == store::job_kind::removal)
    entry.faults = {{"abonnement " + job.subscription, "verwijdering",
                     std::to_string(job.queued) + " wachtende gebeurtenissen zijn niet meer geleverd"}};
  return entry;
}

}  // namespace

std::chrono::milliseconds Feeder::step() {
  bool went_on = false;
  try {
    if (!reader_) reader_ = database_.session();
    const auto lease = pipeline_.hold("beginstanden en herhalingen");
    if (!lease) return pause_of_feeder;
    for (const auto& open : store::open_jobs(*reader_)) {
      std::promise<bool> done;
      auto fed = std::make_shared<bool>(false);
      pipeline_.transact(
          exchange::under(*lease,
                          [this, id = open.id, name = open.subscription, fed](store::Session& sql) {
                            for (auto& job : store::open_jobs(sql)) {
                              if (job.id != id) continue;
                              const auto standing = subscriptions::find(sql, name);
                              *fed =
                                  subscriptions::feed_some(sql, pipeline_.sealing(), pipeline_.config(), job);
                              if (job.open || !standing) continue;
                              auto entry = end_of(pipeline_, job, standing->row.afnemer);
                              log::append(sql, entry);
                            }
                          }),
          [&done](bool written) { done.set_value(written); });
      went_on = (done.get_future().get() && *fed) || went_on;
    }
  } catch (const std::exception& error) {
    spdlog::error("wachtrijen vullen: de opslag is niet leesbaar, nieuwe poging over 1 s ({})", error.what());
    reader_.reset();
    return pause_of_feeder;
  }
  return went_on ? std::chrono::milliseconds(0) : pause_of_feeder;
}

}  // namespace inburgering::gateway::delivery
