#include "gateway/fsc/signers.h"

#include "adapters/fsc/jwks.h"
#include "adapters/transport/tls.h"
#include "gateway/config/fsc.h"
#include "gateway/fsc/calls.h"

namespace inburgering::gateway::fsc {

namespace wire = adapters::fsc;

std::expected<Signers::Shown, std::string> Signers::judged(Shown shown) const {
  if (auto fault = adapters::transport::chain_fault(shown->chain, live_.now().fsc.server))
    return std::unexpected("het certificaat van de handtekening is niet goed: " + *fault);
  return shown;
}

void Signers::find(const std::string& peer, const std::string& address, const std::string& thumbprint,
                   Done done) {
  Shown known;
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = known_.find({peer, thumbprint}); found != known_.end()) known = found->second;
  }
  if (known) return done(judged(known));
  auto call = call_to(live_.now(), peer, address, "GET", "/v1/.well-known/jwks.json");
  call.max_answer = wire::longest_jwks;
  client_.send(std::move(call), [this, peer, thumbprint,
                                 done = std::move(done)](const adapters::transport::Answer& answer) {
    const auto refuse = [&](const std::string& why) {
      done(std::unexpected("het certificaat met afdruk " + thumbprint +
                           " is niet te krijgen van de Manager van " + peer + ": " + why));
    };
    constexpr int fine = 200;
    if (answer.status != fine)
      return refuse(answer.status == 0 ? answer.failure : "HTTP " + std::to_string(answer.status));
    auto keys = wire::read_jwks(answer.body);
    if (!keys) return refuse(schemas::to_text(keys.error()));
    for (auto& each : *keys) {
      if (wire::thumbprint_of(each.own()) != thumbprint) continue;
      auto shown = judged(std::make_shared<const wire::Shown>(std::move(each)));
      if (shown) {
        const std::lock_guard lock(mutex_);
        if (known_.size() >= remembered) known_.clear();
        known_[{peer, thumbprint}] = *shown;
      }
      return done(std::move(shown));
    }
    refuse("het staat niet in zijn sleutelset");
  });
}

}  // namespace inburgering::gateway::fsc
