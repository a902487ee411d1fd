#include "adapters/broker/amqp.h"

#include <amqp.h>
#include <amqp_framing.h>
#include <amqp_ssl_socket.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <thread>

#include "schemas/value/text.h"
#include "schemas/value/whole_number.h"

namespace inburgering::adapters::broker {
namespace {

using Clock = std::chrono::steady_clock;
using Connection = std::unique_ptr<amqp_connection_state_t_, decltype([](amqp_connection_state_t connection) {
                                     amqp_destroy_connection(connection);
                                   })>;
using Addresses = std::unique_ptr<addrinfo, decltype([](addrinfo* list) { freeaddrinfo(list); })>;

constexpr amqp_channel_t channel = 1;

timeval time_of(std::chrono::milliseconds time) {
  constexpr int a_second = 1000;
  return {static_cast<time_t>(time.count() / a_second),
          static_cast<suseconds_t>(time.count() % a_second * a_second)};
}

amqp_bytes_t bytes_of(std::string_view text) {
  return {text.size(), const_cast<char*>(text.data())};  // NOLINT: librabbitmq only reads it
}
std::string_view text_of(amqp_bytes_t bytes) { return {static_cast<const char*>(bytes.bytes), bytes.len}; }

bool is_address(const std::string& host) {
  addrinfo wanted{};
  wanted.ai_flags = AI_NUMERICHOST;
  addrinfo* found = nullptr;
  const bool numeric = ::getaddrinfo(host.c_str(), nullptr, &wanted, &found) == 0;
  const Addresses all(found);
  return numeric;
}

constexpr std::string_view not_public =
    "het adres is niet openbaar; de beheerder kan dat netwerk toestaan (delivery.private_networks)";

std::optional<std::string> place_fault(const Place& place) {
  addrinfo wanted{};
  wanted.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (::getaddrinfo(place.host.c_str(), nullptr, &wanted, &found) != 0)
    return "DNS: de hostnaam is niet gevonden; controleer het adres";
  const Addresses all(found);
  for (const auto* each = found; place.only_public_and && each != nullptr; each = each->ai_next)
    if (!transport::may_connect(*each->ai_addr, *place.only_public_and)) return std::string(not_public);
  return std::nullopt;
}

bool may_talk(int number, const Place& place) {
  if (!place.only_public_and) return true;
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  return ::getpeername(number, reinterpret_cast<sockaddr*>(&address), &size) == 0 &&
         transport::may_connect(reinterpret_cast<const sockaddr&>(address), *place.only_public_and);
}

/// A descriptor of our own of the socket that librabbitmq has: any thread can end the talk at any time, also
/// one for which librabbitmq would wait without end.
class Cord {
 public:
  Cord() = default;
  Cord(const Cord&) = delete;
  Cord& operator=(const Cord&) = delete;
  ~Cord() {
    if (number_ >= 0) ::close(number_);
  }
  void hold(int number) {
    const std::lock_guard lock(mutex_);
    if (number_ < 0) number_ = ::fcntl(number, F_DUPFD_CLOEXEC, 0);
    if (cut_ || number_ < 0) ::shutdown(number, SHUT_RDWR);
  }
  void cut() {
    const std::lock_guard lock(mutex_);
    cut_ = true;
    if (number_ >= 0) ::shutdown(number_, SHUT_RDWR);
  }

 private:
  std::mutex mutex_;
  int number_ = -1;
  bool cut_ = false;
};

/// Cuts when it lives longer than this.
class Limit {
 public:
  Limit(Cord& cord, std::chrono::milliseconds time)
      : thread_([&cord, time](const std::stop_token& over) {
          std::mutex mutex;
          std::condition_variable_any ended;
          std::unique_lock lock(mutex);
          ended.wait_for(lock, over, time, [] { return false; });
          if (!over.stop_requested()) cord.cut();
        }) {}

 private:
  std::jthread thread_;
};

/// What a handshake tells of a connection that librabbitmq keeps to itself.
struct Reached {
  const Place& place;
  Cord& cord;
  const SSL* session = nullptr;  ///< outlives the connection that tells which it is
  bool forbidden = false;
};

/// Where it is kept in the context that librabbitmq makes.
int session_index() {
  static const int index = SSL_CTX_get_ex_new_index(0, nullptr, nullptr, nullptr, nullptr);
  return index;
}
/// Before the first byte: the name may lead elsewhere than when it was looked up before.
void note_session(const SSL* session, int where, int) {
  auto* const reached = static_cast<Reached*>(SSL_CTX_get_ex_data(SSL_get_SSL_CTX(session), session_index()));
  if (reached == nullptr) return;
  if ((where & SSL_CB_HANDSHAKE_START) != 0 && reached->session == nullptr) {
    const int number = SSL_get_fd(session);
    reached->cord.hold(number);
    reached->forbidden = !may_talk(number, reached->place);
    if (reached->forbidden) reached->cord.cut();
  }
  if ((where & SSL_CB_HANDSHAKE_DONE) != 0) reached->session = session;
}

/// As a server that is called over HTTP is judged, before anything is said.
std::optional<std::string> session_fault(SSL* session, const Place& place) {
  if (session == nullptr) return "de verbinding is niet beveiligd";
  std::optional<std::string> fault;
  if (place.tls.production) fault = transport::test_material(SSL_get_SSL_CTX(session));
  if (!fault) fault = transport::root_fault(session);
  if (!fault) fault = transport::connection_fault(session, transport::PeerRole::server);
  auto* const certificate = SSL_get0_peer_certificate(session);
  if (!fault && certificate == nullptr) fault = "de broker toonde geen certificaat";
  if (!fault) fault = transport::identity_fault(certificate, place.server);
  if (!fault && !place.pin.empty() && transport::pin_of(certificate) != place.pin)
    fault = "de broker heeft een andere publieke sleutel dan is afgesproken (pin)";
  return fault;
}

/// What a step was answered, when it was refused.
std::optional<std::string> refusal(const amqp_rpc_reply_t& reply) {
  constexpr std::size_t longest = 200;
  if (reply.reply_type == AMQP_RESPONSE_NORMAL) return std::nullopt;
  if (reply.reply_type == AMQP_RESPONSE_LIBRARY_EXCEPTION)
    return std::string("geen antwoord (") + amqp_error_string2(reply.library_error) + ")";
  int code = 0;
  std::string_view said;
  if (reply.reply_type == AMQP_RESPONSE_SERVER_EXCEPTION && reply.reply.id == AMQP_CHANNEL_CLOSE_METHOD) {
    const auto* closed = static_cast<const amqp_channel_close_t*>(reply.reply.decoded);
    code = closed->reply_code, said = text_of(closed->reply_text);
  } else if (reply.reply.id == AMQP_CONNECTION_CLOSE_METHOD) {
    const auto* closed = static_cast<const amqp_connection_close_t*>(reply.reply.decoded);
    code = closed->reply_code, said = text_of(closed->reply_text);
  }
  return "geweigerd door de broker (" + std::to_string(code) + " " +
         schemas::shown(schemas::cut_bytes(said, longest)) + ")";
}

class Amqp : public Publisher {
 public:
  Amqp(Place where, std::stop_token stop)
      : place(std::move(where)), stopped(std::move(stop), [this] { cord.cut(); }) {}

  std::optional<std::string> open() {
    constexpr std::size_t short_string = 255;
    if (place.subject.size() > short_string || place.vhost.size() > short_string)
      return "de naam van de exchange of de vhost is langer dan AMQP toestaat (255 bytes)";
    if (auto fault = place_fault(place)) return fault;
    auto* const socket = amqp_ssl_socket_new(connection.get());
    if (socket == nullptr) return "TLS: geen geheugen";
    amqp_ssl_socket_set_verify_hostname(socket, 0);  // by OpenSSL, below, which knows addresses too
    auto* const context = static_cast<SSL_CTX*>(amqp_ssl_socket_get_context(socket));
    if (const auto ready = transport::prepare_client(context, place.tls); !ready) return ready.error();
    auto* const expected = SSL_CTX_get0_param(context);
    if (is_address(place.host))
      X509_VERIFY_PARAM_set1_ip_asc(expected, place.host.c_str());
    else
      X509_VERIFY_PARAM_set1_host(expected, place.host.c_str(), place.host.size());
    SSL_CTX_set_ex_data(context, session_index(), &reached);
    SSL_CTX_set_info_callback(context, note_session);
    const auto time = time_of(place.timeout);
    if (const int status = amqp_socket_open_noblock(socket, place.host.c_str(), place.port, &time);
        status != AMQP_STATUS_OK)
      return reached.forbidden
                 ? std::string(not_public)
                 : "verbinding: niet tot stand gekomen; controleer adres, poort en certificaten";
    if (auto fault = peer_fault()) return fault;
    return log_in();
  }

  std::vector<Outcome> publish(const std::vector<Item>& items) override {
    constexpr int has_it = 200;
    constexpr int has_it_not = 503;
    constexpr int has_no_place = 404;
    std::vector<Outcome> outcomes(items.size(), Outcome{0, "de broker bevestigde niets binnen de tijd"});
    std::map<std::uint64_t, std::size_t> open;
    const auto lost = [&](const std::string& why) {
      for (const auto& [tag, i] : open) outcomes[i] = {0, why};
      return outcomes;
    };
    {
      const Limit limit(cord, place.timeout);
      for (std::size_t i = 0; i < items.size(); ++i) {
        open[++sent] = i;
        if (!put(items[i])) return lost("de verbinding met de broker brak af bij het versturen");
      }
    }
    const auto settle = [&](std::uint64_t tag, bool all, int status) {
      for (auto at = all ? open.begin() : open.find(tag); at != open.end() && at->first <= tag;) {
        // One that came back before is confirmed as well: the broker is done with it.
        if (outcomes[at->second].status == 0)
          outcomes[at->second] = {status, status == has_it ? "" : "de broker kon het bericht niet bewaren"};
        at = open.erase(at);
        if (!all) break;
      }
    };
    const auto until = Clock::now() + place.timeout;
    std::uint64_t coming_back = 0;  // bytes that a message which comes back may still have
    while (!open.empty()) {
      const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - Clock::now());
      if (left.count() <= 0) return outcomes;
      const auto time = time_of(left);
      amqp_frame_t frame{};
      amqp_maybe_release_buffers(connection.get());
      if (const int status = amqp_simple_wait_frame_noblock(connection.get(), &frame, &time);
          status == AMQP_STATUS_TIMEOUT)
        return outcomes;
      else if (status != AMQP_STATUS_OK)
        return lost(std::string("de verbinding met de broker brak af (") + amqp_error_string2(status) + ")");
      if (frame.frame_type == AMQP_FRAME_HEADER) {
        const auto i = returned(frame, items);
        if (!i) return lost("de broker gaf een bericht terug dat niet is verstuurd");
        outcomes[*i] = {has_no_place,
                        "de broker heeft voor deze routing key geen wachtrij; bind er een aan de exchange"};
        coming_back = frame.payload.properties.body_size;
      }
      if (frame.frame_type == AMQP_FRAME_BODY) {
        const auto size = frame.payload.body_fragment.len;
        if (size > coming_back) return lost("de broker gaf meer terug dan is verstuurd");
        coming_back -= size;
      }
      if (frame.frame_type != AMQP_FRAME_METHOD) continue;
      const auto& method = frame.payload.method;
      if (method.id == AMQP_BASIC_ACK_METHOD) {
        const auto* said = static_cast<const amqp_basic_ack_t*>(method.decoded);
        settle(said->delivery_tag, said->multiple != 0, has_it);
      } else if (method.id == AMQP_BASIC_NACK_METHOD) {
        const auto* said = static_cast<const amqp_basic_nack_t*>(method.decoded);
        settle(said->delivery_tag, said->multiple != 0, has_it_not);
      } else if (method.id == AMQP_CHANNEL_CLOSE_METHOD || method.id == AMQP_CONNECTION_CLOSE_METHOD) {
        return lost(*refusal({AMQP_RESPONSE_SERVER_EXCEPTION, method, 0}));
      }
    }
    return outcomes;
  }

 private:
  std::optional<std::string> peer_fault() {
    const int number = amqp_get_sockfd(connection.get());
    if (reached.forbidden || !may_talk(number, place)) return std::string(not_public);
    // A broker that stops reading is left after this, rather than waited for.
    const auto most = static_cast<unsigned>(place.timeout.count());
    ::setsockopt(number, IPPROTO_TCP, TCP_USER_TIMEOUT, &most, sizeof most);
    return session_fault(const_cast<SSL*>(reached.session), place);  // NOLINT: the callback has it const
  }

  std::optional<std::string> log_in() {
    const auto time = time_of(place.timeout);
    amqp_set_handshake_timeout(connection.get(), &time);
    amqp_set_rpc_timeout(connection.get(), &time);
    const auto login = [&](auto... method) {
      return amqp_login(connection.get(), place.vhost.c_str(), 1, AMQP_DEFAULT_FRAME_SIZE, 0, method...);
    };
    // By our certificate: the name is not looked at, but librabbitmq has no empty one.
    const auto reply = place.user.empty()
                           ? login(AMQP_SASL_METHOD_EXTERNAL, "inburgering-gateway")
                           : login(AMQP_SASL_METHOD_PLAIN, place.user.c_str(), place.password.c_str());
    if (const auto no = refusal(reply))
      return "aanmelden: " + *no + "; controleer gebruiker, wachtwoord, rechten en vhost";
    const auto asked = [&](std::string_view step) -> std::optional<std::string> {
      if (const auto no = refusal(amqp_get_rpc_reply(connection.get())))
        return std::string(step) + ": " + *no;
      return std::nullopt;
    };
    amqp_channel_open(connection.get(), channel);
    if (auto no = asked("kanaal openen")) return no;
    constexpr int yes = 1;
    amqp_exchange_declare(connection.get(), channel, bytes_of(place.subject), bytes_of(""), yes, 0, 0, 0,
                          amqp_empty_table);
    if (auto no = asked("exchange " + place.subject)) return no;
    amqp_confirm_select(connection.get(), channel);
    return asked("bevestigingen vragen");
  }

  bool put(const Item& item) {
    amqp_basic_properties_t told{};
    constexpr std::uint8_t persistent = 2;
    told._flags = AMQP_BASIC_CONTENT_TYPE_FLAG | AMQP_BASIC_DELIVERY_MODE_FLAG | AMQP_BASIC_MESSAGE_ID_FLAG |
                  AMQP_BASIC_TYPE_FLAG;
    told.content_type = bytes_of(item.content_type);
    told.delivery_mode = persistent;
    told.message_id = bytes_of(item.id);
    told.type = bytes_of(item.type);
    constexpr int mandatory = 1;
    return amqp_basic_publish(connection.get(), channel, bytes_of(place.subject), bytes_of(item.key),
                              mandatory, 0, &told, bytes_of(item.body)) == AMQP_STATUS_OK;
  }

  /// Which of ours came back, by the head that it has; it could not be brought anywhere. Nothing when we
  /// sent no such message, or a smaller one. Its body is not kept.
  static std::optional<std::size_t> returned(const amqp_frame_t& frame, const std::vector<Item>& items) {
    const auto& head = frame.payload.properties;
    const auto* told = static_cast<const amqp_basic_properties_t*>(head.decoded);
    if (head.class_id != AMQP_BASIC_CLASS || (told->_flags & AMQP_BASIC_MESSAGE_ID_FLAG) == 0)
      return std::nullopt;
    const auto found = std::ranges::find(items, text_of(told->message_id), &Item::id);
    if (found == items.end() || head.body_size > found->body.size()) return std::nullopt;
    return static_cast<std::size_t>(found - items.begin());
  }

  Place place;
  Cord cord;
  Reached reached{place, cord};
  Connection connection{amqp_new_connection()};
  std::uint64_t sent = 0;  ///< the tag of the last
  std::stop_callback<std::function<void()>> stopped;
};

}  // namespace

std::optional<Place> parse_amqps(std::string_view text) {
  const auto url = boost::urls::parse_uri(text);
  constexpr int highest = 65535;
  if (!url || url->scheme() != "amqps" || url->host().empty() || url->has_userinfo() || url->has_query() ||
      url->has_fragment() || url->segments().size() > 1)
    return std::nullopt;
  Place place;
  constexpr std::uint16_t usual = 5671;
  place.port = usual;
  place.host = url->host_address();
  if (url->has_port()) {
    const auto port = schemas::whole_number(std::string_view(url->port()), 1, highest);
    if (!port) return std::nullopt;
    place.port = static_cast<std::uint16_t>(*port);
  }
  if (!url->segments().empty() && !(*url->segments().begin()).empty()) place.vhost = *url->segments().begin();
  return place;
}

Connected connect_amqp(const Place& place, std::stop_token stop) {
  auto made = std::make_unique<Amqp>(place, std::move(stop));
  if (auto fault = made->open()) return std::unexpected("broker: " + *fault);
  return made;
}

}  // namespace inburgering::adapters::broker
