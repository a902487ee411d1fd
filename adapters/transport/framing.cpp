#include "adapters/transport/framing.h"

#include <boost/beast/core/string.hpp>

namespace inburgering::adapters::transport {

std::optional<std::string> framing_fault(const Headers& headers, unsigned version) {
  constexpr unsigned http_1_0 = 10;
  std::vector<std::string_view> hosts;
  std::vector<std::string_view> lengths;
  std::vector<std::string_view> encodings;
  for (const auto& [name, value] : headers) {
    if (boost::beast::iequals(name, "Host")) hosts.push_back(value);
    if (boost::beast::iequals(name, "Content-Length")) lengths.push_back(value);
    if (boost::beast::iequals(name, "Transfer-Encoding")) encodings.push_back(value);
  }
  if (hosts.empty() && version > http_1_0) return "de header Host ontbreekt; HTTP/1.1 vraagt er precies één";
  if (hosts.size() > 1) return "er staat meer dan één header Host; HTTP/1.1 vraagt er precies één";
  if (lengths.size() > 1) return "er staat meer dan één header Content-Length";
  if (encodings.empty()) return std::nullopt;
  if (version <= http_1_0) return "Transfer-Encoding bestaat niet in HTTP/1.0; gebruik HTTP/1.1";
  if (!lengths.empty())
    return "Content-Length en Transfer-Encoding staan er allebei; gebruik er één (RFC 9112 §6.3)";
  if (encodings.size() > 1 || !boost::beast::iequals(encodings.front(), "chunked"))
    return "deze Transfer-Encoding wordt hier niet verstaan; gebruik chunked, of Content-Length";
  return std::nullopt;
}

}  // namespace inburgering::adapters::transport
