#include "gateway/base/supervisor.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <cstring>

namespace inburgering::gateway {
namespace {

/// A name of systemd's socket that has no file.
class Ears {
 public:
  explicit Ears(const std::string& name) : socket_(::socket(AF_UNIX, SOCK_DGRAM, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path + 1, name.data(), name.size());
    ::bind(socket_, reinterpret_cast<const sockaddr*>(&address),
           static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + 1 + name.size()));
  }
  Ears(const Ears&) = delete;
  Ears& operator=(const Ears&) = delete;
  ~Ears() { ::close(socket_); }
  std::string heard() const {
    std::array<char, 512> text{};
    const auto length = ::recv(socket_, text.data(), text.size(), MSG_DONTWAIT);
    return length < 0 ? "" : std::string(text.data(), static_cast<std::size_t>(length));
  }

 private:
  int socket_;
};

void set(const char* name, const std::string& value) { ::setenv(name, value.c_str(), 1); }
std::string own_process() { return std::to_string(::getpid()); }

TEST(Supervisor, is_told_by_a_datagram_and_the_environment_is_taken_away) {
  const auto name = "inburgering-test-" + own_process();
  const Ears ears(name);
  set("NOTIFY_SOCKET", "@" + name);
  const auto supervisor = Supervisor::of_this_process();
  EXPECT_EQ(std::getenv("NOTIFY_SOCKET"), nullptr);
  supervisor.tell("READY=1\nSTATUS=in bedrijf");
  EXPECT_EQ(ears.heard(), "READY=1\nSTATUS=in bedrijf");
  supervisor.tell_reloading();
  EXPECT_TRUE(ears.heard().starts_with("RELOADING=1\nMONOTONIC_USEC="));
}
TEST(Supervisor, that_is_not_there_is_told_nothing) {
  const auto supervisor = Supervisor::of_this_process();
  EXPECT_FALSE(supervisor.is_told());
  supervisor.tell("READY=1");
  EXPECT_EQ(supervisor.watchdog().count(), 0);
  EXPECT_TRUE(supervisor.sockets().empty());
}
TEST(Supervisor, asks_to_be_fed_within_the_interval_that_it_gave_this_process) {
  set("WATCHDOG_USEC", "2500000");
  set("WATCHDOG_PID", own_process());
  EXPECT_EQ(Supervisor::of_this_process().watchdog(), std::chrono::milliseconds(2500));
  for (const auto& [interval, process] : {std::pair<std::string, std::string>{"2500000", "1"},
                                          {"veel", own_process()},
                                          {"-1", own_process()},
                                          {"0", own_process()}}) {
    set("WATCHDOG_USEC", interval);
    set("WATCHDOG_PID", process);
    EXPECT_EQ(Supervisor::of_this_process().watchdog().count(), 0) << interval << " " << process;
  }
}
TEST(Supervisor, hands_over_sockets_by_name_to_this_process_alone) {
  const auto give = [](const std::string& process, const std::string& count, const std::string& names) {
    set("LISTEN_PID", process);
    set("LISTEN_FDS", count);
    set("LISTEN_FDNAMES", names);
    return Supervisor::of_this_process().sockets();
  };
  using Sockets = std::map<std::string, std::vector<int>>;
  EXPECT_EQ(give(own_process(), "3", "partner:beheer:partner"),
            (Sockets{{"partner", {3, 5}}, {"beheer", {4}}}));
  EXPECT_EQ(give(own_process(), "2", "partner"), (Sockets{{"partner", {3}}, {"", {4}}}));
  EXPECT_EQ(give("1", "3", "partner:beheer:partner"), Sockets());
  EXPECT_EQ(give(own_process(), "veel", ""), Sockets());
  EXPECT_EQ(give(own_process(), "-1", ""), Sockets());
}
TEST(Supervisor, knows_a_socket_that_only_this_machine_can_reach) {
  const auto listening = [](std::uint32_t address) {
    const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in name{};
    name.sin_family = AF_INET;
    name.sin_addr.s_addr = htonl(address);
    ::bind(socket, reinterpret_cast<const sockaddr*>(&name), sizeof name);
    const bool loopback = Supervisor::is_loopback(socket);
    ::close(socket);
    return loopback;
  };
  EXPECT_TRUE(listening(INADDR_LOOPBACK));
  EXPECT_FALSE(listening(INADDR_ANY));
  EXPECT_FALSE(Supervisor::is_loopback(-1));
}

}  // namespace
}  // namespace inburgering::gateway
