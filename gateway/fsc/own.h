#pragma once
// Who we are to the group: the certificate of tls.server and its key, with which contracts and tokens are
// signed; and that with which we call others there.
#include <expected>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "adapters/fsc/certificate.h"
#include "gateway/config/live.h"

namespace inburgering::gateway::fsc {

class Own {
 public:
  struct Identity {
    adapters::transport::OwnIdentity own;
    std::string thumbprint;
  };
  using Held = std::shared_ptr<const Identity>;

  enum class Side { server, client };
  explicit Own(config::Live live, Side side = Side::server) : live_(std::move(live)), side_(side) {}
  Own(const Own&) = delete;
  Own& operator=(const Own&) = delete;

  /// That of now; read again when the files changed. Dutch error.
  std::expected<Held, std::string> now() const;
  /// That of now first, then those of before: what they signed is still ours.
  std::vector<Held> all() const;
  std::expected<std::string, std::string> sign(std::string_view payload) const;

 private:
  adapters::transport::OwnFiles files() const;

  config::Live live_;
  const Side side_;
  mutable std::mutex mutex_;
  mutable std::vector<Held> held_;
  mutable std::filesystem::file_time_type written_;
};

/// Our name in the group: the organisation in our certificate.
std::string name_of(const Own::Identity& identity);

}  // namespace inburgering::gateway::fsc
