#pragma once
// Kafka, with librdkafka: acks=all and idempotent, one partition for what has one key.
#include "adapters/broker/broker.h"

namespace inburgering::adapters::broker {

/// "kafka://host[:port]": one of the brokers of a cluster, which names the others. Nothing when it is no such
/// address.
std::optional<Place> parse_kafka(std::string_view url);

/// The topic must be there. Dutch error, that names the step.
Connected connect_kafka(const Place& place, std::stop_token stop);

}  // namespace inburgering::adapters::broker
