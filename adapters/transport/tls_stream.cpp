#include "adapters/transport/tls_stream.h"

#include <fcntl.h>
#include <linux/sockios.h>
#include <netdb.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <optional>
#include <thread>
#include <utility>

#include "adapters/transport/openssl.h"
#include "adapters/transport/peer.h"

namespace inburgering::adapters::transport {
namespace {

using TlsSession = std::unique_ptr<SSL, decltype([](SSL* connection) { SSL_free(connection); })>;
using Addresses = std::unique_ptr<addrinfo, decltype([](addrinfo* list) { freeaddrinfo(list); })>;

class Socket {
 public:
  explicit Socket(int number) : number_(number) {}
  Socket(Socket&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Socket& operator=(Socket&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  ~Socket() {
    if (number_ >= 0) ::close(number_);
  }
  int number() const { return number_; }

 private:
  int number_;
};

constexpr std::chrono::milliseconds slice{100};  // between two looks at whether to give up

/// Until when something may take.
class Limit {
 public:
  Limit(std::chrono::milliseconds time, const TlsStream::GivenUp& given_up)
      : end_(std::chrono::steady_clock::now() + time), given_up_(given_up) {}
  bool passed() const { return std::chrono::steady_clock::now() >= end_ || given_up_(); }
  /// Waits for this event on a socket; false when the time is up.
  bool wait(int socket, short event) const {
    while (!passed()) {
      pollfd asked{socket, event, 0};
      if (::poll(&asked, 1, static_cast<int>(slice.count())) > 0) return true;
    }
    return false;
  }

 private:
  std::chrono::steady_clock::time_point end_;
  const TlsStream::GivenUp& given_up_;
};

std::expected<Socket, std::string> open_socket(const TlsPeer& peer, const Limit& limit) {
  addrinfo wanted{};
  wanted.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (::getaddrinfo(peer.host.c_str(), std::to_string(peer.port).c_str(), &wanted, &found) != 0)
    return std::unexpected("DNS: de hostnaam is niet gevonden; controleer het adres");
  const Addresses all(found);
  for (const auto* each = found; each != nullptr; each = each->ai_next) {
    Socket socket(::socket(each->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, each->ai_protocol));
    if (socket.number() < 0) continue;
    if (::connect(socket.number(), each->ai_addr, each->ai_addrlen) != 0 && errno != EINPROGRESS) continue;
    if (!limit.wait(socket.number(), POLLOUT)) break;
    int error = 0;
    socklen_t size = sizeof error;
    if (::getsockopt(socket.number(), SOL_SOCKET, SO_ERROR, &error, &size) == 0 && error == 0) return socket;
  }
  return std::unexpected("verbinding: geweigerd of onbereikbaar; controleer adres, poort en firewall");
}

/// Why the certificate of a server was refused, where that is said otherwise than of a client.
std::string server_reason(int code) {
  switch (code) {
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH:
      return "het certificaat is niet voor dit adres";
    case X509_V_ERR_INVALID_PURPOSE:
      return "het certificaat is niet bedoeld voor een server (extendedKeyUsage serverAuth ontbreekt)";
    default:
      return verification_reason(code);
  }
}

/// Repeats a call of OpenSSL until it is done; the error is the reason in Dutch, empty when the time was up.
template <class Call>
std::expected<int, std::string> until_done(SSL* connection, int socket, const Limit& limit,
                                           const Call& call) {
  while (true) {
    ERR_clear_error();
    const int done = call();
    if (done > 0) return done;
    const int why = SSL_get_error(connection, done);
    if (why != SSL_ERROR_WANT_READ && why != SSL_ERROR_WANT_WRITE) {
      const auto error = ERR_peek_error();
      if (const auto judged = static_cast<int>(SSL_get_verify_result(connection)); judged != X509_V_OK)
        return std::unexpected(server_reason(judged));
      return std::unexpected(error == 0 ? "de andere kant verbrak de verbinding" : handshake_reason(error));
    }
    if (!limit.wait(socket, why == SSL_ERROR_WANT_READ ? POLLIN : POLLOUT)) return std::unexpected("");
  }
}

bool is_address(const std::string& host) {
  addrinfo wanted{};
  wanted.ai_flags = AI_NUMERICHOST;
  addrinfo* found = nullptr;
  const bool numeric = ::getaddrinfo(host.c_str(), nullptr, &wanted, &found) == 0;
  const Addresses all(found);
  return numeric;
}

/// The certificate must be for this name or address, and no other.
void expect(SSL* connection, const std::string& host) {
  if (is_address(host)) {
    X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(connection), host.c_str());
    return;
  }
  SSL_set_hostflags(connection, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
  SSL_set1_host(connection, host.c_str());
  SSL_set_tlsext_host_name(connection, host.c_str());
}

}  // namespace

struct TlsStream::Impl {
  Context context;
  Socket socket;
  TlsSession connection;
  std::chrono::milliseconds timeout;

  ~Impl() {
    // Says goodbye, and does not wait for an answer.
    if (connection && SSL_is_init_finished(connection.get()) == 1) SSL_shutdown(connection.get());
    ERR_clear_error();
  }
  /// Why the other side ended it meanwhile, which a write would only find out later.
  std::optional<std::string> ended() const {
    char ignored = 0;
    ERR_clear_error();
    const int read = SSL_read(connection.get(), &ignored, 1);
    if (read > 0 || SSL_get_error(connection.get(), read) == SSL_ERROR_WANT_READ) return std::nullopt;
    const auto error = ERR_peek_error();
    return error == 0 ? "verbinding: door de andere kant verbroken" : "TLS: " + handshake_reason(error);
  }
  /// In TLS 1.3 a client is done before the server has seen its certificate: a refusal comes after that.
  /// Whoever accepted says something (a ticket), or nothing.
  std::optional<std::string> refused(const TlsStream::GivenUp& given_up) const {
    if (SSL_version(connection.get()) != TLS1_3_VERSION) return std::nullopt;
    constexpr std::chrono::milliseconds soon{1000};
    if (!Limit(std::min(timeout, soon), given_up).wait(socket.number(), POLLIN)) return std::nullopt;
    return ended();
  }
};

TlsStream::TlsStream(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
TlsStream::TlsStream(TlsStream&&) noexcept = default;
TlsStream& TlsStream::operator=(TlsStream&&) noexcept = default;
TlsStream::~TlsStream() = default;

std::expected<TlsStream, std::string> TlsStream::connect(const TlsPeer& peer, const GivenUp& given_up) {
  Context context(SSL_CTX_new(TLS_client_method()));
  if (const auto ready = prepare_client(context.get(), peer.tls); !ready)
    return std::unexpected("TLS: " + ready.error());
  const Limit limit(peer.timeout, given_up);
  auto socket = open_socket(peer, limit);
  if (!socket) return std::unexpected(socket.error());
  TlsSession connection(SSL_new(context.get()));
  SSL_set_fd(connection.get(), socket->number());
  expect(connection.get(), peer.host);
  const auto made =
      until_done(connection.get(), socket->number(), limit, [&] { return SSL_connect(connection.get()); });
  if (!made)
    return std::unexpected(made.error().empty() ? "tijd: geen TLS-handshake binnen de tijdslimiet"
                                                : "TLS: " + made.error());
  auto fault = root_fault(connection.get());
  if (!fault) fault = connection_fault(connection.get(), PeerRole::server);
  if (fault) return std::unexpected("TLS: " + *fault);
  std::unique_ptr<Impl> impl(
      new Impl{std::move(context), std::move(*socket), std::move(connection), peer.timeout});
  if (auto why = impl->refused(given_up)) return std::unexpected(std::move(*why));
  return TlsStream(std::move(impl));
}

std::expected<void, std::string> TlsStream::send(std::string_view bytes, const GivenUp& given_up) {
  const Limit limit(impl_->timeout, given_up);
  const int socket = impl_->socket.number();
  const auto slow = std::unexpected<std::string>("tijd: de andere kant neemt niets aan");
  if (auto why = impl_->ended()) return std::unexpected(std::move(*why));
  while (!bytes.empty()) {
    const auto written = until_done(impl_->connection.get(), socket, limit, [&] {
      constexpr std::size_t piece = 16UL * 1024;
      return SSL_write(impl_->connection.get(), bytes.data(),
                       static_cast<int>(std::min(bytes.size(), piece)));
    });
    if (!written && written.error().empty()) return slow;
    if (!written) return std::unexpected("verbinding: " + written.error());
    bytes.remove_prefix(static_cast<std::size_t>(*written));
  }
  // What the kernel still holds did not come: a receiver that is gone is found out here, not at the next
  // message.
  for (int waiting = 0; ::ioctl(socket, SIOCOUTQ, &waiting) == 0 && waiting > 0;) {
    if (limit.passed()) return slow;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  if (auto why = impl_->ended()) return std::unexpected(std::move(*why));
  return {};
}

}  // namespace inburgering::adapters::transport
