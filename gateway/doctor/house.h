#pragma once
// What the checks look at together: asked for once, whoever needs it first.
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "adapters/transport/http_client.h"
#include "gateway/base/surroundings.h"
#include "gateway/config/config.h"
#include "gateway/identity/revocation.h"

namespace inburgering::gateway::doctor {

/// Somebody whom the gateway calls, and what came of calling it.
struct Peer {
  std::string name;  ///< "DUO", "BRP brp", "abonnement kvs-0518"
  std::string url;
  adapters::transport::Call call{};
  std::string key;          ///< where its address stands in the configuration
  bool must_allow = false;  ///< a sink that has to say that it wants to receive
  bool is_base = false;     ///< the address that others stand below: nothing need answer there itself
  adapters::transport::Answer answer{};
  schemas::Moment answered{};  ///< by our clock
  bool is_http = true;         ///< else a receiver of syslog
};

/// The lists of who was revoked, and what could not be had of them.
struct Lists {
  std::vector<identity::ListState> states;
  std::vector<std::string> faults;
  std::vector<std::string> without;  ///< issuers for whom there is none
};

class House {
 public:
  House(config::Config config, const Clock& clock);

  const config::Config& config() const { return config_; }
  schemas::Moment now() const { return clock_.now(); }

  /// Of sinks also those that afnemers made themselves, where there is a store.
  const std::vector<Peer>& peers();
  /// As peers(), once they were called: side by side, each with a time limit.
  const std::vector<Peer>& reached();
  /// Fetches what the configuration names and is not kept here, into memory alone.
  const Lists& lists();

 private:
  void find_peers();

  const config::Config config_;
  const Clock& clock_;
  std::once_flag found_, called_, listed_;
  std::vector<Peer> peers_;
  Lists lists_;
};

/// The host and port in an address.
struct Place {
  std::string host;
  std::string port;
};
Place place_of(const std::string& url);

}  // namespace inburgering::gateway::doctor
