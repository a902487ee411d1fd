#include "adapters/transport/http_server.h"

#include <algorithm>
#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
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
#include <unordered_map>
#include <vector>

#include "adapters/transport/framing.h"
#include "adapters/transport/guard.h"
#include "adapters/transport/peer.h"
#include "adapters/transport/target.h"

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
  if (error == http::error::body_limit || error == http::error::buffer_overflow)
    return Unreadable::body_too_large;
  if (error == http::error::partial_message || error == http::error::end_of_stream) return std::nullopt;
  if (error.category() == http::make_error_code(http::error::bad_method).category())
    return Unreadable::malformed;
  return std::nullopt;  // the connection is gone: there is nobody to answer
}

/// Counts something for as long as it lives, however that ends.
class Counted {
 public:
  explicit Counted(std::shared_ptr<std::atomic<std::size_t>> count) : count_(std::move(count)) { ++*count_; }
  Counted(const Counted&) = delete;
  Counted& operator=(const Counted&) = delete;
  ~Counted() { --*count_; }

 private:
  const std::shared_ptr<std::atomic<std::size_t>> count_;
};

/// What a connection was judged by, and when.
struct Trust {
  std::shared_ptr<ssl::context> judged_by;
  std::chrono::steady_clock::time_point judged_at;
};
constexpr std::chrono::seconds judged_for{30};  // lists and certificates also end by time alone

}  // namespace

struct HttpServer::Impl {
  Impl(const Options& chosen, Handler& chosen_handler) : options(chosen), handler(chosen_handler) {}

  Options options;
  Handler& handler;
  std::mutex tls_mutex;
  std::shared_ptr<ssl::context> tls;  // each connection holds on to the one that it was made with
  std::vector<std::filesystem::file_time_type> tls_written;
  std::vector<std::thread> threads;
  std::atomic<bool> stopping = false;
  struct Standing {
    net::any_io_executor executor;
    tcp::socket* socket;
  };
  /// Who is inside. A handler may keep the answer to a request longer than the server lives: then the
  /// connection ends later, and still gives back its place here.
  struct House {
    explicit House(DoorLimits limits) : doorman(limits) {}
    std::mutex parties_mutex;
    std::map<std::string, std::size_t> parties;
    std::mutex door_mutex;
    Doorman doorman;
    std::unordered_map<Doorman::Id, Standing> standing;  // under door_mutex
    std::atomic<std::size_t> answering = 0;
  };
  const std::shared_ptr<House> house = std::make_shared<House>(options.limits.door);
  // Behind all that connections use: those that are left end with it.
  net::io_context context;
  tcp::acceptor acceptor{context};

  /// A place inside, given back at the end.
  class Place {
   public:
    Place(std::shared_ptr<House> house, Doorman::Id id, tcp::socket& socket)
        : house_(std::move(house)), id_(id) {
      const std::lock_guard lock(house_->door_mutex);
      // Whoever had to leave before it could begin finds a closed socket.
      error_code ignored;
      if (house_->doorman.is_inside(id_))
        house_->standing.emplace(id_, Standing{socket.get_executor(), &socket});
      else
        socket.close(ignored);
    }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;
    ~Place() {
      const std::lock_guard lock(house_->door_mutex);
      house_->standing.erase(id_);
      house_->doorman.left(id_);
    }
    bool lost() const {
      const std::lock_guard lock(house_->door_mutex);
      return !house_->doorman.is_inside(id_);
    }
    void came_in() const {
      const std::lock_guard lock(house_->door_mutex);
      house_->doorman.came_in(id_);
    }
    void is_party() const {
      const std::lock_guard lock(house_->door_mutex);
      house_->doorman.is_party(id_);
    }

   private:
    const std::shared_ptr<House> house_;
    const Doorman::Id id_;
  };

  /// One more connection of a party, until the end.
  class OfParty {
   public:
    OfParty(std::shared_ptr<House> house, const std::string& party, std::size_t most)
        : house_(std::move(house)), party_(party) {
      const std::lock_guard lock(house_->parties_mutex);
      welcome_ = ++house_->parties[party_] <= most;
    }
    OfParty(const OfParty&) = delete;
    OfParty& operator=(const OfParty&) = delete;
    ~OfParty() {
      const std::lock_guard lock(house_->parties_mutex);
      if (--house_->parties[party_] == 0) house_->parties.erase(party_);
    }
    bool welcome() const { return welcome_; }

   private:
    const std::shared_ptr<House> house_;
    const std::string party_;
    bool welcome_ = false;
  };

  /// Starts a coroutine whose exception ends there.
  template <class Executor>
  void spawn(const Executor& executor, std::string_view where, net::awaitable<void> work) {
    net::co_spawn(executor, std::move(work), [where](std::exception_ptr error) {
      if (error) guarded(where, [&error] { std::rethrow_exception(error); });
    });
  }

  net::awaitable<void> accept() {
    while (!stopping) {
      error_code error;
      const auto strand = net::make_strand(context);
      auto socket = co_await acceptor.async_accept(strand, await(error));
      if (error == net::error::operation_aborted || stopping) co_return;
      if (error) {
        // Out of descriptors: wait a little, so that this loop does not spin.
        net::steady_timer pause(context, std::chrono::milliseconds(20));
        co_await pause.async_wait(await(error));
        continue;
      }
      guarded("aannemen van verbindingen", [&] { let_in(std::move(socket)); });
    }
  }

  void let_in(tcp::socket socket) {
    error_code error;
    const auto remote = socket.remote_endpoint(error);
    if (error) return;
    const auto ip = remote.address().to_string();
    Doorman::Knock knock;
    {
      const std::lock_guard lock(house->door_mutex);
      knock = house->doorman.knock(door_address(ip), std::chrono::steady_clock::now());
      if (knock.out) put_out(*knock.out);
    }
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
    spawn(executor, "verbinding", connection(std::move(socket), present_tls(), std::move(peer), knock));
  }

  /// Ends a connection on which nobody is known yet. Under door_mutex.
  void put_out(Doorman::Id id) {
    const auto found = house->standing.find(id);
    if (found == house->standing.end()) return;
    net::post(found->second.executor, [this, id] {
      const std::lock_guard lock(house->door_mutex);
      const auto still = house->standing.find(id);
      error_code ignored;
      if (still != house->standing.end()) still->second.socket->close(ignored);
    });
  }

  std::shared_ptr<ssl::context> present_tls() {
    const std::lock_guard lock(tls_mutex);
    return tls;
  }

  /// Loads certificates, keys and lists.
  std::expected<void, std::string> load_tls() {
    auto fresh = std::make_shared<ssl::context>(ssl::context::tls_server);
    tls_written = written_at(*options.tls);
    if (auto ready = prepare_server(fresh->native_handle(), *options.tls); !ready) return ready;
    const std::lock_guard lock(tls_mutex);
    tls = std::move(fresh);
    return {};
  }

  /// Looks each second whether the files changed.
  net::awaitable<void> watch_tls() {
    net::steady_timer timer(context);
    while (!stopping) {
      error_code error;
      timer.expires_after(std::chrono::seconds(1));
      co_await timer.async_wait(await(error));
      if (error) co_return;
      guarded("herladen van certificaten", [this] {
        if (written_at(*options.tls) == tls_written) return;
        const auto loaded = load_tls();
        handler.certificates_changed(loaded ? std::string() : loaded.error());
      });
    }
  }

  net::awaitable<void> connection(tcp::socket socket, std::shared_ptr<ssl::context> secrets, Peer peer,
                                  Doorman::Knock knock) {
    error_code error;
    socket.set_option(tcp::no_delay(true), error);
    const Place place(house, knock.id, socket);
    if (knock.turn.count() > 0) {
      net::steady_timer turn(socket.get_executor(), knock.turn);
      co_await turn.async_wait(await(error));
    }
    if (options.tls) {
      co_await secured(socket, std::move(peer), std::move(secrets), place);
    } else {
      Deadline deadline(socket);
      co_await requests(socket, deadline, peer, place, true, [] { return std::optional<std::string>(); });
      socket.shutdown(tcp::socket::shutdown_both, error);
    }
  }

  net::awaitable<void> secured(tcp::socket& socket, Peer peer, std::shared_ptr<ssl::context> secrets,
                               const Place& place) {
    ssl::stream<tcp::socket&> stream(socket, *secrets);
    Deadline deadline(socket);
    RefusedConnection refused;
    refused.address = peer.address;
    error_code error;
    deadline.set(options.limits.first_byte);
    co_await socket.async_wait(tcp::socket::wait_read, await(error));
    if (!error) {
      stream.set_verify_callback([&refused](bool good, ssl::verify_context& verification) {
        auto* judged = verification.native_handle();
        auto* certificate = X509_STORE_CTX_get0_cert(judged);
        std::optional<std::string> fault;
        if (!good)
          fault = verification_reason(X509_STORE_CTX_get_error(judged));
        else if (X509_STORE_CTX_get_error_depth(judged) == 0)
          fault = leaf_fault(certificate, PeerRole::client);
        if (!fault) return true;
        const auto names = names_of(certificate);
        refused.subject = names.subject;
        refused.serial_number = names.serial_number;
        refused.reason = *fault;
        X509_STORE_CTX_set_error(
            judged, good ? X509_V_ERR_APPLICATION_VERIFICATION : X509_STORE_CTX_get_error(judged));
        return false;
      });
      deadline.set(options.limits.handshake);
      co_await stream.async_handshake(ssl::stream_base::server, await(error));
    }
    if (error) {
      if (place.lost())
        refused.reason = "er kwam geen certificaat, en de plaats was nodig voor een ander";
      else if (deadline.passed())
        refused.reason = "de TLS-handshake duurde te lang";
      if (refused.reason.empty())
        refused.reason = error.category() == net::error::get_ssl_category()
                             ? handshake_reason(static_cast<unsigned long>(error.value()))
                             : "de TLS-handshake mislukte: " + error.message();
      handler.connection_refused(refused);
      co_return;
    }
    SSL* const native = stream.native_handle();
    const X509* certificate = SSL_get0_peer_certificate(native);
    const auto names = names_of(certificate);
    peer.subject = names.subject;
    peer.serial_number = names.serial_number;
    peer.valid_until = valid_until(certificate);
    // Of a resumed session the chain was judged when it began: long ago, by other lists.
    Trust trust;
    if (SSL_session_reused(native) == 0) trust = {secrets, std::chrono::steady_clock::now()};
    auto distrust = connection_fault(native, PeerRole::client);
    const auto judge = [&]() -> std::optional<std::string> {
      const auto now = std::chrono::steady_clock::now();
      auto present = present_tls();
      if (!distrust && (present != trust.judged_by || now - trust.judged_at > judged_for)) {
        distrust = chain_fault(native, present->native_handle());
        trust = {std::move(present), now};
      }
      if (distrust) handler.connection_refused({peer.address, peer.subject, peer.serial_number, *distrust});
      return distrust;
    };
    if (!judge()) {
      place.came_in();
      const OfParty count(house, peer.serial_number, options.limits.connections_per_party);
      co_await requests(stream, deadline, peer, place, count.welcome(), judge);
    }
    deadline.set(std::chrono::milliseconds(1000));
    co_await stream.async_shutdown(await(error));
    deadline.lift();
  }

  /// The story of one connection: read, admit, read the body, answer, write; until one side has enough.
  /// `judge` says why the other side is not trusted any more.
  template <class Stream, class Judge>
  net::awaitable<void> requests(Stream& stream, Deadline& deadline, const Peer& peer, const Place& place,
                                bool welcome, const Judge& judge) {
    // Bounds what stands around a body as well: trailers, and extensions of chunks.
    boost::beast::flat_buffer buffer(options.limits.header + std::size_t{4} * 1024);
    error_code error;
    bool first = true;
    bool noted = false;
    while (!stopping) {
      http::request_parser<http::string_body> parser;
      parser.header_limit(static_cast<std::uint32_t>(options.limits.header));
      parser.body_limit(options.limits.body);

      deadline.set(first ? options.limits.read_header : options.limits.idle);
      co_await http::async_read_header(stream, buffer, parser, await(error));
      if (first) place.came_in();
      first = false;
      Request request = head_of(parser.get().base(), peer);
      if (error) {
        // Silence between two requests is not a slow request: just go.
        const bool began = buffer.size() > 0 || parser.got_some();
        request.unreadable = unreadable(error, deadline.passed() && began);
        if (request.unreadable) co_await answer_last(stream, deadline, request);
        co_return;
      }
      if (judge()) co_return;
      auto fault = framing_fault(request.headers, parser.get().version());
      if (!fault) fault = target_fault(request.target);
      if (fault) {
        request.unreadable = Unreadable::malformed;
        request.unreadable_why = std::move(*fault);
      } else if (!welcome) {
        request.unreadable = Unreadable::too_many_connections;
      }
      if (request.unreadable || !handler.admit(request)) {
        co_await answer_last(stream, deadline, request);
        co_return;
      }
      if (!noted) place.is_party();
      noted = true;
      deadline.set(options.limits.read_body);
      if (boost::beast::iequals(parser.get()[http::field::expect], "100-continue")) {
        http::response<http::empty_body> go_on(http::status::continue_, 11);
        co_await http::async_write(stream, go_on, await(error));
        if (error) co_return;
      }
      co_await read_body(stream, buffer, parser, error);
      if (error) {
        request.unreadable = unreadable(error, deadline.passed());
        if (request.unreadable) co_await answer_last(stream, deadline, request);
        co_return;
      }
      deadline.lift();
      Manner manner{parser.get().version(), parser.keep_alive(), request.method == "HEAD"};
      request.body = std::move(parser.get().body());
      const Counted busy(std::shared_ptr<std::atomic<std::size_t>>(house, &house->answering));
      const auto response = co_await handled(request);
      if (response.drop) {
        boost::beast::get_lowest_layer(stream).set_option(net::socket_base::linger(true, 0), error);
        boost::beast::get_lowest_layer(stream).close(error);
        co_return;
      }
      manner.keep_alive = manner.keep_alive && !response.close && !response.claimed_length && !stopping;
      const bool written = co_await write(stream, deadline, response, manner);
      if (!written || !manner.keep_alive) co_return;
    }
  }

  /// One bound on all bytes, however they are framed: a body of tiny chunks may cost some of its size again,
  /// and a header's worth in extensions and trailers.
  template <class Stream>
  net::awaitable<void> read_body(Stream& stream, boost::beast::flat_buffer& buffer,
                                 http::request_parser<http::string_body>& parser, error_code& error) {
    const auto most = 2 * options.limits.body + options.limits.header + std::size_t{64} * 1024;
    parser.eager(true);
    for (std::size_t total = 0; !parser.is_done();) {
      total += co_await http::async_read_some(stream, buffer, parser, await(error));
      if (!error && total > most) error = http::error::body_limit;
      if (error) co_return;
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
      // Here an exception would be thrown into a coroutine that waits: it ends here, and without an answer
      // the connection does.
      guarded("verbinding", [&] {
        handler.answer(std::move(request), [shared, executor](Response response) {
          net::post(executor,
                    [shared, response = std::move(response)]() mutable { (*shared)(std::move(response)); });
        });
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

  /// Reads and drops what the other side still sends, so that our answer is not lost to a reset. For seconds,
  /// and until it falls silent.
  template <class Stream>
  net::awaitable<void> drain(Stream& stream, Deadline& deadline) {
    std::array<char, 16 * 1024> rest;
    error_code error;
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(5);
    while (!error && !stopping && std::chrono::steady_clock::now() < until) {
      deadline.set(std::chrono::milliseconds(500));
      co_await stream.async_read_some(net::buffer(rest), await(error));
    }
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
  impl->spawn(impl->context.get_executor(), "aannemen van verbindingen", impl->accept());
  if (options.tls) impl->spawn(impl->context.get_executor(), "herladen van certificaten", impl->watch_tls());
  for (int i = 0; i < std::max(1, options.threads); ++i)
    impl->threads.emplace_back([context = &impl->context] {
      // What a completion handler throws comes out here; the others wait for this thread all the same.
      while (!guarded("draad van de server", [context] { context->run(); })) {
      }
    });
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
  while (impl_->house->answering > 0 && std::chrono::steady_clock::now() < until)
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  impl_->context.stop();
  for (auto& thread : impl_->threads) thread.join();
}

HttpServer::~HttpServer() { stop(); }

}  // namespace inburgering::adapters::transport
