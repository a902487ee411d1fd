#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <future>
#include <stdexcept>
#include <thread>

#include "adapters/transport/doorman.h"
#include "adapters/transport/framing.h"
#include "adapters/transport/guard.h"
#include "adapters/transport/http_client.h"
#include "adapters/transport/http_server.h"
#include "adapters/transport/reserved.h"
#include "adapters/transport/target.h"

namespace inburgering::adapters::transport {
namespace {

using namespace std::chrono_literals;
using Verdict = Doorman::Verdict;

constexpr Doorman::Time start{};

TEST(Doorman, an_address_that_shows_no_certificate_only_costs_itself_places) {
  Doorman door({.connections = 10, .reserve = 0, .waiting_per_address = 3, .handshakes_per_second = 100});
  const auto first = door.knock("192.0.2.1", start);
  for (int i = 0; i < 2; ++i) EXPECT_FALSE(door.knock("192.0.2.1", start).out);
  const auto fourth = door.knock("192.0.2.1", start);
  EXPECT_EQ(fourth.out, first.id) << "who stood longest leaves";
  EXPECT_EQ(door.inside(), 3U);
  EXPECT_FALSE(door.knock("192.0.2.2", start).out) << "another address loses nothing";
}

TEST(Doorman, who_came_in_is_not_put_out) {
  Doorman door({.connections = 10, .reserve = 0, .waiting_per_address = 1, .handshakes_per_second = 100});
  const auto first = door.knock("192.0.2.1", start);
  door.came_in(first.id);
  EXPECT_FALSE(door.knock("192.0.2.1", start).out);
  EXPECT_TRUE(door.is_inside(first.id));
}

TEST(Doorman, places_are_kept_for_addresses_from_which_a_party_came) {
  Doorman door({.connections = 4, .reserve = 2, .waiting_per_address = 10, .handshakes_per_second = 100});
  const auto party = door.knock("192.0.2.1", start);
  door.came_in(party.id);
  door.is_party(party.id);
  door.left(party.id);
  for (int i = 0; i < 2; ++i) door.came_in(door.knock("198.51.100.7", start).id);
  EXPECT_EQ(door.knock("198.51.100.7", start).verdict, Verdict::full);
  EXPECT_EQ(door.knock("192.0.2.1", start).verdict, Verdict::enter);
}

TEST(Doorman, when_all_is_full_the_address_with_most_that_wait_gives_one_up) {
  Doorman door({.connections = 3, .reserve = 0, .waiting_per_address = 10, .handshakes_per_second = 100});
  const auto silent = door.knock("198.51.100.7", start);
  door.knock("198.51.100.7", start);
  door.knock("203.0.113.9", start);
  const auto next = door.knock("192.0.2.1", start);
  EXPECT_EQ(next.verdict, Verdict::enter);
  EXPECT_EQ(next.out, silent.id);
}

TEST(Doorman, handshakes_of_an_address_are_counted_by_the_second) {
  Doorman door({.connections = 100, .reserve = 0, .waiting_per_address = 6, .handshakes_per_second = 2});
  for (int i = 0; i < 4; ++i) EXPECT_EQ(door.knock("192.0.2.1", start).turn, 0ms);
  EXPECT_EQ(door.knock("192.0.2.1", start).turn, 500ms) << "whoever comes too often waits for its turn";
  EXPECT_EQ(door.knock("192.0.2.1", start).turn, 1000ms);
  EXPECT_EQ(door.knock("192.0.2.1", start).verdict, Verdict::too_often) << "and no more than six wait";
  EXPECT_EQ(door.knock("192.0.2.2", start).turn, 0ms);
  EXPECT_EQ(door.knock("192.0.2.1", start + 2s).turn, 0ms);
}

TEST(Doorman, a_subscriber_of_ipv6_is_one_address) {
  EXPECT_EQ(door_address("2001:db8:1:2::1"), door_address("2001:db8:1:2:ffff::9"));
  EXPECT_NE(door_address("2001:db8:1:2::1"), door_address("2001:db8:1:3::1"));
  EXPECT_EQ(door_address("::ffff:192.0.2.1"), "192.0.2.1");
}

struct Framing {
  const char* name;
  Headers headers;
  unsigned version;
  bool clear;
};
class FramingTest : public testing::TestWithParam<Framing> {};
TEST_P(FramingTest, only_what_ends_at_one_place_is_read) {
  EXPECT_EQ(!framing_fault(GetParam().headers, GetParam().version), GetParam().clear);
}
INSTANTIATE_TEST_SUITE_P(
    Requests, FramingTest,
    testing::Values(
        Framing{"plain", {{"Host", "x"}}, 11, true},
        Framing{"length", {{"host", "x"}, {"Content-Length", "2"}}, 11, true},
        Framing{"chunked", {{"Host", "x"}, {"transfer-encoding", "Chunked"}}, 11, true},
        Framing{"old_without_host", {}, 10, true}, Framing{"no_host", {}, 11, false},
        Framing{"two_hosts", {{"Host", "x"}, {"Host", "y"}}, 11, false},
        Framing{"two_lengths", {{"Host", "x"}, {"Content-Length", "2"}, {"Content-Length", "2"}}, 11, false},
        Framing{
            "both", {{"Host", "x"}, {"Content-Length", "2"}, {"Transfer-Encoding", "chunked"}}, 11, false},
        Framing{"unknown_beside_length",
                {{"Host", "x"}, {"Content-Length", "2"}, {"Transfer-Encoding", "xchunked"}},
                11,
                false},
        Framing{"unknown", {{"Host", "x"}, {"Transfer-Encoding", "gzip, chunked"}}, 11, false},
        Framing{"twice",
                {{"Host", "x"}, {"Transfer-Encoding", "chunked"}, {"Transfer-Encoding", "chunked"}},
                11,
                false},
        Framing{"old_chunked", {{"Host", "x"}, {"Transfer-Encoding", "chunked"}}, 10, false}),
    [](const auto& each) { return each.param.name; });

TEST(Target, an_address_is_text_once_it_is_decoded) {
  for (const std::string_view good : {"/", "/a/b?x=1&y=%C3%A9", "/gemeente/v1/x?na=0"})
    EXPECT_FALSE(target_fault(good)) << good;
  for (const std::string_view bad : {"/a?x=%FF", "/a?%FF=1", "/a/%C3/b", "/a?x=%00", "/%0A", "/a?x=%1B[2J",
                                     "/a?x=%ED%A0%80", "no-slash", "/a%G1", "/a?x=1&x=1", "/a?x=1&y=2&%78=3"})
    EXPECT_TRUE(target_fault(bad)) << bad;
}

TEST(ReservedAddresses, an_address_has_many_names) {
  ReservedAddresses reserved({"https://127.0.0.1:8444/v1"});
  reserved.resolve();
  const auto holds = [&](const char* ip, unsigned short port) {
    const boost::asio::ip::tcp::endpoint endpoint(boost::asio::ip::make_address(ip), port);
    return reserved.holds(*endpoint.data());
  };
  EXPECT_TRUE(holds("127.0.0.1", 8444));
  EXPECT_TRUE(holds("::ffff:127.0.0.1", 8444));
  EXPECT_FALSE(holds("127.0.0.1", 8445));
  EXPECT_FALSE(holds("127.0.0.2", 8444));
}

/// Throws where it is told to.
class Thrower : public Handler {
 public:
  enum class Where { nowhere, admit, answer, lost };
  std::atomic<Where> where = Where::nowhere;
  bool admit(Request&) override {
    if (where == Where::admit) throw std::runtime_error("admit");
    return true;
  }
  void answer(Request request, Done done) override {
    if (where == Where::answer) throw std::length_error("answer");
    if (where == Where::lost) return;
    done({.status = request.unreadable ? 413 : 200});
  }
};

/// The status of an answer; empty when the connection ended without one.
std::string ask(std::uint16_t port, const std::string& request) {
  boost::asio::io_context context;
  boost::asio::ip::tcp::socket socket(context);
  socket.connect({boost::asio::ip::make_address("127.0.0.1"), port});
  boost::system::error_code error;
  boost::asio::write(socket, boost::asio::buffer(request), error);
  std::string answer(12, '\0');
  const auto read = boost::asio::read(socket, boost::asio::buffer(answer), error);
  return read == answer.size() ? answer.substr(9) : "";
}

TEST(HttpServer, an_exception_ends_the_connection_on_which_it_happened_and_nothing_else) {
  Thrower handler;
  const auto server = HttpServer::start({}, handler);
  ASSERT_TRUE(server);
  const auto port = (*server)->port();
  const std::string request = "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
  for (const auto where : {Thrower::Where::admit, Thrower::Where::answer, Thrower::Where::lost}) {
    const auto before = caught()["verbinding"];
    handler.where = where;
    EXPECT_EQ(ask(port, request), "");
    // It is counted when the connection was cleared away, a moment after it closed.
    const auto counted = before + (where == Thrower::Where::lost ? 0 : 1);
    for (int i = 0; i < 500 && caught()["verbinding"] < counted; ++i) std::this_thread::sleep_for(10ms);
    EXPECT_EQ(caught()["verbinding"], counted);
    handler.where = Thrower::Where::nowhere;
    EXPECT_EQ(ask(port, request), "200");
  }
}

TEST(HttpServer, one_bound_holds_all_bytes_however_they_are_framed) {
  Thrower handler;
  HttpServer::Options options;
  options.limits.body = 1024;
  options.limits.header = 1024;
  const auto server = HttpServer::start(options, handler);
  ASSERT_TRUE(server);
  const auto port = (*server)->port();
  const std::string head =
      "POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n";
  EXPECT_EQ(ask(port, head + "2\r\n{}\r\n0\r\nX: y\r\n\r\n"), "200");
  for (const auto& body : {"2\r\n{}\r\n0\r\nX: " + std::string(70'000, 'a') + "\r\n\r\n",
                           "2;x=" + std::string(200'000, 'a') + "\r\n{}\r\n0\r\n\r\n",
                           std::string("ffff\r\n") + std::string(65'535, 'a') + "\r\n0\r\n\r\n"}) {
    EXPECT_NE(ask(port, head + body), "200");
  }
  EXPECT_EQ(ask(port, head + "2\r\n{}\r\n0\r\n\r\n"), "200") << "the server goes on";
}

TEST(HttpClient, a_callback_that_throws_ends_its_own_call_alone) {
  HttpClient client;
  Call call;
  call.url = "https://127.0.0.1:1/";  // where nobody listens
  client.send(call, [](Answer) { throw std::runtime_error("done"); });
  const auto answer = send_and_wait(client, call);
  EXPECT_EQ(answer.status, 0);
  EXPECT_FALSE(answer.failure.empty());
  EXPECT_GE(caught()["antwoord op een uitgaande aanroep"], 1U);
}

}  // namespace
}  // namespace inburgering::adapters::transport
