#pragma once
// The Manager of FSC Core 1.0 (manager.yaml) and FSC Logging 1.0 (logging.yaml), on a listener of its own:
// contracts, signatures, tokens, and who is there.
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "adapters/transport/http_server.h"
#include "gateway/base/rate_limit.h"
#include "gateway/exchange/pipeline.h"
#include "gateway/fsc/own.h"
#include "gateway/fsc/signers.h"
#include "gateway/log/refusals.h"

namespace inburgering::gateway::http {

/// What its handlers work with.
struct ManagerHouse {
  config::Live live;
  exchange::Pipeline& pipeline;
  const store::Database& database;
  log::Refusals& refusals;
  fsc::Own& own;
  fsc::Signers& signers;
  const config::Config& config() const { return live.now(); }
};

/// A request of a peer on a known path, body read.
struct PeerVisit {
  adapters::transport::Request request;
  std::string peer;                          ///< OIN in its certificate
  std::string hash, verdict;                 ///< of the path, where it has them
  std::map<std::string, std::string> query;  ///< decoded
  log::Entry entry;
};

class Manager : public adapters::transport::Handler {
 public:
  explicit Manager(ManagerHouse house) : house_(house), requests_(house.config().requests_per_second) {}
  bool admit(adapters::transport::Request& head) override;
  void answer(adapters::transport::Request request, Done done) override;
  adapters::transport::PeerRules rules_for(const std::string& serial_number) override;
  void connection_refused(const adapters::transport::RefusedConnection& refused) override;
  void renew() { requests_.set(house_.config().requests_per_second); }

 private:
  ManagerHouse house_;
  RateLimit requests_;
};

using ManagerDone = adapters::transport::Handler::Done;
using Answered = void (*)(ManagerHouse&, PeerVisit, ManagerDone);

/// 503: nothing was kept, and who asks is to come back.
adapters::transport::Response manager_down();

void handle_announce(ManagerHouse& house, PeerVisit visit, ManagerDone done);
void handle_contract(ManagerHouse& house, PeerVisit visit, ManagerDone done);
void handle_signature(ManagerHouse& house, PeerVisit visit, ManagerDone done);
void handle_token(ManagerHouse& house, PeerVisit visit, ManagerDone done);
// manager_lists.cpp
void handle_contracts(ManagerHouse& house, PeerVisit visit, ManagerDone done);
void handle_own_peer(ManagerHouse& house, PeerVisit visit, ManagerDone done);
void handle_peers(ManagerHouse& house, PeerVisit visit, ManagerDone done);
void handle_services(ManagerHouse& house, PeerVisit visit, ManagerDone done);
void handle_keys(ManagerHouse& house, PeerVisit visit, ManagerDone done);
void handle_transactions(ManagerHouse& house, PeerVisit visit, ManagerDone done);

}  // namespace inburgering::gateway::http
