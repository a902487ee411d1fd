#pragma once
#include <expected>
#include <string>
#include <string_view>
#include <vector>

struct sockaddr;

namespace inburgering::adapters::transport {

/// A range of IP addresses in CIDR notation (RFC 4632, RFC 4291 §2.3).
class Network {
 public:
  /// "10.20.0.0/16", "fd00::/8"; an address alone is a network of one. Dutch error.
  static std::expected<Network, std::string> parse(std::string_view text);
  bool contains(std::string_view address) const;
  bool operator==(const Network&) const = default;

 private:
  std::string text_;
};

/// Whether an address is on the public internet: not loopback, private, link-local, shared, multicast or
/// otherwise special (IANA special-purpose address registries). An IPv4 address within an IPv6 one counts as
/// the IPv4 address that it is.
bool is_public(std::string_view address);

/// Whether a call may connect there: public, or within one of these networks.
bool may_connect(const sockaddr& address, const std::vector<Network>& allowed);

}  // namespace inburgering::adapters::transport
