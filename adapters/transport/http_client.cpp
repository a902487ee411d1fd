#include "adapters/transport/http_client.h"

#include <curl/curl.h>
#include <sys/socket.h>

#include <algorithm>
#include <ctime>
#include <future>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <utility>
#include <vector>

namespace inburgering::adapters::transport {
namespace {

constexpr std::chrono::milliseconds grace{2000};  // for calls under way when the client ends

using Easy = std::unique_ptr<CURL, decltype([](CURL* handle) { curl_easy_cleanup(handle); })>;
using Multi = std::unique_ptr<CURLM, decltype([](CURLM* handle) { curl_multi_cleanup(handle); })>;
using List = std::unique_ptr<curl_slist, decltype([](curl_slist* list) { curl_slist_free_all(list); })>;

/// The step that failed, and what to look at, for each kind of failure.
std::string reason_of(CURLcode code) {
  switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
      return "DNS: de hostnaam is niet gevonden; controleer het adres";
    case CURLE_COULDNT_CONNECT:
      return "verbinding: geweigerd of onbereikbaar; controleer adres, poort en firewall";
    case CURLE_OPERATION_TIMEDOUT:
      return "tijd: geen volledig antwoord binnen de tijdslimiet";
    case CURLE_PEER_FAILED_VERIFICATION:
      return "TLS: het servercertificaat is afgekeurd (naam, keten of geldigheid); controleer "
             "vertrouwensanker en adres";
    case CURLE_SSL_CONNECT_ERROR:
      return "TLS: de handshake mislukte; controleer certificaten en suites aan beide kanten";
    case CURLE_SSL_CERTPROBLEM:
      return "TLS: het eigen clientcertificaat is niet bruikbaar";
    case CURLE_SSL_CACERT_BADFILE:
      return "TLS: het bestand met vertrouwensankers is niet leesbaar";
    case CURLE_FILESIZE_EXCEEDED:
    case CURLE_WRITE_ERROR:
      return "antwoord: groter dan de limiet";
    case CURLE_GOT_NOTHING:
    case CURLE_RECV_ERROR:
    case CURLE_SEND_ERROR:
    case CURLE_PARTIAL_FILE:
      return "verbinding: door de andere kant verbroken";
    case CURLE_SSL_PINNEDPUBKEYNOTMATCH:
      return "TLS: de server heeft een andere publieke sleutel dan de pin van het abonnement";
    case CURLE_UNSUPPORTED_PROTOCOL:
      return "adres: alleen https is toegestaan";
    default:
      return std::string("verbinding: ") + curl_easy_strerror(code);
  }
}

/// One call under way; owns all that libcurl points at.
struct Running {
  Call call;
  HttpClient::Done done;
  Easy easy{curl_easy_init()};
  List headers;
  Answer answer;
  bool forbidden = false;  ///< an address was not public, and not allowed

  void prepare() {
    auto* handle = easy.get();
    for (const auto& [name, value] : call.headers)
      headers.reset(curl_slist_append(headers.release(), (name + ": " + value).c_str()));
    headers.reset(curl_slist_append(headers.release(), "Expect:"));
    curl_easy_setopt(handle, CURLOPT_URL, call.url.c_str());
    curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "https");
    curl_easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(handle, CURLOPT_PROXY, "");
    curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    curl_easy_setopt(handle, CURLOPT_CUSTOMREQUEST, call.method.c_str());
    if (!call.body.empty() || call.method == "POST" || call.method == "PUT") {
      curl_easy_setopt(handle, CURLOPT_POSTFIELDS, call.body.data());
      curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(call.body.size()));
    }
    curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers.get());
    curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(call.connect_timeout.count()));
    curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, static_cast<long>(call.timeout.count()));
    curl_easy_setopt(handle, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    curl_easy_setopt(handle, CURLOPT_SSL_CIPHER_LIST, tls12_suites);
    curl_easy_setopt(handle, CURLOPT_TLS13_CIPHERS, tls13_suites);
    curl_easy_setopt(handle, CURLOPT_SSLCERT, call.tls.certificate.c_str());
    curl_easy_setopt(handle, CURLOPT_SSLKEY, call.tls.key.c_str());
    curl_easy_setopt(handle, CURLOPT_CAINFO, call.tls.trust.c_str());
    curl_easy_setopt(handle, CURLOPT_CAPATH, nullptr);
    if (call.once) {
      curl_easy_setopt(handle, CURLOPT_FRESH_CONNECT, 1L);
      curl_easy_setopt(handle, CURLOPT_FORBID_REUSE, 1L);
    }
    if (!call.pin.empty()) curl_easy_setopt(handle, CURLOPT_PINNEDPUBLICKEY, call.pin.c_str());
    if (call.only_public_and) {
      // The certificate's end is told of sinks alone: reading it costs at each new connection.
      curl_easy_setopt(handle, CURLOPT_CERTINFO, 1L);
      curl_easy_setopt(handle, CURLOPT_OPENSOCKETDATA, this);
      curl_easy_setopt(
          handle, CURLOPT_OPENSOCKETFUNCTION,
          +[](void* self, curlsocktype, curl_sockaddr* address) -> curl_socket_t {
            auto& running = *static_cast<Running*>(self);
            if (!may_connect(address->addr, *running.call.only_public_and)) {
              running.forbidden = true;
              return CURL_SOCKET_BAD;
            }
            return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
          });
    }
    if (call.tls.crl) curl_easy_setopt(handle, CURLOPT_CRLFILE, call.tls.crl->c_str());
    curl_easy_setopt(handle, CURLOPT_PRIVATE, this);
    curl_easy_setopt(handle, CURLOPT_WRITEDATA, this);
    curl_easy_setopt(
        handle, CURLOPT_WRITEFUNCTION, +[](char* data, std::size_t size, std::size_t count, void* self) {
          auto& running = *static_cast<Running*>(self);
          if (running.answer.body.size() + size * count > running.call.max_answer) return std::size_t{0};
          running.answer.body.append(data, size * count);
          return size * count;
        });
    curl_easy_setopt(handle, CURLOPT_HEADERDATA, this);
    curl_easy_setopt(
        handle, CURLOPT_HEADERFUNCTION, +[](char* data, std::size_t size, std::size_t count, void* self) {
          auto& headers_read = static_cast<Running*>(self)->answer.headers;
          const std::string_view line(data, size * count);
          if (line.starts_with("HTTP/")) headers_read.clear();
          if (const auto colon = line.find(':');
              colon != std::string_view::npos && headers_read.size() < 100) {
            auto value = line.substr(colon + 1);
            value.remove_prefix(std::min(value.find_first_not_of(" \t"), value.size()));
            value = value.substr(0, value.find_last_not_of(" \t\r\n") + 1);
            headers_read.emplace_back(line.substr(0, colon), value);
          }
          return size * count;
        });
  }

  void finish(CURLcode code) {
    curl_off_t microseconds = 0;
    curl_easy_getinfo(easy.get(), CURLINFO_TOTAL_TIME_T, &microseconds);
    answer.duration = std::chrono::milliseconds(microseconds / 1000);
    long request_size = 0;
    curl_easy_getinfo(easy.get(), CURLINFO_REQUEST_SIZE, &request_size);
    answer.sent = request_size > 0;
    if (code == CURLE_OK) {
      long status = 0;
      curl_easy_getinfo(easy.get(), CURLINFO_RESPONSE_CODE, &status);
      answer.status = static_cast<int>(status);
    } else if (forbidden && code == CURLE_COULDNT_CONNECT) {
      answer.failure =
          "adres: de ontvanger staat op een adres dat niet openbaar is; de beheerder kan dat netwerk "
          "toestaan "
          "(delivery.private_networks)";
    } else {
      answer.failure = reason_of(code);
    }
    answer.certificate_until = certificate_until();
    done(std::move(answer));
  }

  /// Of the server's own certificate, the first of its chain: "Expire date:Nov 25 11:10:56 2027 GMT".
  std::optional<schemas::Moment> certificate_until() {
    if (!call.only_public_and) return std::nullopt;
    curl_certinfo* chain = nullptr;
    if (curl_easy_getinfo(easy.get(), CURLINFO_CERTINFO, &chain) != CURLE_OK || chain == nullptr ||
        chain->num_of_certs == 0)
      return std::nullopt;
    constexpr std::string_view label = "Expire date:";
    for (const auto* line = chain->certinfo[0]; line != nullptr; line = line->next) {
      const std::string_view text(line->data);
      if (!text.starts_with(label)) continue;
      const std::time_t seconds = curl_getdate(line->data + label.size(), nullptr);
      if (seconds > 0) return schemas::Moment(std::chrono::sys_seconds(std::chrono::seconds(seconds)));
    }
    return std::nullopt;
  }
};

}  // namespace

struct HttpClient::Impl {
  Multi multi{curl_multi_init()};
  std::mutex mutex;
  std::vector<std::unique_ptr<Running>> waiting;
  bool stopping = false;
  std::unordered_map<CURL*, std::unique_ptr<Running>> running;
  std::thread thread;

  void loop() {
    auto last = std::chrono::steady_clock::time_point::max();
    while (std::chrono::steady_clock::now() < last) {
      if (!take_new()) {
        if (running.empty()) break;
        last = std::min(last, std::chrono::steady_clock::now() + grace);
      }
      int active = 0;
      curl_multi_perform(multi.get(), &active);
      finish_done();
      const bool ending = last != std::chrono::steady_clock::time_point::max();
      curl_multi_poll(multi.get(), nullptr, 0, ending ? 50 : 1000, nullptr);
    }
    for (const auto& [handle, call] : running) curl_multi_remove_handle(multi.get(), handle);
    running.clear();
  }

  /// Starts what was sent; false once the client is to end.
  bool take_new() {
    std::vector<std::unique_ptr<Running>> fresh;
    {
      const std::lock_guard lock(mutex);
      if (stopping) return false;
      fresh.swap(waiting);
    }
    for (auto& call : fresh) {
      call->prepare();
      curl_multi_add_handle(multi.get(), call->easy.get());
      auto* handle = call->easy.get();
      running.emplace(handle, std::move(call));
    }
    return true;
  }

  void finish_done() {
    int left = 0;
    while (const CURLMsg* message = curl_multi_info_read(multi.get(), &left)) {
      if (message->msg != CURLMSG_DONE) continue;
      const CURLcode code = message->data.result;
      CURL* handle = message->easy_handle;
      curl_multi_remove_handle(multi.get(), handle);
      const auto found = running.find(handle);
      const auto call = std::move(found->second);
      running.erase(found);
      call->finish(code);
    }
  }
};

HttpClient::HttpClient() : impl_(std::make_unique<Impl>()) {
  static std::once_flag once;
  std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
  curl_multi_setopt(impl_->multi.get(), CURLMOPT_MAXCONNECTS, 256L);
  impl_->thread = std::thread([impl = impl_.get()] { impl->loop(); });
}

HttpClient::~HttpClient() {
  {
    const std::lock_guard lock(impl_->mutex);
    impl_->stopping = true;
  }
  curl_multi_wakeup(impl_->multi.get());
  impl_->thread.join();
}

void HttpClient::send(Call call, Done done) {
  auto running = std::make_unique<Running>();
  running->call = std::move(call);
  running->done = std::move(done);
  {
    const std::lock_guard lock(impl_->mutex);
    impl_->waiting.push_back(std::move(running));
  }
  curl_multi_wakeup(impl_->multi.get());
}

Answer send_and_wait(HttpClient& client, Call call) {
  std::promise<Answer> promise;
  client.send(std::move(call), [&promise](Answer answer) { promise.set_value(std::move(answer)); });
  return promise.get_future().get();
}

}  // namespace inburgering::adapters::transport
