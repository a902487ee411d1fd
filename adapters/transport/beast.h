#pragma once
// Between Beast's messages and ours.
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/system/error_code.hpp>
#include <optional>

#include "adapters/transport/http.h"

namespace inburgering::adapters::transport {

/// The request as far as its header tells it.
Request head_of(const boost::beast::http::request_header<>& header, const Peer& peer);

/// How an answer goes out, as the request asked.
struct Manner {
  /// Of HTTP, as Beast counts: an HTTP/1.0 client must be told that a connection is kept.
  unsigned version = 11;
  bool keep_alive = false;
  bool without_body = false;  ///< the answer to HEAD
};
boost::beast::http::response<boost::beast::http::string_body> wire(const Response& response,
                                                                   const Manner& manner);

/// What a failure to read says of the request; nothing when the connection is gone, for then there is nobody
/// to answer.
std::optional<Unreadable> unreadable(const boost::system::error_code& error, bool too_slow);

}  // namespace inburgering::adapters::transport
