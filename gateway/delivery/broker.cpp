#include "gateway/delivery/broker.h"

#include <algorithm>
#include <deque>
#include <variant>

#include "adapters/token/password.h"
#include "gateway/base/wake_loop.h"
#include "gateway/delivery/call.h"
#include "gateway/delivery/cloudevents.h"

namespace inburgering::gateway::delivery {
namespace {

using adapters::broker::Item;
using adapters::broker::Place;
using adapters::broker::Publisher;
using adapters::transport::Answer;
using Steady = std::chrono::steady_clock;

/// As connections over HTTP: what ended since (trust, a password, a certificate) ends them within a minute.
constexpr std::chrono::seconds connection_lives{50};
constexpr std::chrono::minutes line_lives{10};  // after its last message
constexpr std::size_t at_once = 256;
constexpr std::ptrdiff_t lines_of_one = 20;  // each is a thread and a connection

std::expected<Place, std::string> place_of(const Errand& errand, Broker::Parse parse) {
  const auto& wish = errand.wish();
  auto place = parse(wish.url.value_or(""));
  if (!place) return std::unexpected("het adres van de broker is niet te lezen");
  auto call = call_to(errand.config, wish, "");
  place->subject = wish.onderwerp.value_or("");
  place->tls = std::move(call.tls);
  place->server = std::move(*call.server);
  place->pin = std::move(call.pin);
  place->timeout = call.timeout;
  place->only_public_and = std::move(call.only_public_and);
  const auto party = std::ranges::find(errand.config.parties, wish.afnemer, &config::Party::oin);
  if (party == errand.config.parties.end() || !party->broker) return std::move(*place);
  auto password = adapters::token::read_password(party->broker->password);
  if (!password)
    return std::unexpected("het wachtwoord voor de broker (broker.wachtwoord_bestand) is niet te lezen: " +
                           password.error());
  place->user = party->broker->name;
  place->password = std::move(*password);
  return std::move(*place);
}

bool same(const Place& one, const Place& other) {
  const auto key = [](const Place& place) {
    return std::tie(place.host, place.port, place.vhost, place.subject, place.user, place.password, place.pin,
                    place.tls.certificate, place.tls.trust, place.server.oins, place.server.pins);
  };
  return key(one) == key(other);
}

Answer no_answer(std::string why) {
  Answer answer;
  answer.failure = std::move(why);
  return answer;
}

}  // namespace

/// Something to bring, or without an item a look whether that can be done.
struct Broker::Job {
  Place place;
  std::optional<Item> item;
  Done done;
};

class Broker::Line {
 public:
  explicit Line(Connect connect) : connect_(connect) { loop_.start(); }
  Line(const Line&) = delete;
  Line& operator=(const Line&) = delete;
  /// What waits is dropped, and its `done` not called.
  ~Line() {
    halt();
    loop_.stop();
  }
  /// Ends what waits for the broker; does not wait for that.
  void halt() { stop_.request_stop(); }

  void put(Job job) {
    {
      const std::lock_guard lock(mutex_);
      jobs_.push_back(std::move(job));
      used_ = Steady::now();
    }
    loop_.wake();
  }
  bool is_idle() {
    const std::lock_guard lock(mutex_);
    return jobs_.empty() && !busy_ && Steady::now() - used_ > line_lives;
  }

 private:
  std::chrono::milliseconds step() {
    std::vector<Job> jobs;
    {
      const std::lock_guard lock(mutex_);
      while (!jobs_.empty() && jobs.size() < at_once &&
             (jobs.empty() || same(jobs_.front().place, jobs[0].place))) {
        jobs.push_back(std::move(jobs_.front()));
        jobs_.pop_front();
      }
      busy_ = !jobs.empty();
    }
    if (!jobs.empty()) {
      if (!adapters::transport::guarded("levering aan een broker", [&] { work(jobs); })) {
        publisher_.reset();
        for (auto& job : jobs) tell(job, no_answer("er ging iets mis bij het leveren aan de broker"));
      }
      const std::lock_guard lock(mutex_);
      busy_ = false;
      used_ = Steady::now();
      return std::chrono::milliseconds(0);
    }
    if (publisher_ && Steady::now() - made_ > connection_lives) publisher_.reset();
    return connection_lives;
  }

  /// Once of each, and not that nothing was said when it is we who stopped.
  void tell(Job& job, Answer answer) {
    const auto done = std::exchange(job.done, nullptr);
    if (!done || (answer.status == 0 && stop_.stop_requested())) return;
    answer.duration = std::chrono::duration_cast<std::chrono::milliseconds>(Steady::now() - began_);
    answer.sent = true;
    adapters::transport::guarded("antwoord van een broker", [&] { done(answer); });
  }

  void work(std::vector<Job>& jobs) {
    if (stop_.stop_requested()) return;
    began_ = Steady::now();
    const bool fresh = publisher_ && same(place_, jobs[0].place) && Steady::now() - made_ < connection_lives;
    if (!fresh) {
      publisher_.reset();
      auto made = connect_(jobs[0].place, stop_.get_token());
      if (!made) {
        for (auto& job : jobs) tell(job, no_answer(made.error()));
        return;
      }
      publisher_ = std::move(*made);
      place_ = jobs[0].place;
      made_ = Steady::now();
    }
    std::vector<Item> items;
    for (auto& job : jobs)
      if (job.item) items.push_back(std::move(*job.item));
    const auto outcomes =
        items.empty() ? std::vector<adapters::broker::Outcome>() : publisher_->publish(items);
    auto next = outcomes.begin();
    for (auto& job : jobs) {
      Answer answer;
      answer.status = 200;
      if (job.item) {
        answer.status = next->status;
        answer.failure = (next++)->failure;
      }
      if (answer.status == 0) publisher_.reset();
      tell(job, std::move(answer));
    }
  }

  const Connect connect_;
  std::mutex mutex_;  ///< of what puts and the loop share
  std::deque<Job> jobs_;
  bool busy_ = false;
  Steady::time_point used_ = Steady::now();
  // Of the loop alone.
  std::unique_ptr<Publisher> publisher_;
  Place place_;
  Steady::time_point made_, began_;
  std::stop_source stop_;  // of all threads
  WakeLoop loop_{"naar een broker", [this] { return step(); }};
};

Broker::Broker(Parse parse, Connect connect) : parse_(parse), connect_(connect) {}
Broker::~Broker() = default;

void Broker::stop() {
  decltype(lines_) lines;
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
    lines.swap(lines_);
  }
  for (const auto& [whose, line] : lines) line->halt();  // all of them, before one is waited for
}

Broker::Line* Broker::line_of(const subscriptions::Standing& standing) {
  const std::string afnemer(standing.wish.afnemer.digits());
  const auto found = lines_.find({afnemer, standing.id()});
  if (found != lines_.end()) return found->second.get();
  const auto own = [&](const auto& each) { return each.first.first == afnemer; };
  if (std::ranges::count_if(lines_, own) >= lines_of_one) return nullptr;
  auto made = std::make_unique<Line>(connect_);
  return lines_.emplace(std::pair(afnemer, standing.id()), std::move(made)).first->second.get();
}

void Broker::put(const subscriptions::Standing& standing, Job job) {
  std::vector<std::unique_ptr<Line>> ended;  // outlives the lock: an end is waited for
  {
    const std::lock_guard lock(mutex_);
    if (stopped_) return;
    for (auto at = lines_.begin(); at != lines_.end();)
      if (at->first.second != standing.id() && at->second->is_idle()) {
        ended.push_back(std::move(at->second));
        at = lines_.erase(at);
      } else {
        ++at;
      }
    if (auto* const line = line_of(standing)) return line->put(std::move(job));
  }
  job.done(no_answer("deze afnemer heeft al " + std::to_string(lines_of_one) +
                     " abonnementen waarvoor de gateway met een broker is verbonden; neem er minder, met elk "
                     "meer gemeenten of objecttypes"));
}

std::expected<Message, std::string_view> Broker::write(const Errand& errand,
                                                       const std::vector<boost::json::object>& events) const {
  return write_cloudevents(errand, events);
}

void Broker::bring(const Errand& errand, Message message, Done done) {
  auto place = place_of(errand, parse_);
  if (!place) return done(no_answer(place.error()));
  Item item{std::move(message.id), std::move(message.type), std::move(message.key),
            std::string(adapters::transport::find_header(message.headers, "Content-Type")),
            std::move(message.body)};
  put(errand.standing, {std::move(*place), std::move(item), std::move(done)});
}

void Broker::ask(const Errand& errand, Done done) {
  auto place = place_of(errand, parse_);
  if (!place) return done(no_answer(place.error()));
  put(errand.standing, {std::move(*place), std::nullopt, std::move(done)});
}

std::expected<int, std::string> Broker::agreed(const config::Config&, const Answer& answer) const {
  if (!arrived(answer)) return std::unexpected(failure_of(answer));
  return 0;
}

}  // namespace inburgering::gateway::delivery
