#include "gateway/delivery/sink.h"

#include "adapters/transport/guard.h"

namespace inburgering::gateway::delivery {

namespace json = boost::json;
using adapters::transport::Answer;

void test(Sinks& sinks, const Errand& errand, std::string_view id, Sink::Done done) {
  auto& sink = sinks.of(errand.wish());
  Answer nothing;
  nothing.failure = "het proefbericht is voor deze ontvanger niet te schrijven; kijk naar zijn sleutel";
  std::optional<Message> message;
  adapters::transport::guarded("proefbericht", [&] {
    auto written =
        sink.write(errand, {test_event(errand.config.oin.digits(), id, errand.now(), errand.standing.id())});
    if (written) message = std::move(*written);
  });
  if (!message) return done(nothing);
  sink.bring(errand, std::move(*message), std::move(done));
}

std::string failure_of(const Answer& answer) {
  if (arrived(answer)) return {};
  if (answer.status == 0 || !answer.failure.empty()) return answer.failure;
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
