#include "adapters/transport/network.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <array>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/network_v4.hpp>
#include <boost/asio/ip/network_v6.hpp>

namespace inburgering::adapters::transport {
namespace {

namespace ip = boost::asio::ip;

ip::address plain(const ip::address& address) {
  if (!address.is_v6()) return address;
  const auto six = address.to_v6();
  if (six.is_v4_mapped()) return ip::make_address_v4(ip::v4_mapped, six);
  // NAT64 (RFC 6052): the last four bytes are the address that is really reached.
  const auto bytes = six.to_bytes();
  constexpr std::array<unsigned char, 12> nat64{0x00, 0x64, 0xff, 0x9b};
  if (std::equal(nat64.begin(), nat64.end(), bytes.begin()))
    return ip::address_v4({bytes[12], bytes[13], bytes[14], bytes[15]});
  return address;
}

bool within(const ip::address& address, std::string_view network) {
  const std::string text(network);
  boost::system::error_code error;
  if (address.is_v4()) {
    const auto range = ip::make_network_v4(text, error);
    if (error) return false;
    const auto mask = range.netmask().to_uint();
    return (address.to_v4().to_uint() & mask) == (range.network().to_uint());
  }
  const auto range = ip::make_network_v6(text, error);
  if (error) return false;
  const auto one = address.to_v6().to_bytes();
  const auto other = range.network().to_bytes();
  const auto whole = static_cast<std::size_t>(range.prefix_length() / 8);
  const auto bits = range.prefix_length() % 8;
  if (!std::equal(one.begin(), one.begin() + static_cast<std::ptrdiff_t>(whole), other.begin())) return false;
  if (bits == 0) return true;
  const auto mask = static_cast<unsigned char>(0xff << (8 - bits));
  return (one[whole] & mask) == (other[whole] & mask);
}

/// What is not the public internet, besides multicast.
constexpr std::string_view special[] = {
    "0.0.0.0/8",       "10.0.0.0/8",     "100.64.0.0/10", "127.0.0.0/8",    "169.254.0.0/16",
    "172.16.0.0/12",   "192.0.0.0/24",   "192.0.2.0/24",  "192.168.0.0/16", "198.18.0.0/15",
    "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3",   "::/127",         "fc00::/7",
    "fe80::/10",       "ff00::/8",       "2001:db8::/32", "100::/64",       "fec0::/10"};

bool is_public(const ip::address& address) {
  const auto real = plain(address);
  return std::ranges::none_of(special, [&](std::string_view network) { return within(real, network); });
}

}  // namespace

std::expected<Network, std::string> Network::parse(std::string_view text) {
  std::string whole(text);
  if (!whole.contains('/')) whole += whole.contains(':') ? "/128" : "/32";
  boost::system::error_code four;
  boost::system::error_code six;
  ip::make_network_v4(whole, four);
  ip::make_network_v6(whole, six);
  if (four && six) return std::unexpected("dit is geen netwerk");
  Network network;
  network.text_ = std::move(whole);
  return network;
}

bool Network::contains(std::string_view text) const {
  boost::system::error_code error;
  const auto address = ip::make_address(text, error);
  return !error && within(plain(address), text_);
}

bool is_public(std::string_view text) {
  boost::system::error_code error;
  const auto address = ip::make_address(text, error);
  return !error && is_public(address);
}

bool may_connect(const sockaddr& address, const std::vector<Network>& allowed) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  const void* bytes = nullptr;
  if (address.sa_family == AF_INET)
    bytes = &reinterpret_cast<const sockaddr_in&>(address).sin_addr;
  else if (address.sa_family == AF_INET6)
    bytes = &reinterpret_cast<const sockaddr_in6&>(address).sin6_addr;
  else
    return false;
  if (inet_ntop(address.sa_family, bytes, text.data(), text.size()) == nullptr) return false;
  const std::string_view name(text.data());
  return is_public(name) ||
         std::ranges::any_of(allowed, [&](const Network& each) { return each.contains(name); });
}

}  // namespace inburgering::adapters::transport
