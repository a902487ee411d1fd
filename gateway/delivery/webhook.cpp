#include "gateway/delivery/webhook.h"

#include "gateway/delivery/call.h"
#include "gateway/delivery/cloudevents.h"
#include "gateway/delivery/handshake.h"
#include "gateway/delivery/signing.h"

namespace inburgering::gateway::delivery {

std::expected<Message, std::string_view> Webhook::write(
    const Errand& errand, const std::vector<boost::json::object>& events) const {
  return write_cloudevents(errand, events);
}

void Webhook::bring(const Errand& errand, Message message, Done done) {
  auto call = call_to(errand.config, errand.wish(), "POST");
  if (errand.wish().is_signed())
    if (const auto done_so = sign(call.tls, call.url, errand.now(), message); !done_so) {
      Answer answer;
      answer.failure = done_so.error();
      return done(answer);
    }
  call.headers = std::move(message.headers);
  call.body = std::move(message.body);
  client_.send(std::move(call), std::move(done));
}

void Webhook::ask(const Errand& errand, Done done) {
  client_.send(handshake_to(errand.config, errand.wish()), std::move(done));
}

std::expected<int, std::string> Webhook::agreed(const config::Config& config, const Answer& answer) const {
  return read_handshake(config, answer);
}

}  // namespace inburgering::gateway::delivery
