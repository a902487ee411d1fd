#include "adapters/transport/beast.h"

#include <boost/beast/http/error.hpp>

namespace inburgering::adapters::transport {

namespace http = boost::beast::http;

Request head_of(const http::request_header<>& header, const Peer& peer) {
  Request request;
  request.method = header.method_string();
  request.target = header.target();
  for (const auto& field : header) request.headers.emplace_back(field.name_string(), field.value());
  request.peer = peer;
  return request;
}

http::response<http::string_body> wire(const Response& response, const Manner& manner) {
  http::response<http::string_body> message(static_cast<http::status>(response.status), manner.version);
  for (const auto& [name, value] : response.headers) message.set(name, value);
  message.keep_alive(manner.keep_alive);
  message.body() = response.body;
  // 204 and HEAD have no body on the wire, though HEAD tells the length that GET would have had.
  if (response.status == 204) {
    message.body().clear();
  } else {
    message.content_length(response.claimed_length.value_or(response.body.size()));
    if (manner.without_body) message.body().clear();
  }
  return message;
}

std::optional<Unreadable> unreadable(const boost::system::error_code& error, bool too_slow) {
  if (too_slow) return Unreadable::too_slow;
  if (error == http::error::header_limit) return Unreadable::header_too_large;
  if (error == http::error::body_limit || error == http::error::buffer_overflow)
    return Unreadable::body_too_large;
  if (error == http::error::partial_message || error == http::error::end_of_stream) return std::nullopt;
  if (error.category() == http::make_error_code(http::error::bad_method).category())
    return Unreadable::malformed;
  return std::nullopt;
}

}  // namespace inburgering::adapters::transport
