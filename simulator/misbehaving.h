#pragma once
#include <cstdint>
#include <functional>
#include <mutex>

#include "adapters/transport/http_server.h"
#include "simulator/duo_api.h"

namespace inburgering::simulator {

/// Answers through `answer`, one request at a time; slow or failing as PUT /simulator/gedrag tells it to be
/// ({"vertragingMs", "status", "aantal"}); GET says how many questions came so far ({"vragen"}). What is
/// meant for the simulator itself is never slowed.
class Misbehaving : public adapters::transport::Handler {
 public:
  using Answer = std::function<adapters::transport::Response(const adapters::transport::Request&)>;
  Misbehaving(Answer answer, Behaviour behaviour) : answer_(std::move(answer)), behaviour_(behaviour) {}
  bool admit(adapters::transport::Request&) override { return true; }
  void answer(adapters::transport::Request request, Done done) override;

 private:
  adapters::transport::Response behave(std::string_view body);

  std::mutex mutex_;
  Answer answer_;
  Behaviour behaviour_;
  std::int64_t questions_ = 0;
};

}  // namespace inburgering::simulator
