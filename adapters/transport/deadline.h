#pragma once
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <memory>

namespace inburgering::adapters::transport {

/// Cancels what a socket is doing when time is up, without closing it, so that 408 can still be sent.
/// (The time-out of beast::tcp_stream closes the socket.)
class Deadline {
 public:
  explicit Deadline(boost::asio::ip::tcp::socket& socket) : socket_(socket), timer_(socket.get_executor()) {}

  void set(std::chrono::milliseconds time) {
    passed_ = std::make_shared<bool>(false);
    timer_.expires_after(time);
    // The wait may complete after this deadline was lifted, set anew or destroyed: it holds no claim on it.
    timer_.async_wait([this, current = std::weak_ptr(passed_)](boost::system::error_code error) {
      const auto passed = current.lock();
      if (error || !passed) return;
      *passed = true;
      boost::system::error_code ignored;
      socket_.cancel(ignored);
    });
  }
  void lift() {
    passed_.reset();
    timer_.cancel();
  }
  bool passed() const { return passed_ && *passed_; }

 private:
  boost::asio::ip::tcp::socket& socket_;
  boost::asio::steady_timer timer_;
  std::shared_ptr<bool> passed_;
};

}  // namespace inburgering::adapters::transport
