#pragma once
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "adapters/transport/guard.h"
#include "adapters/transport/http.h"
#include "adapters/transport/network.h"
#include "adapters/transport/peer.h"
#include "adapters/transport/reserved.h"
#include "adapters/transport/tls.h"
#include "schemas/value/moment.h"

namespace inburgering::adapters::transport {

/// One outgoing request over mutual TLS.
struct Call {
  std::string method = "GET";
  std::string url;
  Headers headers;
  std::string body;
  TlsFiles tls;
  std::chrono::milliseconds connect_timeout{5000};
  std::chrono::milliseconds timeout{30000};  ///< for the whole exchange
  std::size_t max_answer = 1024 * 1024;      ///< bytes of the answer's body
  /// Must not reach the other side twice: sent over a connection of its own, because one that was kept alive
  /// may be found dead after the request was written, and is then silently tried again.
  bool once = false;
  /// Public key that the server must have, as libcurl writes it ("sha256//…"); empty = any that is trusted.
  std::string pin{};
  /// Who must answer, as its certificate says; asked before each request, also on a connection that was kept
  /// alive. Not set: any server with this name under the trusted roots (a collector, a time-stamp authority).
  std::optional<ServerIdentity> server{};
  /// What the other side did is told by its status alone: a body that is too large, too slow or cut off is
  /// dropped.
  bool status_decides = false;
  /// Set: only public addresses are connected to, and those in these networks. Asked of the address itself,
  /// after the name was resolved.
  std::shared_ptr<const std::vector<Network>> only_public_and{};
};

/// What came of it: an HTTP answer, or no answer at all.
struct Answer {
  int status = 0;  ///< 0: there was no complete answer, see failure
  Headers headers;
  std::string body;
  std::string failure;  ///< Dutch; names the step, never the URL or the body
  bool sent = false;    ///< whether any of the request may have reached the other side
  std::chrono::milliseconds duration{0};
  /// Until when the server's certificate is good; known when a connection was made for this call.
  std::optional<schemas::Moment> certificate_until{};
  std::string key{};      ///< its public key, then
  std::string anchor{};   ///< the root of its chain (anchors.h)
  std::string secured{};  ///< how that connection is secured
  /// Whether the server asked for our certificate when this call's connection was made.
  bool asked_certificate = false;
};

/// Drives all outgoing calls from one loop in one thread (libcurl multi): connections are kept alive, each
/// for less than a minute. Trust that ended ends them: when a file of certificates, anchors or lists changed,
/// what stood is used for no new call, and no TLS session is resumed, so that each connection is judged in
/// full. Redirects are not followed, only https is spoken. A `done` that throws ends that call alone
/// (guard.h).
class HttpClient {
 public:
  using Done = std::function<void(Answer)>;

  /// `never`: what no call of this client connects to; null = nothing. `pulse`: guard.h.
  explicit HttpClient(std::shared_ptr<const ReservedAddresses> never = {}, Pulse pulse = {});
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;
  /// Gives calls under way two seconds to finish. What is not finished then is dropped, and its `done` not
  /// called: a call that was cut short says nothing about the other side.
  ~HttpClient();

  /// Sees each call before it goes, on the thread that sends it. Answers true for one that it takes over, and
  /// then calls `done` itself, later. Set before the first call.
  using Detour = std::function<bool(Call&, Done&)>;
  void go_by(Detour detour) { detour_ = std::move(detour); }

  /// Starts a call; `done` is called once, on the client's thread. It must not block.
  void send(Call call, Done done);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
  Detour detour_{};
};

/// Sends one call and waits for its answer; for tools, not for the gateway's threads.
Answer send_and_wait(HttpClient& client, Call call);

}  // namespace inburgering::adapters::transport
