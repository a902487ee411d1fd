#include "gateway/base/supervisor.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include <charconv>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <optional>

namespace inburgering::gateway {
namespace {

constexpr int first_socket = 3;  // SD_LISTEN_FDS_START

std::string take(const char* name) {
  const char* value = std::getenv(name);
  std::string taken = value == nullptr ? "" : value;
  ::unsetenv(name);
  return taken;
}

std::optional<long long> whole_number(std::string_view text) {
  long long value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

bool is_ours(std::string_view process) { return whole_number(process) == ::getpid(); }

std::map<std::string, std::vector<int>> take_sockets() {
  const auto process = take("LISTEN_PID");
  const auto count = whole_number(take("LISTEN_FDS"));
  auto names = take("LISTEN_FDNAMES");
  std::map<std::string, std::vector<int>> sockets;
  constexpr long long most = 100;
  if (!is_ours(process) || !count || *count > most) return sockets;
  for (int socket = first_socket; socket < first_socket + *count; ++socket) {
    const auto colon = names.find(':');
    ::fcntl(socket, F_SETFD, FD_CLOEXEC);
    sockets[names.substr(0, colon)].push_back(socket);
    names.erase(0, colon == std::string::npos ? colon : colon + 1);
  }
  return sockets;
}

}  // namespace

Supervisor Supervisor::of_this_process() {
  Supervisor supervisor;
  supervisor.notify_socket_ = take("NOTIFY_SOCKET");
  const auto process = take("WATCHDOG_PID");
  const auto interval = whole_number(take("WATCHDOG_USEC"));
  if (interval && *interval > 0 && (process.empty() || is_ours(process)))
    supervisor.watchdog_ =
        std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::microseconds(*interval));
  supervisor.sockets_ = take_sockets();
  return supervisor;
}

bool Supervisor::is_loopback(int socket) {
  sockaddr_storage name{};
  socklen_t length = sizeof name;
  if (::getsockname(socket, reinterpret_cast<sockaddr*>(&name), &length) != 0) return false;
  if (name.ss_family == AF_INET) {
    sockaddr_in v4{};
    std::memcpy(&v4, &name, sizeof v4);
    return ntohl(v4.sin_addr.s_addr) >> IN_CLASSA_NSHIFT == IN_LOOPBACKNET;
  }
  sockaddr_in6 v6{};
  if (name.ss_family != AF_INET6) return false;
  std::memcpy(&v6, &name, sizeof v6);
  return IN6_IS_ADDR_LOOPBACK(&v6.sin6_addr);
}

void Supervisor::tell(std::string_view lines) const {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (notify_socket_.empty() || notify_socket_.size() >= sizeof address.sun_path) return;
  std::memcpy(address.sun_path, notify_socket_.data(), notify_socket_.size());
  auto length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + notify_socket_.size());
  if (notify_socket_.front() == '@')
    address.sun_path[0] = '\0';  // a name without a file
  else
    ++length;
  const int socket = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (socket < 0) return;
  // Whoever does not hear it now hears the next.
  (void)::sendto(socket, lines.data(), lines.size(), MSG_NOSIGNAL | MSG_DONTWAIT,
                 reinterpret_cast<const sockaddr*>(&address), length);
  ::close(socket);
}

void Supervisor::tell_reloading() const {
  timespec now{};
  ::clock_gettime(CLOCK_MONOTONIC, &now);
  const auto moment = std::chrono::duration_cast<std::chrono::microseconds>(
      std::chrono::seconds(now.tv_sec) + std::chrono::nanoseconds(now.tv_nsec));
  tell("RELOADING=1\nMONOTONIC_USEC=" + std::to_string(moment.count()));
}

}  // namespace inburgering::gateway
