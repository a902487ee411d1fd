#pragma once
// The certificates with which peers sign: had of their Managers (/.well-known/jwks.json), and judged under
// the anchors of the group each time.
#include <expected>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "adapters/fsc/certificate.h"
#include "adapters/transport/http_client.h"
#include "gateway/config/live.h"

namespace inburgering::gateway::fsc {

class Signers {
 public:
  using Shown = std::shared_ptr<const adapters::fsc::Shown>;
  /// Dutch error, for our own log: whoever brought the address is not to hear what is at it.
  using Done = std::function<void(std::expected<Shown, std::string>)>;

  Signers(config::Live live, adapters::transport::HttpClient& client)
      : live_(std::move(live)), client_(client) {}
  Signers(const Signers&) = delete;
  Signers& operator=(const Signers&) = delete;

  /// The certificate with this thumbprint, of a peer whose Manager has this address. `done` is called now, or
  /// on the client's thread.
  void find(const std::string& peer, const std::string& address, const std::string& thumbprint, Done done);

 private:
  static constexpr std::size_t remembered = 1000;

  std::expected<Shown, std::string> judged(Shown shown) const;

  config::Live live_;
  adapters::transport::HttpClient& client_;
  std::mutex mutex_;
  std::map<std::pair<std::string, std::string>, Shown> known_;  ///< by peer and thumbprint
};

}  // namespace inburgering::gateway::fsc
