#include "gateway/delivery/webhook.h"

#include "adapters/jose/jwe.h"
#include "gateway/delivery/call.h"
#include "gateway/delivery/handshake.h"
#include "gateway/delivery/signing.h"

namespace inburgering::gateway::delivery {
namespace {

/// The body for this receiver alone; what it is stands in the head of the JWE.
bool encrypt(const Errand& errand, Message& message) {
  const auto recipient = adapters::jose::Recipient::read(*errand.wish().sleutel);
  if (!recipient) return false;
  auto& random = errand.sealing.surroundings.random;
  for (auto& [name, value] : message.headers)
    if (name == "Content-Type") {
      message.body = recipient->encrypt(message.body, value, [&](auto bytes) { random.fill(bytes); });
      value = "application/jose";
    }
  return true;
}

}  // namespace

std::expected<Message, std::string_view> Webhook::write(
    const Errand& errand, const std::vector<boost::json::object>& events) const {
  const auto& wish = errand.wish();
  std::optional<Message> message;
  if (wish.thin()) {
    auto thin = events;
    // A test event is of no dossier, and says nothing of anyone: it keeps what it tells.
    for (auto& event : thin)
      if (event.contains("sequence")) make_thin(event, config::address_of(errand.config), wish.id);
    message = compose(wish, thin);
  } else {
    message = compose(wish, events);
  }
  if (!message || (wish.sleutel && !encrypt(errand, *message)))
    return std::unexpected(store::reason::unreadable);
  return std::move(*message);
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
