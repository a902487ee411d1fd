#pragma once
// Where lists are fetched: what an operator named, and what certificates name themselves (RFC 5280
// §4.2.1.13). A certificate is its holder's text: only hosts that the operator named are gone to.
#include <openssl/ossl_typ.h>

#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace inburgering::adapters::revocation {

/// The addresses of its lists that a certificate names: URIs, at most eight of at most 1000 characters. Not
/// those for some reasons only, nor of lists of another issuer.
std::vector<std::string> points_of(const X509* certificate);

/// An address as it is fetched: http://host[:port]/path, or file:///path where a file is allowed. Dutch
/// error.
std::expected<std::string, std::string> address(std::string_view text, bool or_file);
/// "crl.example.nl", or "10.1.2.3:8080" for another port than 80. Dutch error.
std::expected<std::string, std::string> host(std::string_view text);
/// Whether the host of an address is one of these.
bool is_at(std::string_view address, const std::vector<std::string>& hosts);

}  // namespace inburgering::adapters::revocation
