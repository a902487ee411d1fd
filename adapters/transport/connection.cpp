#include "adapters/transport/connection.h"

#include <array>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/write.hpp>
#include <optional>
#include <utility>

#include "adapters/revocation/statuses.h"
#include "adapters/transport/await.h"
#include "adapters/transport/beast.h"
#include "adapters/transport/deadline.h"
#include "adapters/transport/framing.h"
#include "adapters/transport/guard.h"
#include "adapters/transport/judge.h"
#include "adapters/transport/peer.h"
#include "adapters/transport/target.h"
#include "schemas/reason.h"

namespace inburgering::adapters::transport {

namespace net = boost::asio;
namespace ssl = net::ssl;
namespace http = boost::beast::http;
using boost::system::error_code;
using net::ip::tcp;

namespace {

class Connection {
 public:
  Connection(const Host& host, tcp::socket socket, Peer peer, Doorman::Id id)
      : host_(host),
        limits_(host.present_limits()),
        socket_(std::move(socket)),
        peer_(std::move(peer)),
        place_(host.inside, id, socket_, [this] {
          if (silent_) deadline_.set(host_.closing.patience.load());
        }) {}

  net::awaitable<void> wait(std::chrono::milliseconds turn) {
    error_code error;
    net::steady_timer timer(socket_.get_executor(), turn);
    co_await timer.async_wait(await(error));
  }

  net::awaitable<void> plain() {
    struct Anyone {
      bool refuses() { return false; }
      bool asks() { return false; }
      net::awaitable<bool> refuses_by_status(const net::any_io_executor&) { co_return false; }
    } anyone;
    co_await requests(socket_, true, anyone);
    error_code ignored;
    socket_.shutdown(tcp::socket::shutdown_both, ignored);
  }

  net::awaitable<void> secured(Secrets secrets) {
    std::optional<ssl::stream<tcp::socket&>> made;
    RefusedConnection refused;
    refused.address = peer_.address;
    error_code error;
    wait_in_silence(limits_->first_byte);
    co_await socket_.async_wait(tcp::socket::wait_read, await(error));
    silent_ = false;
    if (error && host_.closing.begun) {
      if (!is_asked(socket_)) co_return;  // nothing was begun
      error = {};
    }
    if (!error) {
      // Not before: a stream has buffers of some 50 KB, and who says nothing shall not cost more than a
      // socket.
      auto& stream = made.emplace(socket_, *secrets);
      stream.set_verify_callback([&refused](bool good, ssl::verify_context& verification) {
        auto* judged = verification.native_handle();
        auto* certificate = X509_STORE_CTX_get0_cert(judged);
        good = revocation::judge_revocation(good ? 1 : 0, judged) == 1;
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
      deadline_.set(limits_->handshake);
      co_await stream.async_handshake(ssl::stream_base::server, await(error));
    }
    if (error) {
      if (place_.lost())
        refused.reason = "er kwam geen certificaat, en de plaats was nodig voor een ander";
      else if (deadline_.passed())
        refused.reason = "de TLS-handshake duurde te lang";
      if (refused.reason.empty())
        refused.reason = error.category() == net::error::get_ssl_category()
                             ? handshake_reason(static_cast<unsigned long>(error.value()))
                             : "de TLS-handshake mislukte: " + schemas::reason_of(error);
      host_.handler.connection_refused(refused);
      co_return;
    }
    auto& stream = *made;
    SSL* const native = stream.native_handle();
    const X509* certificate = SSL_get0_peer_certificate(native);
    const auto names = names_of(certificate);
    peer_.subject = names.subject;
    peer_.serial_number = names.serial_number;
    peer_.valid_until = valid_until(certificate);
    peer_.key = key_of(certificate);
    peer_.secured = secured_by(native);
    peer_.certificate = std::make_shared<const std::string>(der_of(certificate));
    Judge judge(host_, peer_, native, std::move(secrets));
    deadline_.lift();
    bool trusted = !judge.refuses();
    if (trusted && judge.asks()) {
      const bool revoked = co_await judge.refuses_by_status(socket_.get_executor());
      trusted = !revoked;
    }
    if (trusted) {
      peer_.anchor = judge.anchor();
      judge.let_in();
      place_.came_in();
      const OfParty count(host_.inside, peer_.serial_number, limits_->connections_per_party);
      co_await requests(stream, count.welcome(), judge);
    }
    constexpr std::chrono::milliseconds usual{1000}, in_haste{100};
    deadline_.set(host_.closing.begun ? in_haste : usual);
    co_await stream.async_shutdown(await(error));
    deadline_.lift();
  }

 private:
  /// Read, admit, read the body, answer, write; until one side has enough.
  /// `judge` says whether the other side is trusted no more.
  template <class Stream, class Trusting>
  net::awaitable<void> requests(Stream& stream, bool welcome, Trusting& judge) {
    // Bounds what stands around a body as well: trailers, and extensions of chunks.
    boost::beast::flat_buffer buffer(limits_->header + std::size_t{4} * 1024);
    error_code error;
    bool first = true;
    bool noted = false;
    while (true) {
      http::request_parser<http::string_body> parser;
      parser.header_limit(static_cast<std::uint32_t>(limits_->header));
      parser.body_limit(limits_->body);

      wait_in_silence(first ? limits_->read_header : limits_->idle);
      co_await http::async_read_header(stream, buffer, parser, await(error));
      silent_ = false;
      if (error && host_.closing.begun && deadline_.passed() &&
          (buffer.size() > 0 || parser.got_some() || is_asked(stream))) {
        // It crossed our leaving.
        deadline_.set(limits_->read_header);
        co_await http::async_read_header(stream, buffer, parser, await(error));
      }
      if (first) place_.came_in();
      first = false;
      Request request = head_of(parser.get().base(), peer_);
      if (error) {
        // Silence between two requests is not a slow request: just go.
        const bool began = buffer.size() > 0 || parser.got_some();
        request.unreadable = unreadable(error, deadline_.passed() && began);
        if (request.unreadable) co_await answer_last(stream, request);
        co_return;
      }
      if (judge.refuses()) co_return;
      if (judge.asks()) {
        deadline_.lift();
        const bool refused = co_await judge.refuses_by_status(socket_.get_executor());
        if (refused) co_return;
      }
      auto fault = framing_fault(request.headers, parser.get().version());
      if (!fault) fault = target_fault(request.target);
      if (fault) {
        request.unreadable = Unreadable::malformed;
        request.unreadable_why = std::move(*fault);
      } else if (!welcome) {
        request.unreadable = Unreadable::too_many_connections;
      }
      if (request.unreadable || !host_.handler.admit(request)) {
        co_await answer_last(stream, request);
        co_return;
      }
      if (!noted) place_.is_party();
      noted = true;
      deadline_.set(limits_->read_body);
      if (boost::beast::iequals(parser.get()[http::field::expect], "100-continue")) {
        http::response<http::empty_body> go_on(http::status::continue_, 11);
        co_await http::async_write(stream, go_on, await(error));
        if (error) co_return;
      }
      co_await read_body(stream, buffer, parser, error);
      if (error) {
        request.unreadable = unreadable(error, deadline_.passed());
        if (request.unreadable) co_await answer_last(stream, request);
        co_return;
      }
      deadline_.lift();
      Manner manner{parser.get().version(), parser.keep_alive(), request.method == "HEAD"};
      request.body = std::move(parser.get().body());
      const auto response = co_await handled(request);
      if (response.drop) {
        boost::beast::get_lowest_layer(stream).set_option(net::socket_base::linger(true, 0), error);
        boost::beast::get_lowest_layer(stream).close(error);
        co_return;
      }
      // What was sent behind it is answered too.
      const bool last = host_.closing.begun && buffer.size() == 0;
      manner.keep_alive = manner.keep_alive && !response.close && !response.claimed_length && !last;
      const bool written = co_await write(stream, response, manner);
      if (!written || !manner.keep_alive) co_return;
    }
  }

  /// For the first byte of something: an end of the server ends that sooner.
  void wait_in_silence(std::chrono::milliseconds time) {
    silent_ = true;
    deadline_.set(host_.closing.begun ? std::min(time, host_.closing.patience.load()) : time);
  }

  /// Whether there is something of the other side that nobody read yet.
  bool is_asked(tcp::socket& socket) {
    error_code error;
    return socket.available(error) > 0;
  }
  bool is_asked(ssl::stream<tcp::socket&>& stream) {
    return SSL_has_pending(stream.native_handle()) == 1 || is_asked(stream.next_layer());
  }

  /// One bound on all bytes, however they are framed: a body of tiny chunks may cost some of its size again,
  /// and a header's worth in extensions and trailers.
  template <class Stream>
  net::awaitable<void> read_body(Stream& stream, boost::beast::flat_buffer& buffer,
                                 http::request_parser<http::string_body>& parser, error_code& error) {
    const auto most = 2 * limits_->body + limits_->header + std::size_t{64} * 1024;
    parser.eager(true);
    for (std::size_t total = 0; !parser.is_done();) {
      total += co_await http::async_read_some(stream, buffer, parser, await(error));
      if (!error && total > most) error = http::error::body_limit;
      if (error) co_return;
    }
  }

  template <class Stream>
  net::awaitable<void> answer_last(Stream& stream, Request& request) {
    deadline_.lift();
    const Manner manner{.without_body = request.method == "HEAD"};
    const auto response = co_await handled(request);
    co_await write(stream, response, manner);
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
        host_.handler.answer(std::move(request), [shared, executor](Response response) {
          net::post(executor,
                    [shared, response = std::move(response)]() mutable { (*shared)(std::move(response)); });
        });
      });
    };
    co_return co_await net::async_initiate<const net::use_awaitable_t<>, void(Response)>(initiate,
                                                                                         net::use_awaitable);
  }

  template <class Stream>
  net::awaitable<bool> write(Stream& stream, const Response& response, const Manner& manner) {
    auto message = wire(response, manner);
    error_code error;
    deadline_.set(limits_->write);
    if (manner.without_body) {
      http::response_serializer<http::string_body> serializer(message);
      co_await http::async_write_header(stream, serializer, await(error));
    } else {
      co_await http::async_write(stream, message, await(error));
    }
    deadline_.lift();
    if (!error && !manner.keep_alive) co_await drain(stream);
    co_return !error;
  }

  /// Reads and drops what the other side still sends, so that our answer is not lost to a reset. For seconds,
  /// and until it falls silent.
  template <class Stream>
  net::awaitable<void> drain(Stream& stream) {
    std::array<char, 16 * 1024> rest;
    error_code error;
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(5);
    while (!error && std::chrono::steady_clock::now() < until) {
      deadline_.set(std::chrono::milliseconds(500));
      co_await stream.async_read_some(net::buffer(rest), await(error));
    }
    deadline_.lift();
  }

  const Host& host_;
  const std::shared_ptr<const ServerLimits> limits_;
  tcp::socket socket_;
  Deadline deadline_{socket_};
  Peer peer_;
  bool silent_ = false;  ///< waits for the first byte of something
  const Place place_;    ///< last: it is given back while the socket is there
};

}  // namespace

net::awaitable<void> serve(const Host& host, tcp::socket socket, Secrets secrets, Peer peer,
                           Doorman::Knock knock) {
  error_code ignored;
  socket.set_option(tcp::no_delay(true), ignored);
  Connection connection(host, std::move(socket), std::move(peer), knock.id);
  if (knock.turn.count() > 0) co_await connection.wait(knock.turn);
  if (secrets)
    co_await connection.secured(std::move(secrets));
  else
    co_await connection.plain();
}

}  // namespace inburgering::adapters::transport
