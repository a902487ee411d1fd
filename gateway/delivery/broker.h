#pragma once
// CloudEvents to the afnemer's message broker (`wijze: amqp`, `wijze: kafka`), in structured form; the
// routing or partition key is the dossier, so that a queue, a consistent hash or a partition keeps the order
// of a person.
#include <mutex>

#include "adapters/broker/broker.h"
#include "gateway/delivery/sink.h"

namespace inburgering::gateway::delivery {

class Broker : public Sink {
 public:
  /// How addresses of this kind are read, and how one is spoken with.
  using Parse = std::optional<adapters::broker::Place> (*)(std::string_view url);
  using Connect = adapters::broker::Connected (*)(const adapters::broker::Place& place, std::stop_token stop);
  Broker(Parse parse, Connect connect);
  ~Broker() override;
  std::expected<Message, std::string_view> write(
      const Errand& errand, const std::vector<boost::json::object>& events) const override;
  void bring(const Errand& errand, Message message, Done done) override;
  /// Connects, and looks whether the exchange or topic is there.
  void ask(const Errand& errand, Done done) override;
  std::expected<int, std::string> agreed(const config::Config& config, const Answer& answer) const override;
  void stop() override;

 private:
  class Line;
  struct Job;
  void put(const subscriptions::Standing& standing, Job job);
  /// Where its jobs go; nothing when its afnemer has as many lines as it may have.
  Line* line_of(const subscriptions::Standing& standing);

  const Parse parse_;
  const Connect connect_;

  std::mutex mutex_;  ///< of lines_
  /// By afnemer and subscription: each has a thread and a connection of its own, and holds up no other.
  std::map<std::pair<std::string, std::string>, std::unique_ptr<Line>> lines_;
  bool stopped_ = false;
};

}  // namespace inburgering::gateway::delivery
