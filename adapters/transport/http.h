#pragma once
// One HTTP exchange as plain values, for the server, the client and everything above them.
#include <any>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "schemas/value/moment.h"

namespace inburgering::adapters::transport {

using Header = std::pair<std::string, std::string>;
using Headers = std::vector<Header>;

/// Value of the first header with this name (names compare without case); empty when absent.
std::string_view find_header(const Headers& headers, std::string_view name);

/// The charset parameter of a media type, without quotes; empty when it names none (RFC 9110 §8.3).
std::string_view charset_of(std::string_view content_type);

/// The other side of a connection, as its certificate tells.
struct Peer {
  std::string address;            ///< IP address and port
  std::string subject;            ///< certificate subject, RFC 2253; empty on a plain connection
  std::string serial_number;      ///< subject.serialNumber: the OIN, not yet checked
  schemas::Moment valid_until{};  ///< the last moment of the certificate
  std::string key{};              ///< its public key: "RSA 3072"
  std::string anchor{};           ///< the root of its chain (anchors.h)
  std::string secured{};          ///< how the connection is: "TLS 1.3, TLS_AES_256_GCM_SHA384, X25519"
  std::shared_ptr<const std::string> certificate{};  ///< in DER; null on a plain connection
};

/// What was wrong with a request before it could be handled.
enum class Unreadable { malformed, header_too_large, body_too_large, too_slow, too_many_connections };

struct Request {
  std::string method;
  std::string target;  ///< path and query as sent
  Headers headers;
  std::string body;
  Peer peer;
  std::optional<Unreadable> unreadable{};  ///< set: only answer this; what was understood stands in the rest
  std::string unreadable_why{};            ///< Dutch, where more can be said than that
  std::any verdict{};                      ///< what Handler::admit decided, for Handler::answer
};

struct Response {
  int status = 200;
  Headers headers{};
  std::string body{};
  bool close = false;  ///< end the connection after this answer
  // What only a peer does that plays a broken one:
  bool drop = false;                            ///< resets the connection instead of answering
  std::optional<std::size_t> claimed_length{};  ///< a Content-Length that is not true; then it closes
};

}  // namespace inburgering::adapters::transport
