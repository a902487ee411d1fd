#include "gateway/fsc/own.h"

#include <algorithm>

#include "adapters/fsc/jws.h"

namespace inburgering::gateway::fsc {

namespace wire = adapters::fsc;

adapters::transport::OwnFiles Own::files() const {
  const auto& config = live_.now();
  return side_ == Side::server ? config.fsc.server.own() : config::tls_to(config, config.fsc.hierarchy).own();
}

std::expected<Own::Held, std::string> Own::now() const {
  const auto files = this->files();
  std::error_code gone;
  const auto written = std::filesystem::last_write_time(files.certificate, gone);
  const std::lock_guard lock(mutex_);
  if (!held_.empty() && (gone || written == written_)) return held_.front();
  auto own = adapters::transport::read_own(files);
  if (!own) {
    // Halfway through being replaced: what was good goes on until both files belong together.
    if (!held_.empty()) return held_.front();
    return std::unexpected(own.error());
  }
  written_ = written;
  auto thumbprint = wire::thumbprint_of(own->chain.front().get());
  if (!held_.empty() && held_.front()->thumbprint == thumbprint) return held_.front();
  constexpr std::size_t remembered = 4;
  held_.insert(held_.begin(), std::make_shared<const Identity>(std::move(*own), std::move(thumbprint)));
  if (held_.size() > remembered) held_.pop_back();
  return held_.front();
}

std::vector<Own::Held> Own::all() const {
  (void)now();
  const std::lock_guard lock(mutex_);
  return held_;
}

std::expected<std::string, std::string> Own::sign(std::string_view payload) const {
  const auto identity = now();
  if (!identity) return std::unexpected(identity.error());
  return wire::sign(payload, (*identity)->own);
}

std::string name_of(const Own::Identity& identity) {
  auto name = wire::organization_of(identity.own.chain.front().get());
  return name.empty() ? "onbekend" : name;
}

}  // namespace inburgering::gateway::fsc
