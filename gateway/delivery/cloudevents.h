#pragma once
#include "gateway/delivery/sink.h"

namespace inburgering::gateway::delivery {

/// Events as CloudEvents in the form of their wish: with or without data (`informatie`), and for its receiver
/// alone where that gave a key (`sleutel`). What Sink::write answers, for ways that carry them.
std::expected<Message, std::string_view> write_cloudevents(const Errand& errand,
                                                           const std::vector<boost::json::object>& events);

}  // namespace inburgering::gateway::delivery
