#include "adapters/token/uri.h"

#include <algorithm>
#include <optional>

namespace inburgering::adapters::token {
namespace {

constexpr std::string_view scheme = "pkcs11:";

std::optional<std::string> decoded(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      plain += text[i];
      continue;
    }
    const auto digits = text.substr(i + 1, 2);
    constexpr std::string_view hexadecimal = "0123456789abcdefABCDEF";
    if (digits.size() != 2 || digits.find_first_not_of(hexadecimal) != std::string_view::npos)
      return std::nullopt;
    const auto byte = std::stoul(std::string(digits), nullptr, 16);
    plain += static_cast<char>(byte);
    i += 2;
  }
  return plain;
}

std::unexpected<std::string> refused(std::string_view part, std::string_view why) {
  return std::unexpected("pkcs11-URI, " + std::string(part) + ": " + std::string(why));
}

/// Takes one "name=value" up; Dutch error.
std::expected<void, std::string> take(Uri& uri, std::string_view part, bool query) {
  const auto equals = part.find('=');
  const auto name = part.substr(0, equals);
  const auto value = equals == std::string_view::npos ? std::nullopt : decoded(part.substr(equals + 1));
  if (!value || value->empty() || (value->contains('\0') && name != "id"))
    return refused(name, "hier hoort naam=waarde, met %XX voor wat geen letter of cijfer is (RFC 7512)");
  if (name == "pin-value" || name == "pin-source")
    return refused(name,
                   "zet de PIN in een bestand dat alleen de dienst kan lezen, en noem dat met "
                   "wachtwoord_bestand");
  if (query) {
    if (value->contains(';')) return refused(name, "tussen delen na het vraagteken staat & (RFC 7512)");
    if (!uri.module.empty()) return refused(name, "dit staat er twee keer");
    if (name != "module-path") return refused(name, "dit deel wordt niet gebruikt; laat het weg");
    if (!value->starts_with('/')) return refused(name, "noem de module met haar volledige pad");
    uri.module = *value;
    return {};
  }
  if (name == "type")
    return *value == "private"
               ? std::expected<void, std::string>()
               : refused(name, "hier hoort een private sleutel: type=private, of laat het weg");
  auto* const known = name == "token"    ? &uri.token
                      : name == "object" ? &uri.object
                      : name == "id"     ? &uri.id
                                         : nullptr;
  if (known == nullptr) return refused(name, "dit deel wordt niet gebruikt; noem token, object of id");
  if (!known->empty()) return refused(name, "dit staat er twee keer");
  *known = *value;
  return {};
}

std::expected<void, std::string> take_all(Uri& uri, std::string_view parts, char between, bool query) {
  while (!parts.empty()) {
    const auto end = std::min(parts.find(between), parts.size());
    if (auto taken = take(uri, parts.substr(0, end), query); !taken) return taken;
    parts.remove_prefix(std::min(end + 1, parts.size()));
  }
  return {};
}

}  // namespace

bool is_uri(std::string_view text) { return text.starts_with(scheme); }

std::expected<Uri, std::string> parse(std::string_view text) {
  constexpr std::size_t longest = 2000;
  if (!is_uri(text) || text.size() > longest) return refused("begin", "hier hoort pkcs11:token=…");
  text.remove_prefix(scheme.size());
  const auto question = text.find('?');
  Uri uri;
  if (auto taken = take_all(uri, text.substr(0, question), ';', false); !taken)
    return std::unexpected(taken.error());
  if (question != std::string_view::npos)
    if (auto taken = take_all(uri, text.substr(question + 1), '&', true); !taken)
      return std::unexpected(taken.error());
  if (uri.token.empty()) return refused("token", "noem het token bij zijn label: token=…");
  if (uri.object.empty() && uri.id.empty())
    return refused("object", "noem de sleutel bij haar label of nummer: object=… of id=…");
  if (uri.module.empty())
    return refused("module-path", "noem de bibliotheek van de maker: ?module-path=/…/….so");
  return uri;
}

}  // namespace inburgering::adapters::token
