#include "gateway/delivery/cloudevents.h"

#include "adapters/jose/jwe.h"

namespace inburgering::gateway::delivery {
namespace {

namespace json = boost::json;

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

std::string text_in(const json::object& event, std::string_view name) {
  const auto* value = event.if_contains(name);
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

}  // namespace

std::expected<Message, std::string_view> write_cloudevents(const Errand& errand,
                                                           const std::vector<json::object>& events) {
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
  const auto& first = events.front();
  message->id = text_in(first, "id");
  message->type = text_in(first, "type");
  message->key = text_in(first, "subject");
  return std::move(*message);
}

}  // namespace inburgering::gateway::delivery
