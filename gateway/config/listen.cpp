#include "gateway/config/listen.h"

#include <charconv>

namespace inburgering::gateway::config {

void read_listen(Reader& reader, std::string_view key, Listen& listen) {
  std::string text;
  reader.optional(key, text);
  if (text.empty()) return;
  const auto colon = text.rfind(':');
  unsigned port = 0;
  const auto* begin = text.data() + (colon == std::string::npos ? 0 : colon + 1);
  const auto* end = text.data() + text.size();
  if (colon == std::string::npos || std::from_chars(begin, end, port).ptr != end || begin == end ||
      port > 65535)
    return reader.fault(key, "adres", "schrijf een luisteradres als 127.0.0.1:8443");
  listen = {text.substr(0, colon), static_cast<std::uint16_t>(port)};
}

void read_address(Reader& listen, Config& config) {
  listen.optional("adres", config.address);
  if (config.address.empty()) return;
  while (config.address.ends_with('/')) config.address.pop_back();
  const auto authority = wishes::authority_of(config.address);
  if (authority.empty() || !config.address.starts_with("https://") ||
      config.address.find('/', std::string_view("https://").size()) != std::string::npos ||
      config.address.find_first_of("@?# ") != std::string::npos)
    listen.fault("adres", "adres", "schrijf waar ketenpartners de gateway vinden als https://naam:poort");
}

std::string address_of(const Config& config) {
  if (!config.address.empty()) return config.address;
  if (config.server_hosts.empty()) return {};
  constexpr std::uint16_t usual = 443;
  const auto port = config.partner.port;
  return "https://" + config.server_hosts.front() + (port == usual ? "" : ":" + std::to_string(port));
}

void read_limits(Reader limits, Config& config) {
  limits.optional("body", config.limits.body, 1024, 64 * 1024 * 1024);
  constexpr std::size_t largest_header = 60 * 1024;  // Beast keeps a header in 16 bits
  limits.optional("header", config.limits.header, 1024, largest_header);
  const auto duration = [&](std::string_view key, std::chrono::milliseconds& into) {
    constexpr std::chrono::milliseconds least{100};
    constexpr std::chrono::hours most{1};
    limits.optional(key, into);
    if (into < least || into > most) limits.fault(key, "bereik", "kies een duur van 100ms tot en met 1h");
  };
  duration("first_byte", config.limits.first_byte);
  duration("handshake", config.limits.handshake);
  duration("read_header", config.limits.read_header);
  duration("read_body", config.limits.read_body);
  duration("idle", config.limits.idle);
  auto& door = config.limits.door;
  limits.optional("connections", door.connections, 1, 100000);
  door.reserve = door.connections / 10;
  limits.optional("reserve", door.reserve, 0, door.connections);
  limits.optional("waiting_per_address", door.waiting_per_address, 1, 100000);
  limits.optional("handshakes_per_second", door.handshakes_per_second, 1, 1000000);
  limits.optional("connections_per_party", config.limits.connections_per_party, 1, 100000);
  limits.optional("requests_per_second", config.requests_per_second, 1, 1000000);
  limits.finish();
}

}  // namespace inburgering::gateway::config
