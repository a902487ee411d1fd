#pragma once
// AMQP 0-9-1 as RabbitMQ speaks it, with librabbitmq: persistent and mandatory messages, with publisher
// confirms.
#include "adapters/broker/broker.h"

namespace inburgering::adapters::broker {

/// "amqps://host[:port][/vhost]". Nothing when it is no such address.
std::optional<Place> parse_amqps(std::string_view url);

/// The exchange must be there. Dutch error, that names the step.
Connected connect_amqp(const Place& place, std::stop_token stop);

}  // namespace inburgering::adapters::broker
