#pragma once
// The story of one connection: its turn, TLS, then request after request until one side has enough.
#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <functional>
#include <memory>

#include "adapters/transport/http_server.h"
#include "adapters/transport/inside.h"

namespace inburgering::adapters::transport {

using Secrets = std::shared_ptr<boost::asio::ssl::context>;

/// How a server comes to its end: it answers what is asked still, and says with each answer that it is the
/// last. Who is silent may ask one thing more for a while, and is let go then.
struct Closing {
  std::atomic<bool> begun = false;
  std::atomic<std::chrono::milliseconds> patience{};  ///< with who is silent
};

/// What the connections of one server share.
struct Host {
  std::function<std::shared_ptr<const ServerLimits>()> present_limits;  ///< what new connections get
  Handler& handler;
  const Closing& closing;
  std::shared_ptr<Inside> inside;
  std::function<Secrets()> present_tls;  ///< what new connections are made with now
  revocation::Statuses* statuses;        ///< asked about who comes in; null = nobody is
};

/// Serves a connection until its end. `secrets` is what its handshake is made with; without it there is none.
boost::asio::awaitable<void> serve(const Host& host, boost::asio::ip::tcp::socket socket, Secrets secrets,
                                   Peer peer, Doorman::Knock knock);

}  // namespace inburgering::adapters::transport
