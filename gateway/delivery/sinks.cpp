#include "gateway/delivery/sink.h"
#include "gateway/delivery/webhook.h"
#include "gateway/delivery/zgw.h"

namespace inburgering::gateway::delivery {

Sinks::Sinks(adapters::transport::HttpClient& client) {
  sinks_.emplace("push", std::make_unique<Webhook>(client));
  sinks_.emplace("zgw", std::make_unique<ZgwComponent>(client));
  sinks_.emplace("zgw-abonnee", std::make_unique<ZgwAbonnee>(client));
}

}  // namespace inburgering::gateway::delivery
