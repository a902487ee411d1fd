// A load client over mutual TLS, to 127.0.0.1 alone: so many connections, on each one POST at a time.
// usage: bench_load --port P --target T --ca F --cert F --key F [options]; prints one line of JSON.
//   --mode load|handshake|resume   connections are kept; or each request has a full or a resumed handshake
//   --rate N        so many requests a second on a schedule; latency counts from the moment a request was
//   due,
//                   so that a slow answer also shows in those that wait behind it
//   --body F        {{n}} becomes a number of twelve digits that no other request of the run has, {{v}} a
//   line of
//                   --values F by turns, {{m}} (six digits) how often those were gone through
//   --serial N      the first number;  --span N  numbers start again after so many: what was sent before is
//   repeated
//   --count N       ends after so many requests, or after the time
//   --seconds S --warmup S --connections N --threads N --type MEDIA-TYPE
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cctype>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <deque>
#include <fstream>
#include <iterator>
#include <limits>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;
using Moment = Clock::time_point;

Clock::duration seconds(double of) {
  return std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(of));
}

struct Options {
  std::string target = "/", body, type = "text/xml; charset=utf-8", ca, cert, key, values, mode = "load";
  int port = 0, connections = 32, threads = 1;
  double seconds = 5, warmup = 0.5, rate = 0;
  long long serial = 0, span = 0, count = 0;
};

struct Counts {
  std::vector<float> milliseconds;  // of what began after the warm-up and was answered in time
  std::map<int, long long> statuses, all_statuses;
  long long failures = 0, handshakes = 0, resumed = 0;
  std::string first_failure;
};

std::string contents(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) throw std::runtime_error("cannot read " + file);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::string padded(long long number, std::size_t width) {
  auto digits = std::to_string(number);
  return digits.size() < width ? std::string(width - digits.size(), '0') + digits : digits;
}

/// The requests of a run: the template, cut up once.
class Requests {
 public:
  explicit Requests(const Options& options) : options_(options) {
    if (!options.values.empty()) {
      std::ifstream in(options.values);
      for (std::string line; std::getline(in, line);)
        if (!line.empty()) values_.push_back(line);
      if (values_.empty()) throw std::runtime_error("no values in " + options.values);
    }
    const auto text = options.body.empty() ? std::string() : contents(options.body);
    std::size_t from = 0;
    for (auto at = text.find("{{"); at != text.npos; at = text.find("{{", at)) {
      constexpr std::size_t mark = 5;
      const auto kind = text.substr(at, mark);
      if (kind != "{{n}}" && kind != "{{v}}" && kind != "{{m}}") {
        ++at;
        continue;
      }
      if (kind != "{{n}}" && values_.empty()) throw std::runtime_error(kind + " needs --values");
      parts_.push_back({text.substr(from, at - from), kind[2]});
      from = at += mark;
    }
    parts_.push_back({text.substr(from), 0});
    head_ = "POST " + options.target + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + options.type +
            "\r\nContent-Length: ";
  }

  /// The next one; false when there were enough.
  bool next(std::string& request) {
    const auto turn = given_.fetch_add(1, std::memory_order_relaxed);
    if (options_.count > 0 && turn >= options_.count) return false;
    const auto number = options_.serial + (options_.span > 0 ? turn % options_.span : turn);
    std::string body;
    for (const auto& [text, kind] : parts_) {
      body += text;
      const auto many = static_cast<long long>(std::max<std::size_t>(values_.size(), 1));
      if (kind == 'n') body += padded(number, 12);
      if (kind == 'm') body += padded(number / many % 1'000'000, 6);
      if (kind == 'v') body += values_[static_cast<std::size_t>(number % many)];
    }
    request = head_;
    request += std::to_string(body.size());
    request += "\r\n\r\n";
    request += body;
    return true;
  }

 private:
  struct Part {
    std::string text;
    char kind;  // the mark that follows it
  };
  const Options& options_;
  std::vector<std::string> values_;
  std::vector<Part> parts_;
  std::string head_;
  std::atomic<long long> given_{0};
};

using Context = std::unique_ptr<SSL_CTX, decltype([](SSL_CTX* held) { SSL_CTX_free(held); })>;
using Tls = std::unique_ptr<SSL, decltype([](SSL* held) { SSL_free(held); })>;
using Session = std::unique_ptr<SSL_SESSION, decltype([](SSL_SESSION* held) { SSL_SESSION_free(held); })>;

std::string tls_reason() {
  const auto code = ERR_get_error();
  const char* text = ERR_reason_error_string(code);
  return text != nullptr ? text : "the connection was lost";
}

/// A place for one connection, and where its present request stands.
struct Slot {
  enum class At { idle, handshake, write, read, broken } at = At::idle;
  int socket = -1;
  Tls tls;
  Session session;  // the newest that the server gave
  std::string request, answer;
  Moment begin;
};

int keep_session(SSL* tls, SSL_SESSION* session) {
  static_cast<Slot*>(SSL_get_app_data(tls))->session.reset(session);
  return 1;  // it is ours now
}

Context context_of(const Options& options) {
  Context context(SSL_CTX_new(TLS_client_method()));
  SSL_CTX_set_min_proto_version(context.get(), TLS1_3_VERSION);
  SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
  if (SSL_CTX_load_verify_file(context.get(), options.ca.c_str()) != 1 ||
      SSL_CTX_use_certificate_chain_file(context.get(), options.cert.c_str()) != 1 ||
      SSL_CTX_use_PrivateKey_file(context.get(), options.key.c_str(), SSL_FILETYPE_PEM) != 1)
    throw std::runtime_error("certificates: " + tls_reason());
  if (options.mode == "resume") {
    SSL_CTX_set_session_cache_mode(context.get(), SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
    SSL_CTX_sess_set_new_cb(context.get(), keep_session);
  }
  return context;
}

struct Answer {
  int status = 0;
  bool close = false;
};

/// The answer once it is whole; status 0 as long as it is not. Enough of HTTP/1.1 for what answers here.
Answer parsed(const std::string& text) {
  const auto end = text.find("\r\n\r\n");
  if (end == text.npos) return {};
  std::string head = text.substr(0, end + 2);
  std::ranges::transform(head, head.begin(),
                         [](unsigned char each) { return static_cast<char>(std::tolower(each)); });
  Answer answer;
  constexpr std::size_t before_status = 9;  // "HTTP/1.1 "
  if (head.size() > before_status)
    std::from_chars(head.data() + before_status, head.data() + head.size(), answer.status);
  if (answer.status == 0 || head.find("\r\ntransfer-encoding:") != head.npos)
    throw std::runtime_error("an answer that this client does not read");
  std::size_t length = 0;
  constexpr std::string_view name = "\r\ncontent-length:";
  if (const auto at = head.find(name); at != head.npos) {
    const auto digits = head.find_first_not_of(' ', at + name.size());
    std::from_chars(head.data() + digits, head.data() + head.size(), length);
  }
  if (text.size() < end + 4 + length) return {};
  answer.close = head.find("\r\nconnection: close") != head.npos;
  return answer;
}

/// One thread with its share of the connections.
class Worker {
 public:
  Worker(const Options& options, SSL_CTX* context, Requests& requests, int connections, double rate,
         Moment started)
      : options_(options),
        context_(context),
        requests_(requests),
        slots_(static_cast<std::size_t>(connections)),
        gap_(rate > 0 ? seconds(1 / rate) : Clock::duration{}),
        measured_(started + seconds(options.warmup)),
        stop_(measured_ + seconds(options.seconds)),
        due_(started) {}

  void run() {
    epoll_ = ::epoll_create1(EPOLL_CLOEXEC);
    for (auto& slot : slots_) idle_.push_back(&slot);
    // What was sent by the end is waited for, that who counts at the other side finds the same number.
    const auto last = stop_ + std::chrono::seconds(10);
    while (Clock::now() < last) {
      begin_requests();
      if (idle_.size() == slots_.size() && (enough_ || Clock::now() >= stop_)) break;
      wait();
    }
    for (auto& slot : slots_) {
      if (slot.at != Slot::At::idle) fail(slot, "no answer within ten seconds after the end");
      disconnect(slot);
    }
    ::close(epoll_);
  }

  Counts counts;

 private:
  void begin_requests() {
    while (!idle_.empty() && !enough_) {
      const auto now = Clock::now();
      auto moment = now;
      if (gap_ > Clock::duration{}) moment = due_;
      if (moment > now || moment >= stop_) return;
      auto& slot = *idle_.front();
      if (!requests_.next(slot.request)) {
        enough_ = true;
        return;
      }
      idle_.pop_front();
      due_ += gap_;
      slot.begin = moment;
      slot.answer.clear();
      slot.at = slot.tls ? Slot::At::write : Slot::At::handshake;
      if (!slot.tls) connect(slot);
      advance(slot);
    }
  }

  void wait() {
    auto until = Clock::now() + std::chrono::milliseconds(100);
    if (gap_ > Clock::duration{} && !idle_.empty() && !enough_ && due_ < stop_) until = std::min(until, due_);
    const auto left = std::max(until - Clock::now(), Clock::duration{});
    const timespec time{0, std::chrono::duration_cast<std::chrono::nanoseconds>(left).count()};
    std::array<epoll_event, 64> events{};
    const int ready = ::epoll_pwait2(epoll_, events.data(), static_cast<int>(events.size()), &time, nullptr);
    for (int each = 0; each < ready; ++each) advance(*static_cast<Slot*>(events[each].data.ptr));
  }

  void connect(Slot& slot) {
    slot.socket = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (slot.socket < 0) throw std::runtime_error(std::string("socket: ") + std::strerror(errno));
    const int on = 1;
    ::setsockopt(slot.socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    const linger none{.l_onoff = 1, .l_linger = 0};  // thousands of handshakes would use up the ports
    ::setsockopt(slot.socket, SOL_SOCKET, SO_LINGER, &none, sizeof none);
    sockaddr_in peer{};
    peer.sin_family = AF_INET;
    peer.sin_port = htons(static_cast<std::uint16_t>(options_.port));
    peer.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    slot.tls.reset(SSL_new(context_));
    SSL_set_app_data(slot.tls.get(), &slot);
    SSL_set_fd(slot.tls.get(), slot.socket);
    SSL_set_tlsext_host_name(slot.tls.get(), "localhost");
    if (slot.session) SSL_set_session(slot.tls.get(), slot.session.get());
    SSL_set_connect_state(slot.tls.get());
    epoll_event event{};
    event.events = EPOLLIN | EPOLLOUT | EPOLLET;
    event.data.ptr = &slot;
    ::epoll_ctl(epoll_, EPOLL_CTL_ADD, slot.socket, &event);
    if (::connect(slot.socket, reinterpret_cast<const sockaddr*>(&peer), sizeof peer) != 0 &&
        errno != EINPROGRESS)
      slot.at = Slot::At::broken;
  }

  static void disconnect(Slot& slot) {
    // Else OpenSSL takes the session for one that may not be resumed.
    if (slot.tls) SSL_set_shutdown(slot.tls.get(), SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN);
    slot.tls.reset();
    if (slot.socket >= 0) ::close(slot.socket);
    slot.socket = -1;
  }

  /// As far as it goes without waiting.
  void advance(Slot& slot) {
    try {
      ERR_clear_error();
      if (slot.at == Slot::At::broken) throw std::runtime_error("no connection");
      if (slot.at == Slot::At::handshake) {
        if (!done(slot, SSL_do_handshake(slot.tls.get()))) return;
        ++counts.handshakes;
        counts.resumed += SSL_session_reused(slot.tls.get());
        slot.at = Slot::At::write;
      }
      if (slot.at == Slot::At::write) {
        if (!done(slot,
                  SSL_write(slot.tls.get(), slot.request.data(), static_cast<int>(slot.request.size()))))
          return;
        slot.at = Slot::At::read;
      }
      while (slot.at == Slot::At::read) {
        std::array<char, 16384> piece;
        const int got = SSL_read(slot.tls.get(), piece.data(), static_cast<int>(piece.size()));
        if (!done(slot, got)) return;
        slot.answer.append(piece.data(), static_cast<std::size_t>(got));
        if (const auto answer = parsed(slot.answer); answer.status != 0) finish(slot, answer);
      }
    } catch (const std::exception& error) {
      fail(slot, error.what());
    }
  }

  static bool done(const Slot& slot, int result) {
    if (result > 0) return true;
    const int why = SSL_get_error(slot.tls.get(), result);
    if (why == SSL_ERROR_WANT_READ || why == SSL_ERROR_WANT_WRITE) return false;
    throw std::runtime_error(why == SSL_ERROR_ZERO_RETURN ? "the server closed the connection"
                                                          : tls_reason());
  }

  void finish(Slot& slot, Answer answer) {
    const auto end = Clock::now();
    ++counts.all_statuses[answer.status];
    if (slot.begin >= measured_ && end <= stop_) {
      ++counts.statuses[answer.status];
      counts.milliseconds.push_back(std::chrono::duration<float, std::milli>(end - slot.begin).count());
    }
    if (answer.close || options_.mode != "load") disconnect(slot);
    slot.at = Slot::At::idle;
    idle_.push_back(&slot);
  }

  void fail(Slot& slot, const std::string& why) {
    if (counts.failures++ == 0) counts.first_failure = why;
    disconnect(slot);
    slot.session.reset();
    slot.at = Slot::At::idle;
    idle_.push_back(&slot);
    constexpr long long most = 10'000;  // nobody answers there: no use going on
    if (counts.failures >= most) enough_ = true;
  }

  const Options& options_;
  SSL_CTX* context_;
  Requests& requests_;
  std::vector<Slot> slots_;
  std::deque<Slot*> idle_;  // who waits longest goes first: all connections are used, also at a low rate
  Clock::duration gap_;
  Moment measured_, stop_, due_;
  bool enough_ = false;
  int epoll_ = -1;
};

Options options_of(int argc, char** argv) {
  Options options;
  const std::map<std::string_view, std::string Options::*> texts{
      {"--target", &Options::target}, {"--body", &Options::body}, {"--type", &Options::type},
      {"--ca", &Options::ca},         {"--cert", &Options::cert}, {"--key", &Options::key},
      {"--values", &Options::values}, {"--mode", &Options::mode}};
  const std::map<std::string_view, int Options::*> numbers{
      {"--port", &Options::port}, {"--connections", &Options::connections}, {"--threads", &Options::threads}};
  const std::map<std::string_view, long long Options::*> longs{
      {"--serial", &Options::serial}, {"--span", &Options::span}, {"--count", &Options::count}};
  const std::map<std::string_view, double Options::*> reals{
      {"--seconds", &Options::seconds}, {"--warmup", &Options::warmup}, {"--rate", &Options::rate}};
  for (int each = 1; each < argc; each += 2) {
    const std::string_view name = argv[each];
    if (each + 1 == argc) throw std::runtime_error(std::string(name) + " needs a value");
    const std::string value = argv[each + 1];
    if (const auto text = texts.find(name); text != texts.end())
      options.*text->second = value;
    else if (const auto number = numbers.find(name); number != numbers.end())
      options.*number->second = std::stoi(value);
    else if (const auto more = longs.find(name); more != longs.end())
      options.*more->second = std::stoll(value);
    else if (const auto real = reals.find(name); real != reals.end())
      options.*real->second = std::stod(value);
    else
      throw std::runtime_error("unknown option " + std::string(name));
  }
  if (options.mode != "load" && options.mode != "handshake" && options.mode != "resume")
    throw std::runtime_error("--mode is load, handshake or resume");
  if (options.port < 1 || options.port > std::numeric_limits<std::uint16_t>::max())
    throw std::runtime_error("--port: a port");
  if (options.threads < 1 || options.connections < options.threads)
    throw std::runtime_error("at least one connection a thread");
  return options;
}

std::string json_of(const std::map<int, long long>& statuses) {
  std::string text;
  for (const auto& [status, count] : statuses)
    text += (text.empty() ? "\"" : ", \"") + std::to_string(status) + "\": " + std::to_string(count);
  return "{" + text + "}";
}

double cpu_seconds() {
  rusage use{};
  ::getrusage(RUSAGE_SELF, &use);
  return static_cast<double>(use.ru_utime.tv_sec + use.ru_stime.tv_sec) +
         static_cast<double>(use.ru_utime.tv_usec + use.ru_stime.tv_usec) / 1e6;
}

void print(Counts& all, const Options& options, double took) {
  std::ranges::sort(all.milliseconds);
  const auto at = [&](double part) {
    const auto many = all.milliseconds.size();
    if (many == 0) return 0.0;
    return static_cast<double>(
        all.milliseconds[std::min(many - 1, static_cast<std::size_t>(part * static_cast<double>(many)))]);
  };
  long long answered = 0;
  for (const auto& [status, count] : all.all_statuses) answered += count;
  std::erase_if(all.first_failure, [](char each) { return each == '"' || each == '\\' || each < ' '; });
  std::printf(
      "{\"rps\": %.1f, \"p50_ms\": %.3f, \"p99_ms\": %.3f, \"max_ms\": %.3f, \"statuses\": %s, \"answered\": "
      "%lld, "
      "\"all_statuses\": %s, \"failures\": %lld, \"first_failure\": \"%s\", \"handshakes\": %lld, "
      "\"resumed\": %lld, "
      "\"took_s\": %.3f, \"client_cpu_us\": %.1f}\n",
      static_cast<double>(all.milliseconds.size()) / options.seconds, at(0.5), at(0.99), at(1),
      json_of(all.statuses).c_str(), answered, json_of(all.all_statuses).c_str(), all.failures,
      all.first_failure.c_str(), all.handshakes, all.resumed, took,
      answered == 0 ? 0 : cpu_seconds() * 1e6 / static_cast<double>(answered));
}

}  // namespace

int main(int argc, char** argv) try {
  const auto options = options_of(argc, argv);
  std::signal(SIGPIPE, SIG_IGN);  // a server that goes away is a failure to count
  const auto context = context_of(options);
  Requests requests(options);
  const auto started = Clock::now();
  std::vector<std::unique_ptr<Worker>> workers;
  for (int each = 0; each < options.threads; ++each) {
    const int share =
        options.connections / options.threads + (each < options.connections % options.threads ? 1 : 0);
    workers.push_back(std::make_unique<Worker>(options, context.get(), requests, share,
                                               options.rate / options.threads, started));
  }
  std::vector<std::thread> threads;
  for (auto& worker : workers) threads.emplace_back([&worker] { worker->run(); });
  for (auto& thread : threads) thread.join();
  const std::chrono::duration<double> took = Clock::now() - started;
  Counts all;
  for (auto& worker : workers) {
    auto& each = worker->counts;
    all.milliseconds.insert(all.milliseconds.end(), each.milliseconds.begin(), each.milliseconds.end());
    for (const auto& [status, count] : each.statuses) all.statuses[status] += count;
    for (const auto& [status, count] : each.all_statuses) all.all_statuses[status] += count;
    all.failures += each.failures;
    all.handshakes += each.handshakes;
    all.resumed += each.resumed;
    if (all.first_failure.empty()) all.first_failure = each.first_failure;
  }
  print(all, options, took.count());
  return 0;
} catch (const std::exception& error) {
  std::fprintf(stderr, "bench_load: %s\n", error.what());
  return 1;
}
