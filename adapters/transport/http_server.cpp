#include "adapters/transport/http_server.h"

#include <algorithm>
#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <filesystem>
#include <map>
#include <mutex>
#include <thread>
#include <vector>

namespace inburgering::adapters::transport {

namespace net = boost::asio;
namespace ssl = net::ssl;
namespace http = boost::beast::http;
using boost::system::error_code;
using net::ip::tcp;

namespace {

auto await(error_code& error) { return net::redirect_error(net::use_awaitable, error); }

/// Cancels what a socket is doing when time is up, without closing it, so that 408 can still be sent.
/// (The time-out of beast::tcp_stream closes the socket.)
class Deadline {
 public:
  explicit Deadline(tcp::socket& socket) : socket_(socket), timer_(socket.get_executor()) {}

  void set(std::chrono::milliseconds time) {
    passed_ = std::make_shared<bool>(false);
    timer_.expires_after(time);
    // The wait may complete after this deadline was lifted, set anew or destroyed: it holds no claim on it.
    timer_.async_wait([this, current = std::weak_ptr(passed_)](error_code error) {
      const auto passed = current.lock();
      if (error || !passed) return;
      *passed = true;
      error_code ignored;
      socket_.cancel(ignored);
    });
  }
  void lift() {
    passed_.reset();
    timer_.cancel();
  }
  bool passed() const { return passed_ && *passed_; }

 private:
  tcp::socket& socket_;
  net::steady_timer timer_;
  std::shared_ptr<bool> passed_;
};

Request head_of(const http::request_header<>& header, const Peer& peer) {
  Request request;
  request.method = header.method_string();
  request.target = header.target();
  for (const auto& field : header) request.headers.emplace_back(field.name_string(), field.value());
  request.peer = peer;
  return request;
}

/// How an answer goes out, as the request asked.
struct Manner {
  unsigned version =
      11;  ///< of HTTP, as Beast counts: an HTTP/1.0 client must be told that a connection is kept
  bool keep_alive = false;
  bool without_body = false;  ///< the answer to HEAD
};

http::response<http::string_body> wire(const Response& response, const Manner& manner) {
  http::response<http::string_body> message(static_cast<http::status>(response.status), manner.version);
  for (const auto& [name, value] : response.headers) message.set(name, value);
  message.keep_alive(manner.keep_alive);
  message.body() = response.body;
  // 204 and HEAD have no body on the wire, though HEAD tells the length that GET would have had.
  if (response.status == 204) {
    message.body().clear();
  } else {
    message.content_length(response.claimed_length.value_or(response.body.size()));
    if (manner.without_body) message.body().clear();
  }
  return message;
}

/// When each file was last written; a file that is not there counts as never.
std::vector<std::filesystem::file_time_type> written_at(const TlsFiles& files) {
  std::vector<std::filesystem::file_time_type> times;
  for (const auto& file : {files.certificate, files.key, files.trust, files.crl.value_or("")}) {
    std::error_code error;
    times.push_back(std::filesystem::last_write_time(file, error));
  }
  return times;
}

std::optional<Unreadable> unreadable(const error_code& error, bool too_slow) {
  if (too_slow) return Unreadable::too_slow;
  if (error == http::error::header_limit) return Unreadable::header_too_large;
  if (error == http::error::body_limit) return Unreadable::body_too_large;
  if (error == http::error::partial_message || error == http::error::end_of_stream) return std::nullopt;
  if (error.category() == http::make_error_code(http::error::bad_method).category())
    return Unreadable::malformed;
  return std::nullopt;  // the connection is gone: there is nobody to answer
}

}  // namespace

struct HttpServer::Impl {
  Impl(const Options& chosen, Handler& chosen_handler) : options(chosen), handler(chosen_handler) {}

  Options options;
  Handler& handler;
  net::io_context context;
  std::shared_ptr<ssl::context> tls;  // used by the accept loop alone; each connection holds on to its own
  std::vector<std::filesystem::file_time_type> tls_written;
  std::chrono::steady_clock::time_point tls_looked;
  tcp::acceptor acceptor{context};
  std::vector<std::thread> threads;
  std::atomic<std::size_t> connections = 0;
  std::atomic<std::size_t> answering = 0;
  std::atomic<bool> stopping = false;
  std::mutex parties_mutex;
  std::map<std::string, std::size_t> parties;

  net::awaitable<void> accept() {
    while (!stopping) {
      error_code error;
      const auto strand = net::make_strand(context);
      auto socket = co_await acceptor.async_accept(strand, await(error));
      if (error == net::error::operation_aborted || stopping) co_return;
      if (error || connections >= options.limits.connections) {
        // Out of descriptors or full: wait a little, so that this loop does not spin.
        net::steady_timer pause(context, std::chrono::milliseconds(20));
        co_await pause.async_wait(await(error));
        continue;
      }
      renew_tls();
      const auto executor = socket.get_executor();
      net::co_spawn(executor, connection(std::move(socket), tls), net::detached);
    }
  }

  /// Loads certificates, keys and lists for new connections.
  std::expected<void, std::string> load_tls() {
    auto fresh = std::make_shared<ssl::context>(ssl::context::tls_server);
    tls_written = written_at(*options.tls);
    if (auto ready = prepare_server(fresh->native_handle(), *options.tls); !ready) return ready;
    tls = std::move(fresh);
    return {};
  }

  void renew_tls() {
    const auto now = std::chrono::steady_clock::now();
    if (!options.tls || now - tls_looked < std::chrono::seconds(1)) return;
    tls_looked = now;
    if (written_at(*options.tls) == tls_written) return;
    const auto loaded = load_tls();
    handler.certificates_changed(loaded ? std::string() : loaded.error());
  }

  net::awaitable<void> connection(tcp::socket socket, std::shared_ptr<ssl::context> secrets) {
    struct Count {
      std::atomic<std::size_t>& count;
      explicit Count(std::atomic<std::size_t>& counter) : count(counter) { ++count; }
      ~Count() { --count; }
    } const count(connections);
    error_code error;
    socket.set_option(tcp::no_delay(true), error);
    Peer peer;
    const auto remote = socket.remote_endpoint(error);
    if (error) co_return;
    peer.address = remote.address().to_string() + ":" + std::to_string(remote.port());
    if (!options.tls) {
      Deadline deadline(socket);
      co_await requests(socket, deadline, peer, true);
      socket.shutdown(tcp::socket::shutdown_both, error);
      co_return;
    }
    co_await secured(socket, peer, *secrets);
  }

  net::awaitable<void> secured(tcp::socket& socket, Peer& peer, ssl::context& secrets) {
    ssl::stream<tcp::socket> stream(std::move(socket), secrets);
    Deadline deadline(stream.next_layer());
    RefusedConnection refused;
    refused.address = peer.address;
    stream.set_verify_callback([&refused](bool good, ssl::verify_context& verification) {
      if (good) return true;
      auto* store = verification.native_handle();
      const auto names = names_of(X509_STORE_CTX_get0_cert(store));
      refused.subject = names.subject;
      refused.serial_number = names.serial_number;
      refused.reason = verification_reason(X509_STORE_CTX_get_error(store));
      return false;
    });
    error_code error;
    deadline.set(options.limits.handshake);
    co_await stream.async_handshake(ssl::stream_base::server, await(error));
    if (error) {
      if (deadline.passed()) refused.reason = "de TLS-handshake duurde te lang";
      if (refused.reason.empty())
        refused.reason = error.category() == net::error::get_ssl_category()
                             ? handshake_reason(static_cast<unsigned long>(error.value()))
                             : "de TLS-handshake mislukte: " + error.message();
      handler.connection_refused(refused);
      co_return;
    }
    const X509* certificate = SSL_get0_peer_certificate(stream.native_handle());
    const auto names = names_of(certificate);
    peer.subject = names.subject;
    peer.serial_number = names.serial_number;
    peer.valid_until = valid_until(certificate);
    const bool welcome = enter(peer.serial_number);
    co_await requests(stream, deadline, peer, welcome);
    leave(peer.serial_number);
    deadline.set(std::chrono::milliseconds(1000));
    co_await stream.async_shutdown(await(error));
    deadline.lift();
  }

  bool enter(const std::string& party) {
    const std::lock_guard lock(parties_mutex);
    return ++parties[party] <= options.limits.connections_per_party;
  }
  void leave(const std::string& party) {
    const std::lock_guard lock(parties_mutex);
    if (--parties[party] == 0) parties.erase(party);
  }

  /// The story of one connection: read, admit, read the body, answer, write; until one side has enough.
  template <class Stream>
  net::awaitable<void> requests(Stream& stream, Deadline& deadline, const Peer& peer, bool welcome) {
    boost::beast::flat_buffer buffer;
    error_code error;
    bool first = true;
    while (!stopping) {
      http::request_parser<http::string_body> parser;
      parser.header_limit(static_cast<std::uint32_t>(options.limits.header));
      parser.body_limit(options.limits.body);

      deadline.set(first ? options.limits.read_header : options.limits.idle);
      first = false;
      co_await http::async_read_header(stream, buffer, parser, await(error));
      Request request = head_of(parser.get().base(), peer);
      if (error) {
        // Silence between two requests is not a slow request: just go.
        const bool began = buffer.size() > 0 || parser.got_some();
        request.unreadable = unreadable(error, deadline.passed() && began);
        if (request.unreadable) co_await answer_last(stream, deadline, request);
        co_return;
      }
      if (!welcome) request.unreadable = Unreadable::too_many_connections;
      if (!welcome || !handler.admit(request)) {
        co_await answer_last(stream, deadline, request);
        co_return;
      }
      deadline.set(options.limits.read_body);
      if (boost::beast::iequals(parser.get()[http::field::expect], "100-continue")) {
        http::response<http::empty_body> go_on(http::status::continue_, 11);
        co_await http::async_write(stream, go_on, await(error));
        if (error) co_return;
      }
      co_await http::async_read(stream, buffer, parser, await(error));
      if (error) {
        request.unreadable = unreadable(error, deadline.passed());
        if (request.unreadable) co_await answer_last(stream, deadline, request);
        co_return;
      }
      deadline.lift();
      Manner manner{parser.get().version(), parser.keep_alive(), request.method == "HEAD"};
      request.body = std::move(parser.get().body());
      ++answering;
      const auto response = co_await handled(request);
      if (response.drop) {
        boost::beast::get_lowest_layer(stream).set_option(net::socket_base::linger(true, 0), error);
        boost::beast::get_lowest_layer(stream).close(error);
        --answering;
        co_return;
      }
      manner.keep_alive = manner.keep_alive && !response.close && !response.claimed_length && !stopping;
      const bool written = co_await write(stream, deadline, response, manner);
      --answering;
      if (!written || !manner.keep_alive) co_return;
    }
  }

  template <class Stream>
  net::awaitable<void> answer_last(Stream& stream, Deadline& deadline, Request& request) {
    deadline.lift();
    const Manner manner{.without_body = request.method == "HEAD"};
    const auto response = co_await handled(request);
    co_await write(stream, deadline, response, manner);
  }

  // g++ 12 destroys temporaries with captures twice inside a co_await expression (GCC bug 99576): what such
  // an expression uses is named before it, here and above.
  net::awaitable<Response> handled(Request& request) {
    const auto executor = co_await net::this_coro::executor;
    const auto initiate = [this, &request, &executor](auto completion) {
      auto shared = std::make_shared<decltype(completion)>(std::move(completion));
      handler.answer(std::move(request), [shared, executor](Response response) {
        net::post(executor,
                  [shared, response = std::move(response)]() mutable { (*shared)(std::move(response)); });
      });
    };
    co_return co_await net::async_initiate<const net::use_awaitable_t<>, void(Response)>(initiate,
                                                                                         net::use_awaitable);
  }

  template <class Stream>
  net::awaitable<bool> write(Stream& stream, Deadline& deadline, const Response& response,
                             const Manner& manner) {
    auto message = wire(response, manner);
    error_code error;
    deadline.set(options.limits.write);
    if (manner.without_body) {
      http::response_serializer<http::string_body> serializer(message);
      co_await http::async_write_header(stream, serializer, await(error));
    } else {
      co_await http::async_write(stream, message, await(error));
    }
    deadline.lift();
    if (!error && !manner.keep_alive) co_await drain(stream, deadline);
    co_return !error;
  }

  /// Reads and drops a little of what the other side still sends, so that our answer is not lost to a reset.
  template <class Stream>
  net::awaitable<void> drain(Stream& stream, Deadline& deadline) {
    std::array<char, 16 * 1024> rest;
    error_code error;
    deadline.set(std::chrono::milliseconds(500));
    for (int i = 0; i < 128 && !error; ++i) co_await stream.async_read_some(net::buffer(rest), await(error));
    deadline.lift();
  }
};

HttpServer::HttpServer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

std::expected<std::unique_ptr<HttpServer>, std::string> HttpServer::start(const Options& options,
                                                                          Handler& handler) {
  auto impl = std::make_unique<Impl>(options, handler);
  if (options.tls)
    if (auto loaded = impl->load_tls(); !loaded) return std::unexpected(loaded.error());
  error_code error;
  const auto address = net::ip::make_address(options.address, error);
  if (error) return std::unexpected("luisteradres " + options.address + " is geen IP-adres");
  const tcp::endpoint endpoint(address, options.port);
  impl->acceptor.open(endpoint.protocol(), error);
  if (!error) impl->acceptor.set_option(net::socket_base::reuse_address(true), error);
  if (!error) impl->acceptor.bind(endpoint, error);
  if (!error) impl->acceptor.listen(net::socket_base::max_listen_connections, error);
  if (error)
    return std::unexpected("luisteren op " + options.address + ":" + std::to_string(options.port) +
                           " lukt niet: " + error.message());
  net::co_spawn(impl->context, impl->accept(), net::detached);
  for (int i = 0; i < std::max(1, options.threads); ++i)
    impl->threads.emplace_back([context = &impl->context] { context->run(); });
  return std::unique_ptr<HttpServer>(new HttpServer(std::move(impl)));
}

std::uint16_t HttpServer::port() const {
  error_code error;
  return impl_->acceptor.local_endpoint(error).port();
}

void HttpServer::stop(std::chrono::milliseconds grace) {
  if (impl_->stopping.exchange(true)) return;
  net::post(impl_->context, [impl = impl_.get()] {
    error_code ignored;
    impl->acceptor.close(ignored);
  });
  const auto until = std::chrono::steady_clock::now() + grace;
  while (impl_->answering > 0 && std::chrono::steady_clock::now() < until)
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  impl_->context.stop();
  for (auto& thread : impl_->threads) thread.join();
}

HttpServer::~HttpServer() { stop(); }

}  // namespace inburgering::adapters::transport
