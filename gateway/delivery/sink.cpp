#include "gateway/delivery/sink.h"

#include <algorithm>

#include "gateway/delivery/message.h"

namespace inburgering::gateway::delivery {
namespace {

namespace json = boost::json;
using adapters::transport::Answer;
using adapters::transport::Call;

}  // namespace

Call call_to(const config::Config& config, const wishes::Subscription& wish, std::string_view method) {
  Call call;
  call.method = method;
  call.url = wish.url.value_or("");
  const auto party = std::ranges::find(config.parties, wish.afnemer, &config::Party::oin);
  auto hierarchy = party == config.parties.end() ? config::Hierarchy() : party->hierarchy;
  if (wish.certificaat && hierarchy.certificaat.empty()) hierarchy.certificaat = *wish.certificaat;
  if (wish.vertrouwen && hierarchy.vertrouwen.empty()) hierarchy.vertrouwen = *wish.vertrouwen;
  call.tls = config::tls_to(config, hierarchy);
  call.pin = wish.pin.value_or("");
  if (party != config.parties.end())
    call.server = party->servers;
  else
    call.server = adapters::transport::ServerIdentity{.oins = {wish.afnemer.digits()}, .pins = {}};
  call.status_decides = true;
  call.timeout = config.delivery.timeout;
  call.connect_timeout = std::min(call.connect_timeout, call.timeout);
  constexpr std::size_t most = std::size_t{64} * 1024;
  call.max_answer = most;
  call.only_public_and =
      std::make_shared<const std::vector<adapters::transport::Network>>(config.delivery.private_networks);
  return call;
}

Call test_call(const config::Config& config, const wishes::Subscription& wish, std::string_view id,
               schemas::Moment now) {
  auto call = call_to(config, wish, "POST");
  auto message =
      compose(wish, {test_event(config.oin.digits(), id, now, wish.id)}).value();  // fits in all forms
  call.headers = std::move(message.headers);
  call.body = std::move(message.body);
  return call;
}

Answer test(const config::Config& config, const wishes::Subscription& wish,
            adapters::transport::HttpClient& client, std::string_view id, schemas::Moment now) {
  return adapters::transport::send_and_wait(client, test_call(config, wish, id, now));
}

std::string failure_of(const Answer& answer) {
  if (arrived(answer)) return {};
  if (answer.status == 0) return answer.failure;
  const auto status = std::to_string(answer.status);
  if (answer.status >= 300 && answer.status < 400)
    return "de afnemer verwijst door (HTTP " + status +
           "); dat wordt niet gevolgd: zet het juiste adres in het abonnement";
  return "de afnemer antwoordde met HTTP " + status + "; controleer daar de ontvangst";
}

json::object note_test(log::Entry& entry, const Answer& answer) {
  const bool good = arrived(answer);
  entry.outcome = good ? log::outcome::afgeleverd : log::outcome::mislukt;
  entry.http_status = answer.status;
  entry.duration_ms = answer.duration.count();
  json::object told{{"gelukt", good}, {"httpStatus", answer.status}, {"duurMs", answer.duration.count()}};
  if (!good) {
    const auto failure = failure_of(answer);
    entry.faults = {{"abonnement", "proef", failure}};
    told["melding"] = failure;
  }
  return told;
}

}  // namespace inburgering::gateway::delivery
