#pragma once
// A way to bring events to an afnemer: the one thing that differs between `wijzen`. What is promised of a
// delivery is not here: that it is durable, comes at least once and in order, is repeated with pauses, logged
// at each attempt, rests among the dead letters at last, is the dispatcher's, and the same for all. A new way
// is a file with a Sink, a row in sinks.cpp, and a row in wishes::wijzen.
#include <boost/json/object.hpp>
#include <expected>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/transport/http_client.h"
#include "gateway/config/config.h"
#include "gateway/delivery/message.h"
#include "gateway/log/exchange_log.h"
#include "gateway/store/dossiers.h"
#include "gateway/subscriptions/standing.h"

namespace inburgering::gateway::delivery {

/// Where something is brought, and by what.
struct Errand {
  const config::Config& config;
  const store::Sealing& sealing;
  const subscriptions::Standing& standing;

  const wishes::Subscription& wish() const { return standing.wish; }
  schemas::Moment now() const { return sealing.surroundings.clock.now(); }
};

/// One way. What came of it is said in the words of HTTP, whatever is spoken on the line, so that log, pages,
/// `nooit` and pauses know one language: 2xx, the other side has it for good; another status, it answered
/// that; 0, it did not answer, and `failure` says why. All calls from any thread; none of them waits for the
/// other side.
class Sink {
 public:
  using Answer = adapters::transport::Answer;
  using Done = std::function<void(const Answer&)>;

  virtual ~Sink() = default;
  /// Events as they go over the line; one, or as many as the wish bundles. Why they cannot be written
  /// (store::reason), when that is so.
  virtual std::expected<Message, std::string_view> write(
      const Errand& errand, const std::vector<boost::json::object>& events) const = 0;
  /// Brings it; `done` is called once, from any thread, also before this returns.
  virtual void bring(const Errand& errand, Message message, Done done) = 0;
  /// Asks whether the other side wants to receive at all, where the wish needs that.
  virtual void ask(const Errand& errand, Done done) = 0;
  /// What it answered: requests a minute that it allows (0 = no limit), or in Dutch why it did not agree.
  virtual std::expected<int, std::string> agreed(const config::Config& config,
                                                 const Answer& answer) const = 0;
  /// Nothing is brought any more, and no `done` called: who waits for one is about to end. Ways over HTTP end
  /// with their client.
  virtual void stop() {}
};

/// All ways, each there once for as long as the process runs.
class Sinks {
 public:
  explicit Sinks(adapters::transport::HttpClient& client);
  /// Of a wish that is brought its events (not Wijze::fetches).
  Sink& of(const wishes::Subscription& wish) { return *sinks_.at(wish.way().name); }
  void stop();

 private:
  std::map<std::string_view, std::unique_ptr<Sink>> sinks_;
};

/// Brings a test event, about nobody.
void test(Sinks& sinks, const Errand& errand, std::string_view id, Sink::Done done);

/// What went wrong, for the log and the operator. Empty when it arrived.
std::string failure_of(const adapters::transport::Answer& answer);
inline bool arrived(const adapters::transport::Answer& answer) {
  return answer.status >= 200 && answer.status < 300;
}

/// What came of a test delivery: noted in its log entry, and as whoever asked for it is told.
boost::json::object note_test(log::Entry& entry, const adapters::transport::Answer& answer);
/// Who fetches what waits has no address to try.
inline constexpr std::string_view nothing_to_test = "wie zelf ophaalt heeft geen adres om te proberen";

}  // namespace inburgering::gateway::delivery
