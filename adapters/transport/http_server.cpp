#include "adapters/transport/http_server.h"

#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <filesystem>
#include <mutex>
#include <thread>
#include <vector>

#include "adapters/transport/await.h"
#include "adapters/transport/connection.h"
#include "adapters/transport/guard.h"
#include "schemas/reason.h"

namespace inburgering::adapters::transport {

namespace net = boost::asio;
namespace ssl = net::ssl;
using boost::system::error_code;
using net::ip::tcp;

namespace {

/// When each file was last written; a file that is not there counts as never.
std::vector<std::filesystem::file_time_type> written_at(const TlsFiles& files) {
  std::vector<std::filesystem::file_time_type> times;
  for (const auto& file : files.all()) {
    std::error_code error;
    times.push_back(std::filesystem::last_write_time(file, error));
  }
  return times;
}

}  // namespace

struct HttpServer::Impl {
  Impl(const Options& chosen, Handler& chosen_handler) : options(chosen), handler(chosen_handler) {}

  Options options;
  Handler& handler;
  std::mutex tls_mutex;
  Secrets tls;  // each connection holds on to the one that it was made with
  std::vector<std::filesystem::file_time_type> tls_written;
  std::uint64_t tls_lists = 0;  // the generation that `tls` judges by
  std::vector<std::thread> threads;
  Closing closing;
  std::atomic<int> accepting = 0;
  std::mutex limits_mutex;
  std::shared_ptr<const ServerLimits> limits = std::make_shared<ServerLimits>(options.limits);
  const std::shared_ptr<Inside> inside = std::make_shared<Inside>(options.limits.door);
  const Host host{[this] { return present_limits(); },
                  handler,
                  closing,
                  inside,
                  [this] { return present_tls(); },
                  options.tls ? options.tls->statuses.get() : nullptr};
  // Behind all that connections use: those that are left end with it.
  net::io_context context;
  // Also while there is nothing to do, until the end.
  const net::executor_work_guard<net::io_context::executor_type> at_work = net::make_work_guard(context);
  std::vector<tcp::acceptor> acceptors;  // each with a strand of its own

  /// Starts a coroutine whose exception ends there.
  template <class Executor>
  void spawn(const Executor& executor, std::string_view where, net::awaitable<void> work) {
    net::co_spawn(executor, std::move(work), [where](std::exception_ptr error) {
      if (error) guarded(where, [&error] { std::rethrow_exception(error); });
    });
  }

  net::awaitable<void> accept(tcp::acceptor& acceptor) {
    ++accepting;
    while (!closing.begun) {
      error_code error;
      const auto strand = net::make_strand(context);
      auto socket = co_await acceptor.async_accept(strand, await(error));
      if (error == net::error::operation_aborted) break;
      if (error) {
        // Out of descriptors: wait a little, so that this loop does not spin.
        net::steady_timer pause(context, std::chrono::milliseconds(20));
        co_await pause.async_wait(await(error));
        continue;
      }
      guarded("aannemen van verbindingen", [&] { let_in(std::move(socket)); });
    }
    guarded("aannemen van verbindingen", [&] { leave(acceptor); });
    --accepting;
  }

  /// Who already stands before a door of ours is let in; before a door that another keeps open it may wait.
  void leave(tcp::acceptor& acceptor) {
    error_code error;
    if (!options.sockets.empty()) {
      // Taken from the watch of the loop before it is closed: the socket itself lives on.
      ::close(acceptor.release(error));
      return;
    }
    acceptor.non_blocking(true, error);
    while (!error) {
      auto socket = acceptor.accept(net::make_strand(context), error);
      if (!error) let_in(std::move(socket));
    }
    acceptor.close(error);
  }

  void let_in(tcp::socket socket) {
    error_code error;
    const auto remote = socket.remote_endpoint(error);
    if (error) return;
    const auto ip = remote.address().to_string();
    const auto knock = inside->knock(door_address(ip));
    Peer peer;
    peer.address = ip + ":" + std::to_string(remote.port());
    if (knock.verdict != Doorman::Verdict::enter) {
      handler.connection_refused(
          {peer.address,
           {},
           {},
           knock.verdict == Doorman::Verdict::full
               ? "alle plaatsen voor verbindingen zijn bezet (limits.connections)"
               : "te veel nieuwe verbindingen van dit adres (limits.handshakes_per_second)"});
      return;
    }
    const auto executor = socket.get_executor();
    spawn(executor, "verbinding", serve(host, std::move(socket), present_tls(), std::move(peer), knock));
  }

  std::expected<void, std::string> open_socket() {
    error_code error;
    const auto address = net::ip::make_address(options.address, error);
    if (error) return std::unexpected("luisteradres " + options.address + " is geen IP-adres");
    const tcp::endpoint endpoint(address, options.port);
    auto& acceptor = acceptors.emplace_back(net::make_strand(context));
    acceptor.open(endpoint.protocol(), error);
    if (!error) acceptor.set_option(net::socket_base::reuse_address(true), error);
    if (!error) acceptor.bind(endpoint, error);
    if (!error) acceptor.listen(net::socket_base::max_listen_connections, error);
    if (!error) return {};
    std::string advice;
    if (error == net::error::access_denied)
      advice = "; onder poort 1024 mag dat alleen met een socket van systemd of CAP_NET_BIND_SERVICE";
    return std::unexpected("luisteren op " + options.address + ":" + std::to_string(options.port) +
                           " lukt niet: " + schemas::reason_of(error) + advice);
  }
  std::expected<void, std::string> take_sockets() {
    for (const int socket : options.sockets) {
      sockaddr_storage name{};
      socklen_t length = sizeof name;
      int listens = 0;
      socklen_t size = sizeof listens;
      const bool usable = ::getsockname(socket, reinterpret_cast<sockaddr*>(&name), &length) == 0 &&
                          (name.ss_family == AF_INET || name.ss_family == AF_INET6) &&
                          ::getsockopt(socket, SOL_SOCKET, SO_ACCEPTCONN, &listens, &size) == 0 &&
                          listens != 0;
      error_code error;
      if (usable)
        acceptors.emplace_back(net::make_strand(context))
            .assign(name.ss_family == AF_INET ? tcp::v4() : tcp::v6(), socket, error);
      if (!usable || error)
        return std::unexpected(
            "een socket die is meegegeven luistert niet over TCP; controleer ListenStream in de "
            "socket-unit");
    }
    return {};
  }

  /// What each thread does, until the end. What a completion handler throws comes out here; the others wait
  /// for this thread all the same.
  void turn() {
    const auto turned = pulse_of(options.pulse);
    while (!context.stopped()) {
      guarded("draad van de server", [this] { context.run_for(longest_turn); });
      turned();
    }
  }
  static constexpr std::chrono::milliseconds longest_turn{250};

  std::shared_ptr<const ServerLimits> present_limits() {
    const std::lock_guard lock(limits_mutex);
    return limits;
  }
  Secrets present_tls() {
    const std::lock_guard lock(tls_mutex);
    return tls;
  }

  /// Loads certificates, keys and lists.
  std::expected<void, std::string> load_tls() {
    auto fresh = std::make_shared<ssl::context>(ssl::context::tls_server);
    tls_written = written_at(*options.tls);
    const auto lists = generation_of_lists();
    if (auto ready = prepare_server(fresh->native_handle(), *options.tls); !ready) return ready;
    use(std::move(fresh), lists);
    return {};
  }
  /// Only the lists are new. Whatever became of the files: nobody who was revoked stays trusted for that.
  void renew_lists() {
    const auto lists = generation_of_lists();
    auto fresh = std::make_shared<ssl::context>(ssl::context::tls_server);
    if (renew_server(fresh->native_handle(), present_tls()->native_handle(), *options.tls))
      use(std::move(fresh), lists);
  }
  std::uint64_t generation_of_lists() const {
    return options.tls->lists ? options.tls->lists->generation() : 0;
  }
  void use(Secrets fresh, std::uint64_t lists) {
    const std::lock_guard lock(tls_mutex);
    tls = std::move(fresh);
    tls_lists = lists;
  }

  /// Looks each second whether the files changed, or the lists.
  net::awaitable<void> watch_tls() {
    constexpr auto never = std::chrono::steady_clock::time_point::max();
    constexpr std::chrono::seconds tried_again_each{5};
    auto tried_again = never;
    net::steady_timer timer(context);
    while (!closing.begun) {
      error_code error;
      timer.expires_after(std::chrono::seconds(1));
      co_await timer.async_wait(await(error));
      if (error) co_return;
      guarded("herladen van certificaten", [&] {
        const bool changed = written_at(*options.tls) != tls_written;
        const auto now = std::chrono::steady_clock::now();
        if (changed || now >= tried_again) {
          const auto loaded = load_tls();
          if (changed || loaded) handler.certificates_changed(loaded ? std::string() : loaded.error());
          // What failed may do without a change of files: a token that is back.
          tried_again = loaded ? never : now + tried_again_each;
        }
        if (generation_of_lists() != tls_lists) renew_lists();
      });
    }
  }
};

HttpServer::HttpServer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

std::expected<std::unique_ptr<HttpServer>, std::string> HttpServer::start(const Options& options,
                                                                          Handler& handler) {
  auto impl = std::make_unique<Impl>(options, handler);
  if (options.tls)
    if (auto loaded = impl->load_tls(); !loaded) return std::unexpected(loaded.error());
  if (auto opened = options.sockets.empty() ? impl->open_socket() : impl->take_sockets(); !opened)
    return std::unexpected(opened.error());
  for (auto& acceptor : impl->acceptors)
    impl->spawn(acceptor.get_executor(), "aannemen van verbindingen", impl->accept(acceptor));
  if (options.tls) impl->spawn(impl->context.get_executor(), "herladen van certificaten", impl->watch_tls());
  for (int i = 0; i < std::max(1, options.threads); ++i)
    impl->threads.emplace_back([impl = impl.get()] { impl->turn(); });
  return std::unique_ptr<HttpServer>(new HttpServer(std::move(impl)));
}

std::string HttpServer::address() const {
  error_code error;
  return impl_->acceptors.front().local_endpoint(error).address().to_string();
}

std::uint16_t HttpServer::port() const {
  error_code error;
  return impl_->acceptors.front().local_endpoint(error).port();
}

void HttpServer::renew(const ServerLimits& limits) {
  impl_->inside->renew(limits.door);
  auto fresh = std::make_shared<const ServerLimits>(limits);
  const std::lock_guard lock(impl_->limits_mutex);
  impl_->limits = std::move(fresh);
}

void HttpServer::close(std::chrono::milliseconds patience) {
  impl_->closing.patience = patience;
  if (impl_->closing.begun.exchange(true)) return;
  for (auto& acceptor : impl_->acceptors)
    net::post(acceptor.get_executor(), [&acceptor] {
      error_code ignored;
      acceptor.cancel(ignored);
    });
  impl_->inside->tell_closing();
}

void HttpServer::stop(std::chrono::milliseconds grace) {
  if (impl_->threads.empty()) return;
  if (!impl_->closing.begun) close(std::chrono::milliseconds(0));
  const auto until = std::chrono::steady_clock::now() + grace;
  while ((impl_->accepting > 0 || !impl_->inside->empty()) && std::chrono::steady_clock::now() < until)
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  impl_->context.stop();
  for (auto& thread : impl_->threads) thread.join();
  impl_->threads.clear();
}

HttpServer::~HttpServer() { stop(); }

}  // namespace inburgering::adapters::transport
