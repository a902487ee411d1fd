#pragma once
// What works while the gateway is a peer of a group of FSC.
#include <memory>

#include "gateway/fsc/outway.h"
#include "gateway/fsc/sender.h"
#include "gateway/http/manager.h"

namespace inburgering::gateway::cli {

struct OfGroup {
  std::unique_ptr<adapters::transport::HttpClient> client;
  fsc::Own own;
  fsc::Signers signers;
  fsc::Sender sender;
  fsc::Outway outway;
  http::Manager manager;
  std::unique_ptr<adapters::transport::HttpServer> server{};

  OfGroup(const config::Live& live, exchange::Pipeline& pipeline, const store::Database& database,
          log::Refusals& refusals, const adapters::transport::Pulse& pulse)
      : client(std::make_unique<adapters::transport::HttpClient>(nullptr, pulse)),
        own(live),
        signers(live, *client),
        sender(pipeline, database, *client),
        outway(live, pipeline, database, *client),
        manager({live, pipeline, database, refusals, own, signers}) {}

  /// Calls of this client to parties of the group go by the Outway.
  void lead(adapters::transport::HttpClient& calls) {
    calls.go_by([this](adapters::transport::Call& call, adapters::transport::HttpClient::Done& done) {
      return outway.take(call, done);
    });
  }
  /// Nothing goes out any more.
  void end_calls() {
    outway.close();
    client.reset();
  }
};

}  // namespace inburgering::gateway::cli
