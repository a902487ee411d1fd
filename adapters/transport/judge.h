#pragma once
// Whether the other side of a connection is trusted: when it is made, and at each next request.
#include <openssl/ssl.h>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <optional>
#include <string>

#include "adapters/transport/connection.h"

namespace inburgering::adapters::transport {

class Judge {
 public:
  /// `made_by`: what the handshake was made with.
  Judge(const Host& host, const Peer& peer, SSL* connection, Secrets made_by);

  /// By its chain, the lists in force and what its party's certificates must be. Tells who refuses.
  bool refuses();
  /// It was let in: from now on it is a connection that stands.
  void let_in() { stands_ = true; }
  /// Whether its status (OCSP) is to be asked, again too.
  bool asks();
  /// Asks it, and waits for as long as that takes: some seconds at most.
  boost::asio::awaitable<bool> refuses_by_status(boost::asio::any_io_executor executor);
  /// The root of its chain, by name; empty when there is none.
  std::string anchor() const { return chain_.empty() ? std::string() : name_of_root(chain_.back().get()); }

 private:
  void take(revocation::Chain chain);
  bool told() const;

  const Host& host_;
  const Peer& peer_;
  SSL* const connection_;
  Secrets judged_by_{};
  std::chrono::steady_clock::time_point judged_at_{};
  std::chrono::steady_clock::time_point status_again_{};
  revocation::Chain chain_{};
  revocation::Ocsp mode_ = revocation::Ocsp::off;
  bool stands_ = false;
  std::optional<std::string> distrust_;
};

}  // namespace inburgering::adapters::transport
