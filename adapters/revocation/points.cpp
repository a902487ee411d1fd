#include "adapters/revocation/points.h"

#include <openssl/x509v3.h>

#include <algorithm>
#include <boost/url/parse.hpp>
#include <boost/url/url.hpp>
#include <memory>

namespace inburgering::adapters::revocation {
namespace {

constexpr std::size_t most_points = 8;
constexpr std::size_t longest = 1000;

using Points =
    std::unique_ptr<CRL_DIST_POINTS, decltype([](CRL_DIST_POINTS* all) { CRL_DIST_POINTS_free(all); })>;

std::string lower(std::string_view text) {
  std::string all(text);
  std::ranges::transform(all, all.begin(), [](char each) {
    return each >= 'A' && each <= 'Z' ? static_cast<char>(each - 'A' + 'a') : each;
  });
  return all;
}

/// Whether every reader of it sees the same host: a plain name or address, and a path that begins where it
/// ends. (Boost 1.81 takes "http://a:b/" for the host a with the path "b/".)
bool is_plain(const boost::urls::url_view& url) {
  const std::string_view host(url.encoded_host());
  const std::string_view path(url.encoded_path());
  static constexpr std::string_view plain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._:[]";
  return !host.empty() && host.find_first_not_of(plain) == std::string_view::npos && !url.has_userinfo() &&
         (path.empty() || path.front() == '/');
}

/// The host with its port, where that is not 80.
std::string authority_of(const boost::urls::url_view& url) {
  auto name = lower(std::string_view(url.encoded_host()));
  if (url.has_port() && !url.port().empty() && url.port() != "80") name += ":" + std::string(url.port());
  return name;
}

}  // namespace

std::vector<std::string> points_of(const X509* certificate) {
  std::vector<std::string> found;
  const Points all(static_cast<CRL_DIST_POINTS*>(
      X509_get_ext_d2i(certificate, NID_crl_distribution_points, nullptr, nullptr)));
  for (int i = 0; all && i < sk_DIST_POINT_num(all.get()); ++i) {
    const auto* point = sk_DIST_POINT_value(all.get(), i);
    constexpr int full_name = 0;
    if (point->reasons != nullptr || point->CRLissuer != nullptr || point->distpoint == nullptr ||
        point->distpoint->type != full_name)
      continue;
    const auto* names = point->distpoint->name.fullname;
    for (int n = 0; n < sk_GENERAL_NAME_num(names) && found.size() < most_points; ++n) {
      int type = 0;
      const auto* value =
          static_cast<const ASN1_STRING*>(GENERAL_NAME_get0_value(sk_GENERAL_NAME_value(names, n), &type));
      if (type != GEN_URI || value == nullptr) continue;
      std::string text(reinterpret_cast<const char*>(ASN1_STRING_get0_data(value)),
                       static_cast<std::size_t>(ASN1_STRING_length(value)));
      if (text.size() <= longest) found.push_back(std::move(text));
    }
  }
  return found;
}

std::expected<std::string, std::string> address(std::string_view text, bool or_file) {
  const auto refused = [&](const char* why) { return std::unexpected(std::string(why)); };
  if (text.size() > longest) return refused("dit adres is te lang");
  const auto url = boost::urls::parse_uri(text);
  if (!url) return refused("dit is geen adres; schrijf http://host/pad of file:///pad");
  const auto scheme = lower(std::string_view(url->scheme()));
  if (scheme == "file" && or_file) {
    const std::string path(url->path());
    if (!url->encoded_host().empty() || !path.starts_with('/') || path.contains('\0'))
      return refused("schrijf een bestand als file:///pad");
    return "file://" + path;
  }
  if (scheme != "http")
    return refused("een intrekkingslijst wordt met http opgehaald (zij is zelf ondertekend), niet anders");
  if (!is_plain(*url)) return refused("schrijf een adres als http://host/pad");
  const std::string path(url->encoded_path());
  auto whole = "http://" + authority_of(*url) + (path.empty() ? "/" : path);
  if (url->has_query()) whole += "?" + std::string(url->encoded_query());
  return whole;
}

std::expected<std::string, std::string> host(std::string_view text) {
  const auto whole = "http://" + std::string(text) + "/";
  const auto url = boost::urls::parse_uri(whole);
  if (!url || !is_plain(*url) || url->encoded_path() != "/" || url->has_query())
    return std::unexpected("noem een host, of host:poort: crl.voorbeeld.nl");
  return authority_of(*url);
}

bool is_at(std::string_view address, const std::vector<std::string>& hosts) {
  const auto url = boost::urls::parse_uri(address);
  return url && std::ranges::find(hosts, authority_of(*url)) != hosts.end();
}

}  // namespace inburgering::adapters::revocation
