// The program's HTTP client and server, without sockets: what they send and take goes over the simulated
// network, on threads of the node as in the real ones.
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

#include "adapters/transport/http_client.h"
#include "adapters/transport/http_server.h"
#include "tests/simulation/network.h"

namespace inburgering::adapters::transport {

namespace sim = simulation;

namespace {

/// Work that others put down, done by threads of a node one piece after another.
class Hands {
 public:
  explicit Hands(int count) {
    for (int i = 0; i < count; ++i) threads_.emplace_back([this] { loop(); });
  }
  Hands(const Hands&) = delete;
  Hands& operator=(const Hands&) = delete;
  ~Hands() {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    changed_.notify_all();
    for (auto& thread : threads_) thread.join();
  }
  void put(std::function<void()> work) {
    {
      const std::lock_guard lock(mutex_);
      if (stopping_) return;
      waiting_.push_back(std::move(work));
    }
    changed_.notify_one();
  }

 private:
  void loop() {
    std::unique_lock lock(mutex_);
    while (true) {
      changed_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
      if (waiting_.empty()) return;
      auto work = std::move(waiting_.front());
      waiting_.pop_front();
      lock.unlock();
      guarded("gesimuleerde verbinding", work);
      lock.lock();
    }
  }
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> waiting_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace

struct HttpClient::Impl {
  std::shared_ptr<sim::Life> life = sim::this_life();
  std::shared_ptr<Hands> hands = std::make_shared<Hands>(1);
  std::shared_ptr<int> under_way = std::make_shared<int>(0);
};

HttpClient::HttpClient(std::shared_ptr<const ReservedAddresses>, Pulse) : impl_(std::make_unique<Impl>()) {}

HttpClient::~HttpClient() {
  const auto until = sim::fibers::now() + std::chrono::seconds(2);
  while (!impl_->life->dead && *impl_->under_way > 0 && sim::fibers::now() < until)
    sim::fibers::sleep(std::chrono::milliseconds(50));
}

void HttpClient::send(Call call, Done done) {
  ++*impl_->under_way;
  sim::network().send(impl_->life, std::move(call),
                      [hands = std::weak_ptr(impl_->hands), left = impl_->under_way,
                       done = std::make_shared<Done>(std::move(done))](const Answer& answer) {
                        --*left;
                        if (const auto there = hands.lock()) there->put([done, answer] { (*done)(answer); });
                      });
}

Answer send_and_wait(HttpClient&, Call) { return {}; }

struct HttpServer::Impl {
  Handler& handler;
  std::shared_ptr<sim::Life> life = sim::this_life();
  std::shared_ptr<Hands> hands = std::make_shared<Hands>(2);
  bool open = true;

  void take(const Request& request, const std::function<void(Response)>& done) {
    hands->put([this, request, done, of = life] {
      auto asked = request;
      const bool admitted = handler.admit(asked);
      static_cast<void>(admitted);
      handler.answer(std::move(asked), [of, done](Response response) {
        if (!of->dead) done(std::move(response));
      });
    });
  }
  void shut() {
    if (std::exchange(open, false)) sim::network().close(this);
  }
};

HttpServer::HttpServer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

std::expected<std::unique_ptr<HttpServer>, std::string> HttpServer::start(const Options& options,
                                                                          Handler& handler) {
  auto server = std::unique_ptr<HttpServer>(new HttpServer(std::make_unique<Impl>(handler)));
  auto* impl = server->impl_.get();
  // Of an operator nobody comes by here.
  if (options.tls)
    sim::network().open(impl, impl->life->node,
                        [impl](const Request& request, const std::function<void(Response)>& done) {
                          if (!impl->life->dead) impl->take(request, done);
                        });
  return server;
}
HttpServer::~HttpServer() { impl_->shut(); }
std::string HttpServer::address() const { return "127.0.0.1"; }
std::uint16_t HttpServer::port() const { return 1; }
void HttpServer::renew(const ServerLimits&) {}
void HttpServer::close(std::chrono::milliseconds) { impl_->shut(); }
void HttpServer::stop(std::chrono::milliseconds) {
  impl_->shut();
  impl_->hands.reset();
}

}  // namespace inburgering::adapters::transport
