#pragma once
// One outgoing TLS connection of bytes, for what is no HTTP (syslog over TLS, RFC 5425): by the rules of
// tls.h, in the thread of who calls. The certificate of the other side must be good for its name or address,
// and end at one of the roots; our own is shown when there is one.
#include <chrono>
#include <expected>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "adapters/transport/tls.h"

namespace inburgering::adapters::transport {

struct TlsPeer {
  std::string host;  ///< name or IP address, as the certificate must have it
  std::uint16_t port = 0;
  TlsFiles tls;                             ///< without a certificate we show none
  std::chrono::milliseconds timeout{5000};  ///< to connect, and to be rid of what is sent
};

class TlsStream {
 public:
  /// Whether to give up now; asked a few times a second while waiting.
  using GivenUp = std::function<bool()>;

  /// Dutch error, that names the step.
  static std::expected<TlsStream, std::string> connect(const TlsPeer& peer, const GivenUp& given_up);
  TlsStream(TlsStream&&) noexcept;
  TlsStream& operator=(TlsStream&&) noexcept;
  ~TlsStream();

  /// Sends all of it, and waits until the other side's machine confirmed that it came (TCP). After an error
  /// how much came is not known, and this stream is of no use any more. Dutch error.
  std::expected<void, std::string> send(std::string_view bytes, const GivenUp& given_up);

 private:
  struct Impl;
  explicit TlsStream(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace inburgering::adapters::transport
