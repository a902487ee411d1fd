#pragma once
#include <chrono>
#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "adapters/transport/anchors.h"
#include "adapters/transport/doorman.h"
#include "adapters/transport/guard.h"
#include "adapters/transport/http.h"
#include "adapters/transport/tls.h"

namespace inburgering::adapters::transport {

struct ServerLimits final {
  std::size_t body = 1024 * 1024;  ///< bytes of a request body
  /// Bytes of the request line and headers together; also of the trailer, and of what else stands around the
  /// chunks of a body.
  std::size_t header = 16 * 1024;
  std::chrono::milliseconds first_byte{3000};    ///< of a TLS handshake, from the moment of connecting
  std::chrono::milliseconds handshake{5000};     ///< from there to the end of the handshake
  std::chrono::milliseconds read_header{10000};  ///< from the first wait for a request to its last header
  std::chrono::milliseconds read_body{20000};    ///< for the whole body, however it trickles
  std::chrono::milliseconds write{20000};        ///< for the whole answer
  std::chrono::milliseconds idle{60000};         ///< between two requests on one connection
  DoorLimits door;                               ///< before anybody is known
  std::size_t connections_per_party = 100;       ///< at once, of one certificate's serialNumber
};

/// A connection that did not come to be.
struct RefusedConnection {
  std::string address;
  std::string subject;  ///< of the certificate that was shown, if any
  std::string serial_number;
  std::string reason;  ///< Dutch
  bool stood = false;  ///< it was let in before, and is trusted no more
};

/// Answers requests. Methods are called from the server's threads, several at once.
class Handler {
 public:
  using Done = std::function<void(Response)>;
  virtual ~Handler() = default;
  /// Sees the request without its body and may leave a verdict in it. False: the body is never read, and the
  /// connection ends after the answer.
  virtual bool admit(Request& head) = 0;
  /// Calls `done` exactly once, now or later, from any thread.
  virtual void answer(Request request, Done done) = 0;
  /// What the certificates of this party must be, by its subject.serialNumber.
  virtual PeerRules rules_for(const std::string& serial_number) {
    (void)serial_number;
    return {};
  }
  /// Also told of a connection that stood and is not trusted any more.
  virtual void connection_refused(const RefusedConnection&) {}
  /// The certificate, key, trust anchors or revocation list changed on disk. `error` is empty when new
  /// connections use them from now on; otherwise it says in Dutch why the old ones stay in use.
  virtual void certificates_changed(const std::string& error) { (void)error; }
};

/// An HTTP/1.1 server, with mutual TLS when `tls` is given and plain otherwise (loopback use only).
/// Certificate files that change are taken up within seconds. A connection that stands is judged anew by them
/// at its next request, and in any case each half minute: who is not trusted any more is not answered.
/// An exception ends the connection on which it happened, and nothing else (guard.h).
class HttpServer {
 public:
  struct Options final {
    std::string address = "127.0.0.1";
    std::uint16_t port = 0;  ///< 0: the system chooses, see port()
    int threads = 2;
    std::optional<TlsFiles> tls{};
    ServerLimits limits{};
    /// Sockets that listen already, and that somebody else keeps open too: these instead of address and port.
    std::vector<int> sockets{};
    Pulse pulse{};  ///< guard.h, of each of its threads
  };

  /// Starts listening and serving. The error says in Dutch what to mend.
  static std::expected<std::unique_ptr<HttpServer>, std::string> start(const Options& options,
                                                                       Handler& handler);
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;
  ~HttpServer();

  /// Where it listens; of several sockets the first.
  std::string address() const;
  std::uint16_t port() const;
  /// For connections that come from now on; those that stand keep the limits they were made with.
  void renew(const ServerLimits& limits);
  /// Takes no new connections from here on (where the socket is kept open by another, who comes next finds
  /// them waiting). Each connection is answered what it asked, and then let go; one that is silent may still
  /// ask one thing for so long. Answers at once.
  void close(std::chrono::milliseconds patience);
  /// Closes, where that was not done yet, waits until all are gone but for at most `grace`, then ends.
  void stop(std::chrono::milliseconds grace = std::chrono::milliseconds(2000));

 private:
  struct Impl;
  explicit HttpServer(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace inburgering::adapters::transport
