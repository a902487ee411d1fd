#include "adapters/broker/amqp.h"
#include "adapters/broker/kafka.h"
#include "gateway/delivery/broker.h"
#include "gateway/delivery/sink.h"
#include "gateway/delivery/webhook.h"
#include "gateway/delivery/zgw.h"

namespace inburgering::gateway::delivery {

Sinks::Sinks(adapters::transport::HttpClient& client) {
  sinks_.emplace("push", std::make_unique<Webhook>(client));
  using namespace adapters::broker;
  sinks_.emplace("amqp", std::make_unique<Broker>(parse_amqps, connect_amqp));
  sinks_.emplace("kafka", std::make_unique<Broker>(parse_kafka, connect_kafka));
  sinks_.emplace("zgw", std::make_unique<ZgwComponent>(client));
  sinks_.emplace("zgw-abonnee", std::make_unique<ZgwAbonnee>(client));
}

void Sinks::stop() {
  for (const auto& [name, sink] : sinks_) sink->stop();
}

}  // namespace inburgering::gateway::delivery
