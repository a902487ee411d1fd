#include "adapters/revocation/fetch.h"

#include <curl/curl.h>

#include <algorithm>
#include <memory>

#include "adapters/revocation/list.h"

namespace inburgering::adapters::revocation {
namespace {

using Handle = std::unique_ptr<CURL, decltype([](CURL* handle) { curl_easy_cleanup(handle); })>;

struct Download {
  std::string body;
  const std::atomic<bool>& stopping;
  bool too_large = false;
};

std::string reason_of(CURLcode code, const Download& download) {
  if (download.too_large || code == CURLE_FILESIZE_EXCEEDED)
    return "de intrekkingslijst is groter dan 32 MiB";
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
      return "de server verbrak de verbinding voor de lijst er was";
    default:
      return std::string("ophalen mislukte: ") + curl_easy_strerror(code);
  }
}

std::string status_fault(long status) {
  constexpr long redirect = 300;
  constexpr long client_fault = 400;
  const auto code = std::to_string(status);
  if (status >= redirect && status < client_fault)
    return "de server verwijst door (" + code + "), en dat wordt niet gevolgd; noem het adres zelf";
  return "de server antwoordde " + code + " in plaats van 200";
}

}  // namespace

std::expected<std::string, std::string> fetch(const std::string& address, const std::atomic<bool>& stopping,
                                              const FetchLimits& limits) {
  constexpr std::string_view file = "file://";
  if (address.starts_with(file)) return read_bytes(address.substr(file.size()));
  curl_global_init(CURL_GLOBAL_DEFAULT);  // counted, and safe from any thread (libcurl 7.84)
  const Handle handle(curl_easy_init());
  Download download{{}, stopping};
  auto* const easy = handle.get();
  curl_easy_setopt(easy, CURLOPT_URL, address.c_str());
  curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http");
  curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(easy, CURLOPT_PROXY, "");
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(limits.connect.count()));
  curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(limits.total.count()));
  curl_easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, 1000L);
  curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, std::max(1L, static_cast<long>(limits.slow.count() / 1000)));
  curl_easy_setopt(easy, CURLOPT_MAXFILESIZE_LARGE, static_cast<curl_off_t>(largest_list));
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, &download);
  curl_easy_setopt(
      easy, CURLOPT_WRITEFUNCTION, +[](char* data, std::size_t size, std::size_t count, void* self) {
        auto& into = *static_cast<Download*>(self);
        into.too_large = into.body.size() + size * count > largest_list;
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
  if (const auto code = curl_easy_perform(easy); code != CURLE_OK)
    return std::unexpected(reason_of(code, download));
  long status = 0;
  curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
  constexpr long good = 200;
  if (status != good) return std::unexpected(status_fault(status));
  return std::move(download.body);
}

}  // namespace inburgering::adapters::revocation
