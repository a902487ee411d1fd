#include "adapters/transport/reserved.h"

#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <boost/asio/ip/address.hpp>
#include <boost/url/parse.hpp>
#include <cstring>

namespace inburgering::adapters::transport {
namespace {

/// Address and port as one text; an IPv4 address within an IPv6 one is the IPv4 address. Empty for others.
std::string text_of(const sockaddr& address) {
  namespace ip = boost::asio::ip;
  if (address.sa_family == AF_INET) {
    sockaddr_in v4{};
    std::memcpy(&v4, &address, sizeof v4);
    return ip::address_v4(ntohl(v4.sin_addr.s_addr)).to_string() + ' ' + std::to_string(ntohs(v4.sin_port));
  }
  if (address.sa_family != AF_INET6) return {};
  sockaddr_in6 v6{};
  std::memcpy(&v6, &address, sizeof v6);
  ip::address_v6::bytes_type bytes{};
  std::memcpy(bytes.data(), &v6.sin6_addr, bytes.size());
  const ip::address_v6 whole(bytes);
  const auto text =
      whole.is_v4_mapped() ? ip::make_address_v4(ip::v4_mapped, whole).to_string() : whole.to_string();
  return text + ' ' + std::to_string(ntohs(v6.sin6_port));
}

}  // namespace

ReservedAddresses::ReservedAddresses(const std::vector<std::string>& urls) {
  for (const auto& url : urls) {
    const auto parsed = boost::urls::parse_uri(url);
    if (!parsed) continue;
    names_.push_back({parsed->host_address(), parsed->has_port() ? std::string(parsed->port()) : "443"});
  }
}

void ReservedAddresses::resolve() {
  for (const auto& [host, port] : names_) {
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    if (::getaddrinfo(host.c_str(), port.c_str(), &hints, &found) != 0) continue;
    const std::unique_ptr<addrinfo, decltype([](addrinfo* list) { ::freeaddrinfo(list); })> owner(found);
    const std::lock_guard lock(mutex_);
    for (const auto* each = found; each != nullptr; each = each->ai_next)
      addresses_.insert(text_of(*each->ai_addr));
  }
}

bool ReservedAddresses::holds(const sockaddr& address) const {
  const auto text = text_of(address);
  const std::lock_guard lock(mutex_);
  return addresses_.contains(text);
}

}  // namespace inburgering::adapters::transport
