#pragma once
// CloudEvents to an address of the afnemer, over HTTP and mutual TLS (`wijze: push`).
#include "gateway/delivery/sink.h"

namespace inburgering::gateway::delivery {

class Webhook : public Sink {
 public:
  explicit Webhook(adapters::transport::HttpClient& client) : client_(client) {}
  std::expected<Message, std::string_view> write(
      const Errand& errand, const std::vector<boost::json::object>& events) const override;
  void bring(const Errand& errand, Message message, Done done) override;
  void ask(const Errand& errand, Done done) override;
  std::expected<int, std::string> agreed(const config::Config& config, const Answer& answer) const override;

 private:
  adapters::transport::HttpClient& client_;
};

}  // namespace inburgering::gateway::delivery
