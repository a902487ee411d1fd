#include "adapters/broker/kafka.h"

#include <librdkafka/rdkafka.h>
#include <openssl/x509.h>

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>
#include <cerrno>
#include <cstring>
#include <map>
#include <mutex>

#include "adapters/token/password.h"
#include "adapters/token/uri.h"
#include "schemas/value/whole_number.h"

namespace inburgering::adapters::broker {
namespace {

using Certificate = std::unique_ptr<X509, decltype([](X509* certificate) { X509_free(certificate); })>;
using Settings =
    std::unique_ptr<rd_kafka_conf_t, decltype([](rd_kafka_conf_t* conf) { rd_kafka_conf_destroy(conf); })>;
using Client = std::unique_ptr<rd_kafka_t, decltype([](rd_kafka_t* client) {
                                 // What waits is dropped: it is sent again by who did not hear of it.
                                 rd_kafka_purge(client, RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT);
                                 rd_kafka_destroy_flags(client, RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE);
                               })>;

constexpr std::size_t longest_reason = 512;

std::string reason_of(rd_kafka_resp_err_t error) { return rd_kafka_err2str(error); }

class Kafka : public Publisher {
 public:
  Kafka(Place place, std::stop_token stop) : place_(std::move(place)), stop_(std::move(stop)) {}

  std::optional<std::string> open() {
    if (adapters::token::is_uri(place_.tls.key.native()) ||
        adapters::transport::is_pkcs12(place_.tls.certificate))
      return "kies voor Kafka een clientcertificaat met sleutel in PEM-bestanden (certificaat); een token of "
             "PKCS#12 kan zij niet gebruiken";
    if (place_.tls.lists && !place_.tls.crl)
      return "zet voor Kafka de intrekkingslijsten (ook) in een bestand (tls.client.crl): opgehaalde kan zij "
             "niet "
             "gebruiken";
    Settings settings(rd_kafka_conf_new());
    const auto time = std::to_string(place_.timeout.count());
    std::vector<std::pair<std::string, std::string>> wanted{
        {"bootstrap.servers", place_.host + ":" + std::to_string(place_.port)},
        {"client.id", "inburgering-gateway"},
        {"acks", "all"},
        {"enable.idempotence", "true"},
        {"message.timeout.ms", time},
        {"socket.timeout.ms", time},
        {"socket.connection.setup.timeout.ms", time},
        {"partitioner", "murmur2_random"},
        {"log_level", "0"},
        {"security.protocol", place_.user.empty() ? "ssl" : "sasl_ssl"},
        {"ssl.ca.location", place_.tls.trust.string()},
        {"ssl.certificate.location", place_.tls.certificate.string()},
        {"ssl.key.location", place_.tls.key.string()},
        {"ssl.cipher.suites", transport::tls12_suites},
        {"ssl.endpoint.identification.algorithm", "https"}};
    if (place_.tls.crl) wanted.emplace_back("ssl.crl.location", place_.tls.crl->string());
    if (!place_.tls.password.empty()) {
      const auto password = adapters::token::read_password(place_.tls.password);
      if (!password) return password.error();
      wanted.emplace_back("ssl.key.password", *password);
    }
    if (!place_.user.empty()) {
      wanted.emplace_back("sasl.mechanisms", "SCRAM-SHA-512");
      wanted.emplace_back("sasl.username", place_.user);
      wanted.emplace_back("sasl.password", place_.password);
    }
    std::string why(longest_reason, '\0');
    for (const auto& [name, value] : wanted)
      if (rd_kafka_conf_set(settings.get(), name.c_str(), value.c_str(), why.data(), why.size()) !=
          RD_KAFKA_CONF_OK)
        return "instelling " + name + ": " + why.c_str();
    rd_kafka_conf_set_opaque(settings.get(), this);
    rd_kafka_conf_set_dr_msg_cb(settings.get(), told);
    rd_kafka_conf_set_connect_cb(settings.get(), connecting);
    rd_kafka_conf_set_ssl_cert_verify_cb(settings.get(), shown);
    client_.reset(rd_kafka_new(RD_KAFKA_PRODUCER, settings.get(), why.data(), why.size()));
    if (!client_) return std::string(why.c_str());
    (void)settings.release();  // the client has it now
    return look_for_topic();
  }

  std::vector<Outcome> publish(const std::vector<Item>& items) override {
    outcomes_.assign(items.size(), Outcome{0, "de broker bevestigde niets binnen de tijd"});
    for (std::size_t i = 0; i < items.size(); ++i) put(items[i], i);
    constexpr std::chrono::milliseconds longer{1000};
    constexpr int a_look = 100;  // ms
    const auto until = std::chrono::steady_clock::now() + place_.timeout + longer;
    while (rd_kafka_flush(client_.get(), a_look) == RD_KAFKA_RESP_ERR__TIMED_OUT &&
           std::chrono::steady_clock::now() < until && !stop_.stop_requested()) {
    }
    return std::move(outcomes_);
  }

 private:
  std::optional<std::string> look_for_topic() {
    if (stop_.stop_requested()) return "de gateway stopt";
    const struct rd_kafka_metadata* found = nullptr;  // a function is called so too
    auto* const topic = rd_kafka_topic_new(client_.get(), place_.subject.c_str(), nullptr);
    if (topic == nullptr) return "topic: deze naam kan niet (" + reason_of(rd_kafka_last_error()) + ")";
    const auto error =
        rd_kafka_metadata(client_.get(), 0, topic, &found, static_cast<int>(place_.timeout.count()));
    rd_kafka_topic_destroy(topic);
    if (error != RD_KAFKA_RESP_ERR_NO_ERROR) {
      const std::lock_guard lock(mutex_);
      return "verbinding: " + (refused_.empty() ? reason_of(error) : refused_) +
             "; controleer adres, certificaten, gebruiker en wachtwoord";
    }
    const auto said = found->topic_cnt == 1 ? found->topics[0].err : RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART;
    rd_kafka_metadata_destroy(found);
    if (said != RD_KAFKA_RESP_ERR_NO_ERROR) return "topic " + place_.subject + ": " + reason_of(said);
    return std::nullopt;
  }

  void put(const Item& item, std::size_t number) {
    rd_kafka_headers_t* headers = rd_kafka_headers_new(3);
    const auto tell = [&](const char* name, const std::string& value) {
      rd_kafka_header_add(headers, name, -1, value.data(), static_cast<ssize_t>(value.size()));
    };
    tell("content-type", item.content_type);
    tell("id", item.id);
    tell("type", item.type);
    auto body = item.body;
    const auto error = rd_kafka_producev(
        client_.get(), RD_KAFKA_V_TOPIC(place_.subject.c_str()), RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY),
        RD_KAFKA_V_KEY(item.key.data(), item.key.size()), RD_KAFKA_V_VALUE(body.data(), body.size()),
        RD_KAFKA_V_HEADERS(headers), RD_KAFKA_V_OPAQUE(number_of(number)), RD_KAFKA_V_END);
    if (error == RD_KAFKA_RESP_ERR_NO_ERROR) return;
    rd_kafka_headers_destroy(headers);
    outcomes_[number] = outcome_of(error);
  }

  static Outcome outcome_of(rd_kafka_resp_err_t error) {
    constexpr int has_it = 200;
    constexpr int too_large = 413;
    constexpr int may_not = 403;
    switch (error) {
      case RD_KAFKA_RESP_ERR_NO_ERROR:
        return {has_it, ""};
      case RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE:
        return {too_large, "de broker neemt zo'n groot bericht niet aan (message.max.bytes)"};
      case RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED:
        return {may_not, "de broker staat ons op deze topic niet toe"};
      default:
        return {0, "broker: " + reason_of(error)};
    }
  }

  static void* number_of(std::size_t number) {
    return reinterpret_cast<void*>(number);  // NOLINT: librdkafka gives it back, and does not look
  }

  /// In the thread that flushes.
  static void told(rd_kafka_t*, const rd_kafka_message_t* message, void* self) {
    auto& outcomes = static_cast<Kafka*>(self)->outcomes_;
    const auto number = reinterpret_cast<std::size_t>(message->_private);
    if (number < outcomes.size()) outcomes[number] = outcome_of(message->err);
  }

  /// Brokers name one another: each address is looked at, whoever told it.
  static int connecting(int number, const sockaddr* address, int length, const char*, void* self) {
    const auto& place = static_cast<Kafka*>(self)->place_;
    if (place.only_public_and && !transport::may_connect(*address, *place.only_public_and)) {
      static_cast<Kafka*>(self)->refuse("het adres is niet openbaar (delivery.private_networks)");
      return EACCES;
    }
    // librdkafka waits for one that is under way, when it is told that all is well.
    return ::connect(number, address, static_cast<socklen_t>(length)) == 0 || errno == EINPROGRESS ? 0
                                                                                                   : errno;
  }

  /// As a server that is called over HTTP is judged: who it is, and what its key must be.
  static int shown(rd_kafka_t*, const char*, std::int32_t, int* error, int depth, const char* der,
                   std::size_t size, char* why, std::size_t room, void* self) {
    auto& kafka = *static_cast<Kafka*>(self);
    std::optional<std::string> fault;
    if (*error != X509_V_OK) {
      fault = transport::verification_reason(*error);
    } else if (depth == 0) {
      const auto* at = reinterpret_cast<const unsigned char*>(der);
      const Certificate certificate(d2i_X509(nullptr, &at, static_cast<long>(size)));
      if (!certificate)
        fault = "het certificaat is niet te lezen";
      else
        fault = transport::leaf_fault(certificate.get(), transport::PeerRole::server);
      if (!fault) fault = transport::identity_fault(certificate.get(), kafka.place_.server);
      if (!fault && !kafka.place_.pin.empty() && transport::pin_of(certificate.get()) != kafka.place_.pin)
        fault = "de broker heeft een andere publieke sleutel dan is afgesproken (pin)";
    }
    if (!fault) return 1;
    kafka.refuse(*fault);
    std::strncpy(why, fault->c_str(), room - 1);
    if (*error == X509_V_OK) *error = X509_V_ERR_APPLICATION_VERIFICATION;
    return 0;
  }

  void refuse(std::string why) {
    const std::lock_guard lock(mutex_);
    refused_ = std::move(why);
  }

  const Place place_;
  const std::stop_token stop_;
  std::vector<Outcome> outcomes_;
  std::mutex mutex_;
  std::string refused_;  ///< why a connection was not made, by us; from threads of librdkafka
  Client client_;        ///< the first to go: until then its threads call us
};

}  // namespace

std::optional<Place> parse_kafka(std::string_view text) {
  const auto url = boost::urls::parse_uri(text);
  constexpr int highest = 65535;
  constexpr std::uint16_t usual = 9093;
  if (!url || url->scheme() != "kafka" || url->host().empty() || url->has_userinfo() || url->has_query() ||
      url->has_fragment() || !(url->path().empty() || url->path() == "/"))
    return std::nullopt;
  Place place;
  place.host = url->host();
  place.port = usual;
  if (url->has_port()) {
    const auto port = schemas::whole_number(std::string_view(url->port()), 1, highest);
    if (!port) return std::nullopt;
    place.port = static_cast<std::uint16_t>(*port);
  }
  return place;
}

Connected connect_kafka(const Place& place, std::stop_token stop) {
  auto made = std::make_unique<Kafka>(place, std::move(stop));
  if (auto fault = made->open()) return std::unexpected("broker: " + *fault);
  return made;
}

}  // namespace inburgering::adapters::broker
