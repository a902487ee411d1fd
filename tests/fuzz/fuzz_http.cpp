// Whole HTTP requests, as they come out of TLS: the bytes of a connection, through the real server into the
// real handlers of both listeners, with a store behind them. The first byte says who is connected.
#include <arpa/inet.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "adapters/brp/schema.h"
#include "adapters/transport/guard.h"
#include "gateway/delivery/dispatcher.h"
#include "gateway/http/partner.h"
#include "gateway/operator/operator.h"
#include "tests/unit/gateway/house.h"

namespace {

using namespace inburgering;
namespace transport = adapters::transport;

/// Says which certificate the connection showed, and hands on to the real handler.
class AsParty : public transport::Handler {
 public:
  explicit AsParty(transport::Handler& next) : next_(next) {}
  std::string serial_number;
  std::string cookie;

  bool admit(transport::Request& head) override {
    dress(head);
    return next_.admit(head);
  }
  void answer(transport::Request request, Done done) override {
    dress(request);
    next_.answer(std::move(request), std::move(done));
  }

 private:
  void dress(transport::Request& request) const {
    request.peer.serial_number = serial_number;
    if (cookie.empty()) return;
    std::erase_if(request.headers, [](const auto& header) { return header.first == "Cookie"; });
    request.headers.emplace_back("Cookie", cookie);
  }
  transport::Handler& next_;
};

gateway::config::Config chain() {
  using gateway::config::Role;
  auto config = tests::two_tenants();
  const auto oin = [](const char* text) { return *schemas::Oin::parse(text); };
  config.limits.idle = config.limits.read_header = config.limits.read_body = std::chrono::milliseconds(1000);
  config.limits.door.handshakes_per_second = 1'000'000;
  config.limits.body = 64 * 1024;
  config.requests_per_second = 1'000'000;
  config.duo.oin = oin("00000099000000002000");
  config.duo.url = "https://127.0.0.1:1/v1";
  config.parties.push_back({"DUO", config.duo.oin, Role::duo, {"*"}, {}});
  config.parties.push_back({"BRP", oin("00000099000000003000"), Role::brp, {"0518"}, {}});
  config.parties.push_back({"School", oin("00000099000000004000"), Role::taalschool, {"0518"}, {}});
  for (auto& party : config.parties)
    if (party.role == Role::afnemer) party.registraties = {"*"};
  config.schemas = PROJECT_DIR "/schemas";
  return config;
}

struct World {
  tests::FixedClock clock{};
  tests::CountingRandom random{};
  gateway::store::Keys keys = tests::test_keys();
  gateway::config::Config config = chain();
  schemas::xml::Grammar grammar = *adapters::brp::stuf_bg_grammar(config.schemas, {});
  gateway::store::Database database{tests::fresh_folder("fuzz-http") / "gateway.db"};
  gateway::store::Writer writer{database};
  gateway::metrics::Metrics metrics{};
  gateway::identity::Registry registry{config};
  gateway::exchange::Pipeline pipeline{config, registry, {keys, {clock, random}}, database, writer, metrics};
  transport::HttpClient client{};
  gateway::delivery::Sinks sinks{client};
  gateway::delivery::Dispatcher dispatcher{pipeline, database, sinks};
  gateway::delivery::LongPolls polls{database, clock, {}};
  gateway::log::Refusals refusals{};
  gateway::intake::FileWorker files{};
  gateway::logboek::Exporter logboek{pipeline, database, client};
  gateway::operation::Sessions sessions{database, pipeline};
  gateway::operation::Kerncijfers kerncijfers{pipeline, database};
  gateway::http::Partner partner{
      {config, registry, grammar, pipeline, metrics, database, sinks, polls, refusals, files}};
  gateway::operation::Operator operation{
      {config, registry, database, pipeline, grammar, sinks, dispatcher, logboek, sessions, polls, refusals,
       kerncijfers, [] { return gateway::operation::Readiness{}; }},
      metrics};
  AsParty partners{partner};
  AsParty operators{operation};
  std::unique_ptr<transport::HttpServer> partner_server = start(partners);
  std::unique_ptr<transport::HttpServer> operator_server = start(operators);

  World() {
    polls.start();
    writer.run([&](gateway::store::Session& sql) {
      operators.cookie = "inburgering=" + sessions.open(sql, {"fuzz", gateway::config::Right::privacy, {}});
    });
  }
  std::unique_ptr<transport::HttpServer> start(transport::Handler& handler) const {
    auto server = transport::HttpServer::start({.threads = 1, .limits = config.limits}, handler);
    if (!server) std::abort();
    return std::move(*server);
  }
};

void talk(std::uint16_t port, const char* bytes, std::size_t size) {
  const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
  const timeval patience{3, 0};
  ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) {
    for (std::size_t sent = 0; sent < size;) {
      const auto count = ::send(socket, bytes + sent, size - sent, MSG_NOSIGNAL);
      if (count <= 0) break;
      sent += static_cast<std::size_t>(count);
    }
    ::shutdown(socket, SHUT_WR);
    std::array<char, 4096> answer{};
    while (::recv(socket, answer.data(), answer.size(), 0) > 0) {
    }
  }
  ::close(socket);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  static auto* const world = new World();  // for as long as the process lives
  static constexpr std::array parties{"00000099000000002000", "00000099000000003000", "00000099000000004000",
                                      "00000099000000005000", "00000099000000009999"};
  if (size == 0) return 0;
  const auto who = bytes[0] % (parties.size() + 1);
  const auto* text = reinterpret_cast<const char*>(bytes + 1);
  if (who == parties.size()) {
    talk(world->operator_server->port(), text, size - 1);
  } else {
    world->partners.serial_number = parties.at(who);
    talk(world->partner_server->port(), text, size - 1);
  }
  // An exception that reached an edge was caught there, and is a fault of ours all the same.
  for (const auto& [where, count] : transport::caught()) {
    std::fprintf(stderr, "caught at: %s (%llu)\n", where.c_str(), static_cast<unsigned long long>(count));
    std::abort();
  }
  return 0;
}
