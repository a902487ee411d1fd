#pragma once
// Messages to a message broker over mutual TLS, each confirmed by it before it counts as arrived: what all
// kinds of brokers have in common. How each is spoken with is a file beside this one.
#include <chrono>
#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/transport/network.h"
#include "adapters/transport/peer.h"
#include "adapters/transport/tls.h"

namespace inburgering::adapters::broker {

/// Where messages go, and as whom.
struct Place {
  std::string host{};
  std::uint16_t port = 0;
  std::string vhost = "/";  ///< of AMQP
  std::string subject{};    ///< exchange or topic
  /// Empty: the broker knows us by our certificate.
  std::string user{}, password{};
  transport::TlsFiles tls{};
  transport::ServerIdentity server{};        ///< who must answer
  std::string pin{};                         ///< the public key that it must have besides; empty = any
  std::chrono::milliseconds timeout{10000};  ///< to connect; for a step; and until all is confirmed
  /// Set: only public addresses are connected to, and those in these networks.
  std::shared_ptr<const std::vector<transport::Network>> only_public_and{};
};

struct Item {
  std::string id;
  std::string type;
  std::string key;  ///< what has one key stays in order
  std::string content_type;
  std::string body;
};

/// What the broker said of one. `status` in the numbers of HTTP: 200 it has it; 404 nothing there would keep
/// it; 413 it is too large; 503 it could not keep it; 0 it said nothing.
struct Outcome {
  int status = 0;
  std::string failure{};  ///< Dutch; empty when it has it
};

/// A connection with a broker, of one thread: whoever calls waits, but no longer than the place's timeout for
/// each step, and not when it is told to stop (the token with which it was made).
class Publisher {
 public:
  virtual ~Publisher() = default;
  /// Sends all of them, and waits until each is confirmed or the time is up. An outcome for each. After one
  /// with status 0 this publisher is of no use any more.
  virtual std::vector<Outcome> publish(const std::vector<Item>& items) = 0;
};
using Connected = std::expected<std::unique_ptr<Publisher>, std::string>;

}  // namespace inburgering::adapters::broker
