#include "gateway/siem/sink.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <optional>
#include <utility>

#include "adapters/transport/tls_stream.h"
#include "gateway/siem/journal.h"

namespace inburgering::gateway::siem {
namespace {

using adapters::transport::TlsStream;

std::string host_name() {
  std::array<char, 256> name{};
  return ::gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "";
}

/// Syslog over TLS (RFC 5425). There is no answer in it: what the other side's machine has counts as told.
class Syslog final : public Sink {
 public:
  Syslog(const config::Siem& siem, std::function<bool()> given_up)
      : peer_{siem.host, siem.port, siem.tls},
        teller_{host_name(), std::to_string(::getpid()), siem.enterprise},
        given_up_(std::move(given_up)) {}

  std::expected<void, std::string> tell(std::span<const Told> events) override {
    const auto now = std::chrono::steady_clock::now();
    // Certificates, roots and lists are judged anew now and then, on either side.
    constexpr std::chrono::minutes longest{5};
    if (!stream_ || now - made_ > longest) {
      stream_.reset();
      auto made = TlsStream::connect(peer_, given_up_);
      if (!made) return std::unexpected(made.error());
      stream_ = std::move(*made);
      made_ = now;
    }
    std::string frames;
    for (const auto& each : events) frames += framed(message(each, teller_));
    auto sent = stream_->send(frames, given_up_);
    if (!sent) stream_.reset();
    return sent;
  }

 private:
  adapters::transport::TlsPeer peer_;
  Teller teller_;
  std::function<bool()> given_up_;
  std::optional<TlsStream> stream_;
  std::chrono::steady_clock::time_point made_;
};

/// The journal of this machine, by its own protocol: a datagram an event, never waited for.
class Journal final : public Sink {
 public:
  explicit Journal(std::filesystem::path socket) : path_(std::move(socket)) {}
  ~Journal() override {
    if (socket_ >= 0) ::close(socket_);
  }

  std::expected<void, std::string> tell(std::span<const Told> events) override {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const auto& name = path_.native();
    if (name.size() >= sizeof address.sun_path) return std::unexpected("het pad van het journaal is te lang");
    std::memcpy(address.sun_path, name.data(), name.size());
    if (socket_ < 0) socket_ = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (socket_ < 0) return std::unexpected("er is geen socket voor het journaal te maken");
    for (const auto& each : events) {
      const auto entry = journal_entry(each);
      if (::sendto(socket_, entry.data(), entry.size(), MSG_NOSIGNAL,
                   reinterpret_cast<const sockaddr*>(&address), sizeof address) < 0)
        return std::unexpected(errno == EAGAIN
                                   ? "het journaal neemt nu niets aan"
                                   : "het journaal is er niet op " + name + "; draait systemd-journald?");
    }
    return {};
  }

 private:
  std::filesystem::path path_;
  int socket_ = -1;
};

}  // namespace

std::unique_ptr<Sink> sink_of(const config::Siem& siem, std::function<bool()> given_up) {
  if (!siem.host.empty()) return std::make_unique<Syslog>(siem, std::move(given_up));
  if (!siem.journal.empty()) return std::make_unique<Journal>(siem.journal);
  return nullptr;
}

}  // namespace inburgering::gateway::siem
