#include "adapters/revocation/fetch.h"

#include <curl/curl.h>
#include <openssl/evp.h>

#include <algorithm>
#include <boost/beast/core/string.hpp>
#include <memory>

#include "adapters/revocation/list.h"
#include "adapters/revocation/status.h"

namespace inburgering::adapters::revocation {
namespace {

using Handle = std::unique_ptr<CURL, decltype([](CURL* handle) { curl_easy_cleanup(handle); })>;

using HeaderList = std::unique_ptr<curl_slist, decltype([](curl_slist* list) { curl_slist_free_all(list); })>;

/// What is fetched, and how it is called when it does not come.
struct Wanted {
  const std::string& address;
  const std::string* posted = nullptr;  ///< null: by GET
  std::size_t most = 0;                 ///< bytes
  const char* too_large = nullptr;      ///< Dutch
};

struct Download {
  std::string body{};
  const std::atomic<bool>& stopping;
  std::size_t most;
  bool too_large = false;
};

struct Came {
  long status = 0;  ///< 0: nothing came
  std::string type;
  std::string body;
};

std::string reason_of(CURLcode code, const Download& download, const Wanted& wanted) {
  if (download.too_large || code == CURLE_FILESIZE_EXCEEDED) return wanted.too_large;
  if (download.stopping) return "afgebroken: de gateway stopt";
  switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
      return "DNS: de hostnaam is niet gevonden";
    case CURLE_COULDNT_CONNECT:
      return "de server is niet bereikbaar; controleer adres, poort en firewall";
    case CURLE_OPERATION_TIMEDOUT:
      return "het ophalen duurde te lang";
    case CURLE_PARTIAL_FILE:
    case CURLE_RECV_ERROR:
    case CURLE_GOT_NOTHING:
      return "de server verbrak de verbinding voor alles er was";
    default:
      return std::string("ophalen mislukte: ") + curl_easy_strerror(code);
  }
}

std::string status_fault(long status) {
  constexpr long redirect = 300;
  constexpr long client_fault = 400;
  const auto code = std::to_string(status);
  if (status >= redirect && status < client_fault)
    return "de server verwijst door (" + code + "), en dat wordt niet gevolgd";
  return "de server antwoordde " + code + " in plaats van 200";
}

std::expected<Came, Unanswered> transfer(const Wanted& wanted, const std::atomic<bool>& stopping,
                                         const FetchLimits& limits) {
  curl_global_init(CURL_GLOBAL_DEFAULT);  // counted, and safe from any thread (libcurl 7.84)
  const Handle handle(curl_easy_init());
  Download download{.stopping = stopping, .most = wanted.most};
  auto* const easy = handle.get();
  curl_easy_setopt(easy, CURLOPT_URL, wanted.address.c_str());
  curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http");
  curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(easy, CURLOPT_PROXY, "");
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  HeaderList headers;
  if (wanted.posted != nullptr) {
    headers.reset(curl_slist_append(nullptr, "Content-Type: application/ocsp-request"));
    headers.reset(curl_slist_append(headers.release(), "Expect:"));
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers.get());
    curl_easy_setopt(easy, CURLOPT_POSTFIELDS, wanted.posted->data());
    curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(wanted.posted->size()));
  }
  curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(limits.connect.count()));
  curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(limits.total.count()));
  curl_easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, 1000L);
  curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, std::max(1L, static_cast<long>(limits.slow.count() / 1000)));
  curl_easy_setopt(easy, CURLOPT_MAXFILESIZE_LARGE, static_cast<curl_off_t>(wanted.most));
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, &download);
  curl_easy_setopt(
      easy, CURLOPT_WRITEFUNCTION, +[](char* data, std::size_t size, std::size_t count, void* self) {
        auto& into = *static_cast<Download*>(self);
        into.too_large = into.body.size() + size * count > into.most;
        if (into.too_large) return std::size_t{0};
        into.body.append(data, size * count);
        return size * count;
      });
  curl_easy_setopt(easy, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(easy, CURLOPT_XFERINFODATA, &download);
  curl_easy_setopt(
      easy, CURLOPT_XFERINFOFUNCTION, +[](void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
        return static_cast<Download*>(self)->stopping ? 1 : 0;
      });
  if (const auto code = curl_easy_perform(easy); code != CURLE_OK) {
    curl_off_t connected = 0;
    curl_easy_getinfo(easy, CURLINFO_CONNECT_TIME_T, &connected);
    return std::unexpected(Unanswered{reason_of(code, download, wanted), connected == 0});
  }
  Came came;
  came.body = std::move(download.body);
  curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &came.status);
  const char* type = nullptr;
  curl_easy_getinfo(easy, CURLINFO_CONTENT_TYPE, &type);
  if (type != nullptr) came.type = type;
  return came;
}

constexpr long http_ok = 200;

/// Base64, with what a path cannot hold written by its number.
std::string in_a_path(std::string_view bytes) {
  std::string base64((bytes.size() + 2) / 3 * 4 + 1, '\0');
  base64.resize(static_cast<std::size_t>(EVP_EncodeBlock(reinterpret_cast<unsigned char*>(base64.data()),
                                                         reinterpret_cast<const unsigned char*>(bytes.data()),
                                                         static_cast<int>(bytes.size()))));
  std::string all;
  for (const char each : base64)
    all += each == '+' ? "%2B" : each == '/' ? "%2F" : each == '=' ? "%3D" : std::string(1, each);
  return all;
}

}  // namespace

std::expected<std::string, std::string> fetch(const std::string& address, const std::atomic<bool>& stopping,
                                              const FetchLimits& limits) {
  constexpr std::string_view file = "file://";
  if (address.starts_with(file)) return read_bytes(address.substr(file.size()));
  auto came = transfer(
      {.address = address, .most = largest_list, .too_large = "de intrekkingslijst is groter dan 32 MiB"},
      stopping, limits);
  if (!came) return std::unexpected(std::move(came.error().why));
  if (came->status != http_ok) return std::unexpected(status_fault(came->status));
  return std::move(came->body);
}

std::expected<std::string, Unanswered> ask(const std::string& responder, const std::string& question,
                                           const std::atomic<bool>& stopping, const FetchLimits& limits) {
  constexpr std::size_t longest_get = 255;
  constexpr long client_fault = 400;
  constexpr long server_fault = 500;
  constexpr long not_implemented = 501;
  constexpr const char* too_large = "het OCSP-antwoord is groter dan 100 KiB";
  const auto began = std::chrono::steady_clock::now();
  std::expected<Came, Unanswered> came = Came();
  const auto by_get = responder + (responder.ends_with('/') ? "" : "/") + in_a_path(question);
  const bool got = by_get.size() <= longest_get;
  if (got)
    came = transfer({.address = by_get, .most = largest_answer, .too_large = too_large}, stopping, limits);
  const bool by_post = !got || (came && ((came->status >= client_fault && came->status < server_fault) ||
                                         came->status == not_implemented));
  if (by_post) {
    // Both ways share one bound.
    auto rest = limits;
    rest.total = std::max(std::chrono::milliseconds(1),
                          limits.total - std::chrono::duration_cast<std::chrono::milliseconds>(
                                             std::chrono::steady_clock::now() - began));
    came =
        transfer({.address = responder, .posted = &question, .most = largest_answer, .too_large = too_large},
                 stopping, rest);
  }
  if (!came) return std::unexpected(std::move(came.error()));
  if (came->status != http_ok) return std::unexpected(Unanswered{status_fault(came->status)});
  auto type = came->type.substr(0, came->type.find(';'));
  while (type.ends_with(' ')) type.pop_back();
  if (!boost::beast::iequals(type, "application/ocsp-response"))
    return std::unexpected(Unanswered{"de server antwoordde iets anders dan OCSP; controleer het adres"});
  return std::move(came->body);
}

}  // namespace inburgering::adapters::revocation
