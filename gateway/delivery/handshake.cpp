#include "gateway/delivery/handshake.h"

#include <charconv>

#include "gateway/base/backoff.h"
#include "gateway/base/milliseconds.h"
#include "gateway/delivery/alert.h"
#include "gateway/delivery/sink.h"
#include "gateway/exchange/under.h"
#include "gateway/identity/anchors.h"

namespace inburgering::gateway::delivery {
namespace {

using adapters::transport::Answer;
using adapters::transport::Call;

/// By which a sink knows who asks.
std::string origin_of(const config::Config& config) { return "urn:nld:oin:" + config.oin.digits(); }

}  // namespace

Call handshake_to(const config::Config& config, const wishes::Subscription& wish) {
  auto call = call_to(config, wish, "OPTIONS");
  call.headers = {{"WebHook-Request-Origin", origin_of(config)}};
  return call;
}

std::expected<int, std::string> read_handshake(const config::Config& config, const Answer& answer) {
  if (!arrived(answer)) return std::unexpected("handshake: " + failure_of(answer));
  const auto origin = adapters::transport::find_header(answer.headers, "WebHook-Allowed-Origin");
  if (origin != "*" && origin != origin_of(config))
    return std::unexpected(
        "handshake: de ontvanger zei niet dat hij wil ontvangen; antwoord op OPTIONS met de header "
        "WebHook-Allowed-Origin: " +
        origin_of(config));
  const auto rate = adapters::transport::find_header(answer.headers, "WebHook-Allowed-Rate");
  int per_minute = 0;
  std::from_chars(rate.data(), rate.data() + rate.size(), per_minute);
  return std::max(0, per_minute);
}

void conclude_handshake(exchange::Pipeline& pipeline,
                        const std::shared_ptr<const subscriptions::Standing>& standing,
                        const store::Lease& lease, const Answer& answer,
                        const std::expected<int, std::string>& agreed, std::function<void(bool)> done) {
  auto entry = pipeline.new_entry(log::direction::uit, log::feed::afnemer, "handshake");
  entry.party = standing->row.afnemer;
  entry.reference = standing->id();
  entry.outcome = agreed ? log::outcome::bevestigd : log::outcome::mislukt;
  entry.http_status = answer.status;
  entry.duration_ms = answer.duration.count();
  if (!agreed) entry.faults = {{"abonnement " + standing->id(), "handshake", agreed.error()}};
  const auto& policy = pipeline.config().delivery;
  const auto pause = pause_after(standing->row.confirm_attempts + 1, policy.first_retry, policy.max_retry,
                                 pipeline.sealing().surroundings.random.fraction(), {}, entry.moment);
  const auto moment = entry.moment;
  pipeline.record(std::move(entry),
                  exchange::under(lease,
                                  [&pipeline, standing, agreed, pause,
                                   shown = identity::shown_by(answer, standing->row.afnemer, moment)](
                                      store::Session& sql, log::Entry&) {
                                    if (shown) store::note_certificate(sql, *shown);
                                    const auto present = subscriptions::find(sql, standing->id());
                                    if (!present || present->wish.url != standing->wish.url ||
                                        present->wish.wijze != standing->wish.wijze)
                                      return;  // it points elsewhere by now
                                    auto row = present->row;
                                    row.confirmed = agreed.has_value();
                                    row.allowed_rate = agreed.value_or(0);
                                    row.confirm_attempts = agreed ? 0 : row.confirm_attempts + 1;
                                    row.confirm_due = milliseconds(pipeline.now()) + pause.count();
                                    store::put_subscription(sql, row);
                                    constexpr int worth_telling = 5;
                                    if (row.confirm_attempts >= worth_telling)
                                      raise(sql, pipeline, *present, alert::handshake, agreed.error());
                                  }),
                  std::move(done));
}

}  // namespace inburgering::gateway::delivery
