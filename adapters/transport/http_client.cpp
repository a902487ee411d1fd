#include "adapters/transport/http_client.h"

#include <curl/curl.h>
#include <openssl/ssl.h>
#include <sys/socket.h>

#include <algorithm>
#include <ctime>
#include <filesystem>
#include <future>
#include <map>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <utility>
#include <vector>

#include "adapters/revocation/statuses.h"

namespace inburgering::adapters::transport {
namespace {

constexpr std::chrono::milliseconds grace{2000};  // for calls under way when the client ends
constexpr long connection_lives = 50;             // seconds; then its certificate is judged anew
constexpr long upload_buffer = 16L * 1024;        // bytes: the least that libcurl takes
constexpr std::chrono::seconds files_looked_at{1};

using Easy = std::unique_ptr<CURL, decltype([](CURL* handle) { curl_easy_cleanup(handle); })>;
using Multi = std::unique_ptr<CURLM, decltype([](CURLM* handle) { curl_multi_cleanup(handle); })>;
using CurlList = std::unique_ptr<curl_slist, decltype([](curl_slist* list) { curl_slist_free_all(list); })>;

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
    case CURLE_UNSUPPORTED_PROTOCOL:  // of the address this was seen before: it is the answer's
    case CURLE_WEIRD_SERVER_REPLY:
      return "antwoord: de andere kant sprak iets anders dan HTTP/1.1; controleer adres en poort";
    default:
      return std::string("verbinding: ") + curl_easy_strerror(code);
  }
}

/// One call under way; owns all that libcurl points at.
struct Running {
  Call call;
  HttpClient::Done done;
  Easy easy{curl_easy_init()};
  CurlList headers;
  Answer answer;
  std::shared_ptr<const ReservedAddresses> never{};
  std::string forbidden{};   ///< why an address was not connected to
  std::string own_fault{};   ///< why our own certificate cannot be shown
  std::string wrong_peer{};  ///< why the server that answered is not the one that is meant
  /// Set where the server's status (OCSP) was not known yet: then this call is to be sent again once it is.
  std::shared_ptr<const revocation::Pending> status_asked{};
  revocation::Holder status_about{};                 ///< of which certificate
  std::optional<revocation::Verdict> status_told{};  ///< what came of that
  int held = 0;                                      ///< how often it waited
  std::chrono::steady_clock::time_point begun{};
  bool headers_complete = false;

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
    // As small as it may be: what is taken for each call is wiped when it is given back.
    curl_easy_setopt(handle, CURLOPT_UPLOAD_BUFFERSIZE, upload_buffer);
    curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers.get());
    curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(call.connect_timeout.count()));
    curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, static_cast<long>(call.timeout.count()));
    curl_easy_setopt(handle, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    curl_easy_setopt(handle, CURLOPT_SSL_CIPHER_LIST, (std::string(tls12_suites) + who_we_are()).c_str());
    curl_easy_setopt(handle, CURLOPT_TLS13_CIPHERS, tls13_suites);
    curl_easy_setopt(handle, CURLOPT_CAINFO, call.tls.trust.c_str());
    curl_easy_setopt(handle, CURLOPT_CAPATH, nullptr);
    curl_easy_setopt(handle, CURLOPT_CA_CACHE_TIMEOUT, 0L);
    curl_easy_setopt(handle, CURLOPT_SSL_SESSIONID_CACHE, 0L);
    curl_easy_setopt(handle, CURLOPT_MAXLIFETIME_CONN, connection_lives);
    curl_easy_setopt(
        handle, CURLOPT_SSL_CTX_FUNCTION, +[](CURL*, void* context, void* self) {
          auto* const made = static_cast<SSL_CTX*>(context);
          auto& running = *static_cast<Running*>(self);
          const auto& tls = running.call.tls;
          apply_rules(made, tls.strict);
          if (auto shown = show_own(made, tls); !shown) {
            running.own_fault = std::move(shown.error());
            return CURLE_SSL_CERTPROBLEM;
          }
          // Read once for all connections. libcurl adds the anchors to the same store.
          if (tls.lists) revocation::Lists::apply(tls.lists, SSL_CTX_get_cert_store(made));
          if (running.asks_status()) SSL_CTX_set_tlsext_status_type(made, TLSEXT_STATUSTYPE_ocsp);
          SSL_CTX_set_cert_cb(
              made,
              +[](SSL*, void* of) {
                static_cast<Running*>(of)->answer.asked_certificate = true;
                return 1;
              },
              self);
          return CURLE_OK;
        });
    curl_easy_setopt(handle, CURLOPT_SSL_CTX_DATA, this);
    curl_easy_setopt(handle, CURLOPT_PREREQDATA, this);
    curl_easy_setopt(
        handle, CURLOPT_PREREQFUNCTION, +[](void* self, char*, char*, int, int) {
          return static_cast<Running*>(self)->is_meant() ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT;
        });
    if (call.once) {
      curl_easy_setopt(handle, CURLOPT_FRESH_CONNECT, 1L);
      curl_easy_setopt(handle, CURLOPT_FORBID_REUSE, 1L);
    }
    if (!call.pin.empty()) curl_easy_setopt(handle, CURLOPT_PINNEDPUBLICKEY, call.pin.c_str());
    // The certificate's end is told of parties alone: reading it costs at each new connection.
    if (call.server) curl_easy_setopt(handle, CURLOPT_CERTINFO, 1L);
    if (call.only_public_and || never) {
      curl_easy_setopt(handle, CURLOPT_OPENSOCKETDATA, this);
      curl_easy_setopt(
          handle, CURLOPT_OPENSOCKETFUNCTION,
          +[](void* self, curlsocktype, curl_sockaddr* address) -> curl_socket_t {
            auto& running = *static_cast<Running*>(self);
            running.forbidden = running.why_not(address->addr);
            if (!running.forbidden.empty()) return CURL_SOCKET_BAD;
            return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
          });
    }
    if (call.tls.lists)
      // An intermediate among the anchors leads on to its root, whose list is asked too.
      curl_easy_setopt(handle, CURLOPT_SSL_OPTIONS, static_cast<long>(CURLSSLOPT_NO_PARTIALCHAIN));
    else if (call.tls.crl)
      curl_easy_setopt(handle, CURLOPT_CRLFILE, call.tls.crl->c_str());
    curl_easy_setopt(handle, CURLOPT_PRIVATE, this);
    curl_easy_setopt(handle, CURLOPT_WRITEDATA, this);
    curl_easy_setopt(
        handle, CURLOPT_WRITEFUNCTION, +[](char* data, std::size_t size, std::size_t count, void* self) {
          auto& running = *static_cast<Running*>(self);
          running.headers_complete = true;
          if (running.answer.body.size() + size * count > running.call.max_answer) return std::size_t{0};
          running.answer.body.append(data, size * count);
          return size * count;
        });
    curl_easy_setopt(handle, CURLOPT_HEADERDATA, this);
    curl_easy_setopt(
        handle, CURLOPT_HEADERFUNCTION, +[](char* data, std::size_t size, std::size_t count, void* self) {
          auto& running = *static_cast<Running*>(self);
          auto& headers_read = running.answer.headers;
          const std::string_view line(data, size * count);
          if (line.starts_with("HTTP/")) headers_read.clear();
          running.headers_complete = line == "\r\n" || line == "\n";
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

  /// libcurl lets calls of one configuration share connections. What we show is no part of what it compares,
  /// as we show it ourselves; so it is named in a part that is. OpenSSL passes over a suite that it does not
  /// know, and apply_rules sets the list anew.
  std::string who_we_are() const {
    const auto& tls = call.tls;
    std::size_t all = 0;
    for (const auto& file : {tls.certificate, tls.key, tls.password})
      all = all * 31 + std::hash<std::string>()(file.native());
    return ":WIJ-" + std::to_string(all);
  }

  /// The same call, not begun; nothing of it was sent yet.
  std::unique_ptr<Running> anew() {
    auto next = std::make_unique<Running>();
    next->call = std::move(call);
    next->done = std::move(done);
    next->never = std::move(never);
    next->status_asked = std::move(status_asked);
    next->status_about = std::move(status_about);
    next->held = held + 1;
    // All of it together takes no longer than the call may.
    next->call.timeout -=
        std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begun);
    next->begun = std::chrono::steady_clock::now();
    return next;
  }

  /// It was never sent.
  void give_up(const char* why) {
    answer.failure = why;
    guarded("antwoord op een uitgaande aanroep", [this] { done(std::move(answer)); });
  }

  void finish(CURLcode code) {
    curl_off_t microseconds = 0;
    curl_easy_getinfo(easy.get(), CURLINFO_TOTAL_TIME_T, &microseconds);
    answer.duration = std::chrono::milliseconds(microseconds / 1000);
    long request_size = 0;
    curl_easy_getinfo(easy.get(), CURLINFO_REQUEST_SIZE, &request_size);
    answer.sent = request_size > 0;
    long status = 0;
    curl_easy_getinfo(easy.get(), CURLINFO_RESPONSE_CODE, &status);
    constexpr long informational = 200;
    if (code == CURLE_OK) {
      answer.status = static_cast<int>(status);
    } else if (call.status_decides && headers_complete && status >= informational) {
      answer.status = static_cast<int>(status);
      answer.body.clear();
    } else if (!own_fault.empty()) {
      answer.failure = "TLS: " + own_fault;
    } else if (!wrong_peer.empty()) {
      answer.failure = "TLS: " + wrong_peer;
    } else if (!forbidden.empty() && code == CURLE_COULDNT_CONNECT) {
      answer.failure = "adres: " + forbidden;
    } else {
      answer.failure = revocation_reason(code).value_or(reason_of(code));
    }
    answer.certificate_until = certificate_until();
    guarded("antwoord op een uitgaande aanroep", [this] { done(std::move(answer)); });
  }

  /// That the server's certificate was revoked, or that its issuer's list is not there.
  std::optional<std::string> revocation_reason(CURLcode code) const {
    long result = X509_V_OK;
    if (code != CURLE_PEER_FAILED_VERIFICATION ||
        curl_easy_getinfo(easy.get(), CURLINFO_SSL_VERIFYRESULT, &result) != CURLE_OK)
      return std::nullopt;
    if (result != X509_V_ERR_CERT_REVOKED && result != X509_V_ERR_UNABLE_TO_GET_CRL &&
        result != X509_V_ERR_CRL_HAS_EXPIRED)
      return std::nullopt;
    return "TLS: het servercertificaat is afgekeurd: " + verification_reason(static_cast<int>(result));
  }

  /// Why this address may not be connected to; empty when it may.
  std::string why_not(const sockaddr& address) const {
    if (never && never->holds(address))
      return "op dit adres luistert DUO of de BRP; een abonnement wordt daar niet afgeleverd";
    if (call.only_public_and && !may_connect(address, *call.only_public_and))
      return "de ontvanger staat op een adres dat niet openbaar is; de beheerder kan dat netwerk toestaan "
             "(delivery.private_networks)";
    return {};
  }

  /// Whether the server on the connection that was chosen is the one that is meant; asked before anything of
  /// the request is sent.
  bool is_meant() {
    curl_tlssessioninfo* session = nullptr;
    if (curl_easy_getinfo(easy.get(), CURLINFO_TLS_SSL_PTR, &session) != CURLE_OK || session == nullptr ||
        session->internals == nullptr) {
      wrong_peer = "de verbinding is niet beveiligd";
      return false;
    }
    auto* const connection = static_cast<SSL*>(session->internals);
    long made = 0;
    curl_easy_getinfo(easy.get(), CURLINFO_NUM_CONNECTS, &made);
    std::optional<std::string> fault;
    // libcurl reads the anchors after its callback for the context, so that they are judged here.
    if (made > 0 && call.tls.production) fault = test_material(SSL_get_SSL_CTX(connection));
    if (!fault && made > 0) fault = root_fault(connection);
    if (!fault) fault = connection_fault(connection, PeerRole::server);
    if (!fault && call.server) fault = identity_fault(SSL_get0_peer_certificate(connection), *call.server);
    if (!fault && asks_status()) fault = status_fault(connection);
    wrong_peer = fault.value_or("");
    if (made > 0 && call.server) {
      answer.key = key_of(SSL_get0_peer_certificate(connection));
      answer.secured = secured_by(connection);
      if (const auto chain = verified_chain(connection); !chain.empty())
        answer.anchor = name_of_root(chain.back().get());
    }
    return !fault;
  }

  bool asks_status() const {
    return call.tls.statuses && call.server && call.server->rules.ocsp != revocation::Ocsp::off;
  }
  /// By what the server stapled, or its responder said; when neither did yet it is asked, and this call
  /// waits.
  std::optional<std::string> status_fault(SSL* connection) {
    const auto chain = verified_chain(connection);
    if (chain.size() < 2) return "de uitgever van het servercertificaat is niet te vinden";
    const revocation::Issued who{chain[0], chain[1]};
    const unsigned char* stapled = nullptr;
    const auto size = SSL_get_tlsext_status_ocsp_resp(connection, static_cast<void*>(&stapled));
    if (size > 0)
      call.tls.statuses->offer(who, {reinterpret_cast<const char*>(stapled), static_cast<std::size_t>(size)});
    if (const auto verdict = call.tls.statuses->heard(who))
      return revocation::status_fault(call.server->rules.ocsp, *verdict);
    // What was heard a moment ago, of this very certificate.
    if (status_told && X509_cmp(status_about.get(), who.certificate.get()) == 0)
      return revocation::status_fault(call.server->rules.ocsp, *status_told);
    constexpr int patience = 3;
    if (held >= patience)
      return "de server toont telkens een ander certificaat, en van dit is de status niet bekend";
    status_asked = call.tls.statuses->ask(who);
    status_about = who.certificate;
    return "de status van het servercertificaat (OCSP) wordt nog gevraagd";
  }

  /// Of the server's own certificate, the first of its chain: "Expire date:Nov 25 11:10:56 2027 GMT".
  std::optional<schemas::Moment> certificate_until() {
    if (!call.server) return std::nullopt;
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

namespace {

/// Connections that were made while the files of certificates stood as they stood. When one changes, a new
/// one takes the new calls; this one ends with its last call, and its connections with it.
struct Connections {
  Multi multi{curl_multi_init()};
  std::unordered_map<CURL*, std::unique_ptr<Running>> running;

  Connections() {
    constexpr long kept_alive = 256;
    curl_multi_setopt(multi.get(), CURLMOPT_MAXCONNECTS, kept_alive);
  }
  Connections(const Connections&) = delete;
  Connections& operator=(const Connections&) = delete;
  ~Connections() {
    for (const auto& [handle, call] : running) curl_multi_remove_handle(multi.get(), handle);
  }

  /// Calls that wait for a status, as they were before they were begun.
  std::vector<std::unique_ptr<Running>> held;

  void begin(std::unique_ptr<Running> call) {
    call->begun = std::chrono::steady_clock::now();
    call->prepare();
    auto* handle = call->easy.get();
    curl_multi_add_handle(multi.get(), handle);
    running.emplace(handle, std::move(call));
  }
  bool idle() const { return running.empty() && held.empty(); }
  void go_on() {
    int active = 0;
    std::erase_if(held, [this](auto& call) {
      call->status_told = call->status_asked->verdict();
      const auto left = call->call.timeout - (std::chrono::steady_clock::now() - call->begun);
      if (left <= std::chrono::milliseconds(0)) {
        call->give_up("tijd: de status van het servercertificaat (OCSP) kwam niet binnen de tijdslimiet");
        return true;
      }
      if (!call->status_told) return false;
      call->call.timeout =
          std::chrono::duration_cast<std::chrono::milliseconds>(left) + std::chrono::milliseconds(1);
      call->status_asked.reset();
      begin(std::move(call));
      return true;
    });
    curl_multi_perform(multi.get(), &active);
    int left = 0;
    while (const CURLMsg* message = curl_multi_info_read(multi.get(), &left)) {
      if (message->msg != CURLMSG_DONE) continue;
      const CURLcode code = message->data.result;
      CURL* handle = message->easy_handle;
      curl_multi_remove_handle(multi.get(), handle);
      const auto found = running.find(handle);
      const auto call = std::move(found->second);
      running.erase(found);
      if (call->status_asked)
        held.push_back(call->anew());
      else
        call->finish(code);
    }
  }
};

/// The files that calls used, and when each was last written; and the lists that they were judged by.
class WatchedFiles {
 public:
  void add(const TlsFiles& files) {
    for (const auto& file : files.all()) written_.try_emplace(file, written(file));
    if (files.lists) lists_.try_emplace(files.lists, files.lists->generation());
  }
  /// Looks at most once a second.
  bool changed() {
    const auto now = std::chrono::steady_clock::now();
    if (now - looked_ < files_looked_at) return false;
    looked_ = now;
    bool any = false;
    for (auto& [file, when] : written_) {
      const auto present = written(file);
      any = any || present != when;
      when = present;
    }
    for (auto& [lists, judged_by] : lists_) {
      const auto present = lists->generation();
      any = any || present != judged_by;
      judged_by = present;
    }
    return any;
  }

 private:
  static std::filesystem::file_time_type written(const std::filesystem::path& file) {
    std::error_code error;
    return std::filesystem::last_write_time(file, error);
  }
  std::map<std::filesystem::path, std::filesystem::file_time_type> written_;
  std::map<std::shared_ptr<revocation::Lists>, std::uint64_t> lists_;
  std::chrono::steady_clock::time_point looked_;
};

}  // namespace

struct HttpClient::Impl {
  std::shared_ptr<const ReservedAddresses> never;
  Pulse pulse;
  std::mutex mutex;
  std::vector<std::unique_ptr<Running>> waiting;
  bool stopping = false;
  std::unique_ptr<Connections> present = std::make_unique<Connections>();
  std::vector<std::unique_ptr<Connections>> former;  // by files that have changed since
  WatchedFiles files;
  CURLM* woken = present->multi.get();  // under mutex: what the loop sleeps in
  std::thread thread;

  void loop() {
    const auto turned = pulse_of(pulse);
    auto last = std::chrono::steady_clock::time_point::max();
    while (std::chrono::steady_clock::now() < last) {
      bool ending = false;
      turned();
      guarded("uitgaande aanroepen", [&] { ending = !step(); });
      if (ending) {
        if (present->idle() && former.empty()) break;
        last = std::min(last, std::chrono::steady_clock::now() + grace);
      }
      const bool brief = ending || !former.empty() || !present->held.empty();
      curl_multi_poll(present->multi.get(), nullptr, 0, brief ? 50 : 1000, nullptr);
    }
    former.clear();
    present->running.clear();
  }

  /// Starts what was sent and goes on with what runs; false once the client is to end.
  bool step() {
    std::vector<std::unique_ptr<Running>> fresh;
    bool going = true;
    {
      const std::lock_guard lock(mutex);
      going = !stopping;
      if (going) fresh.swap(waiting);
    }
    renew();
    for (auto& call : fresh) {
      files.add(call->call.tls);
      present->begin(std::move(call));
    }
    present->go_on();
    for (const auto& each : former) each->go_on();
    std::erase_if(former, [](const auto& each) { return each->idle(); });
    return going;
  }

  void renew() {
    if (!files.changed()) return;
    auto next = std::make_unique<Connections>();
    {
      const std::lock_guard lock(mutex);
      woken = next->multi.get();
    }
    former.push_back(std::exchange(present, std::move(next)));
  }

  void wake() {  // under mutex
    curl_multi_wakeup(woken);
  }
};

HttpClient::HttpClient(std::shared_ptr<const ReservedAddresses> never, Pulse pulse) {
  static std::once_flag once;
  std::call_once(once, [] {
    // libcurl would write the secrets of each connection to where this points.
    ::unsetenv("SSLKEYLOGFILE");
    curl_global_init(CURL_GLOBAL_DEFAULT);
  });
  impl_ = std::make_unique<Impl>();
  impl_->never = std::move(never);
  impl_->pulse = std::move(pulse);
  impl_->thread = std::thread([impl = impl_.get()] { impl->loop(); });
}

HttpClient::~HttpClient() {
  {
    const std::lock_guard lock(impl_->mutex);
    impl_->stopping = true;
    impl_->wake();
  }
  impl_->thread.join();
}

void HttpClient::send(Call call, Done done) {
  if (detour_ && detour_(call, done)) return;
  auto running = std::make_unique<Running>();
  running->call = std::move(call);
  running->done = std::move(done);
  running->never = impl_->never;
  const std::lock_guard lock(impl_->mutex);
  impl_->waiting.push_back(std::move(running));
  impl_->wake();
}

Answer send_and_wait(HttpClient& client, Call call) {
  std::promise<Answer> promise;
  client.send(std::move(call), [&promise](Answer answer) { promise.set_value(std::move(answer)); });
  return promise.get_future().get();
}

}  // namespace inburgering::adapters::transport
