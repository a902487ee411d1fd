// Fetching a list from a server that answers as it likes.
#include "adapters/revocation/fetch.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <functional>
#include <thread>

#include "adapters/revocation/list.h"

namespace inburgering::adapters::revocation {
namespace {

/// Answers each connection with `behave`, which is given the socket after the request was read.
class Server {
 public:
  explicit Server(std::function<void(int)> behave) : behave_(std::move(behave)) {
    socket_ = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    ::bind(socket_, reinterpret_cast<sockaddr*>(&address), size);
    ::listen(socket_, 8);
    ::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size);
    port = ntohs(address.sin_port);
    thread_ = std::thread([this] { loop(); });
  }
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  ~Server() {
    ended_ = true;
    thread_.join();
    ::close(socket_);
  }
  std::string url() const { return "http://127.0.0.1:" + std::to_string(port) + "/lijst.crl"; }

  int port = 0;
  std::atomic<int> asked = 0;

 private:
  void loop() {
    while (!ended_) {
      pollfd waiting{socket_, POLLIN, 0};
      if (::poll(&waiting, 1, 20) != 1) continue;
      const int connection = ::accept(socket_, nullptr, nullptr);
      std::array<char, 4096> request{};
      if (::recv(connection, request.data(), request.size(), 0) > 0) {
        ++asked;
        behave_(connection);
      }
      ::close(connection);
    }
  }
  const std::function<void(int)> behave_;
  std::atomic<bool> ended_ = false;
  int socket_ = -1;
  std::thread thread_;
};

bool say(int connection, std::string_view text) {
  return ::send(connection, text.data(), text.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(text.size());
}

std::function<void(int)> answering(std::string text) {
  return [text = std::move(text)](int connection) { say(connection, text); };
}

const std::atomic<bool> going = false;  // never set: nobody stops

std::string fault_of(std::function<void(int)> behave, const FetchLimits& limits = {}) {
  const Server server(std::move(behave));
  const auto got = fetch(server.url(), going, limits);
  return got ? "geen fout" : got.error();
}

TEST(RevocationFetch, what_a_server_gives_comes_whole) {
  const std::string bytes("ab\0cd", 5);
  const Server server(answering("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n" + bytes));
  EXPECT_EQ(fetch(server.url(), going).value_or("fout"), bytes);
}

TEST(RevocationFetch, nothing_else_than_a_list_from_that_address_is_taken) {
  Server elsewhere(answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
  EXPECT_TRUE(fault_of(answering("HTTP/1.1 302 Found\r\nLocation: " + elsewhere.url() +
                                 "\r\nContent-Length: 0\r\n\r\n"))
                  .contains("verwijst door"));
  EXPECT_EQ(elsewhere.asked, 0) << "a redirect is not followed";
  EXPECT_TRUE(fault_of(answering("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")).contains("404"));
  EXPECT_TRUE(fault_of(answering("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf")).contains("verbrak"));
  EXPECT_NE(fault_of(answering("geen http")), "geen fout");
  EXPECT_FALSE(fetch("http://127.0.0.1:1/", going));
  EXPECT_FALSE(fetch("https://127.0.0.1:1/", going));
}

TEST(RevocationFetch, size_and_time_are_bounded) {
  EXPECT_TRUE(fault_of(answering("HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n")).contains("32 MiB"));
  EXPECT_TRUE(fault_of([](int connection) {
                say(connection, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
                const std::string part(std::size_t{1024} * 1024, 'x');
                for (std::size_t sent = 0; sent <= largest_list + part.size(); sent += part.size())
                  if (!say(connection, part)) return;
              }).contains("32 MiB"));
  const FetchLimits brief{std::chrono::milliseconds(500), std::chrono::milliseconds(300),
                          std::chrono::milliseconds(10000)};
  EXPECT_TRUE(fault_of(
                  [](int connection) {
                    say(connection, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n");
                    while (say(connection, "x")) std::this_thread::sleep_for(std::chrono::milliseconds(50));
                  },
                  brief)
                  .contains("te lang"));
}

TEST(RevocationFetch, who_stops_does_not_wait_for_it) {
  std::atomic<bool> stopping = false;
  const Server server([&](int connection) {
    say(connection, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nx");
    stopping = true;
    std::array<char, 10> rest{};
    ::recv(connection, rest.data(), rest.size(), 0);  // until the other side leaves
  });
  EXPECT_TRUE(fetch(server.url(), stopping).error().contains("stopt"));
}

TEST(RevocationFetch, a_file_is_plain_and_bounded) {
  const auto file = std::filesystem::temp_directory_path() / ("lijst-" + std::to_string(::getpid()));
  std::ofstream(file) << "inhoud";
  EXPECT_EQ(fetch("file://" + file.string(), going).value_or("fout"), "inhoud");
  std::filesystem::resize_file(file, largest_list + 1);
  EXPECT_TRUE(fetch("file://" + file.string(), going).error().contains("32 MiB"));
  std::filesystem::remove(file);
  EXPECT_FALSE(fetch("file://" + file.string(), going));
  EXPECT_FALSE(fetch("file:///dev/zero", going));
}

}  // namespace
}  // namespace inburgering::adapters::revocation
