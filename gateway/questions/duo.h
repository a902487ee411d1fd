#pragma once
#include "gateway/identity/registry.h"
#include "gateway/questions/counterpart.h"

namespace inburgering::gateway::questions {

/// DUO: every GET of its eleven APIs. 403 and 404 are normal outcomes; after a move they tell that another
/// gemeente has the regie.
class Duo : public Counterpart {
 public:
  explicit Duo(exchange::Pipeline& pipeline) : pipeline_(pipeline) {}
  std::string peer() const override;
  std::string_view feed() const override { return log::feed::duo; }
  std::string party() const override;
  Limits limits() const override;
  std::string kind(const store::Question& question) const override;
  std::expected<Asking, std::string> ask(store::Session& sql, const store::Question& question,
                                         const config::Tenant& tenant,
                                         const store::Dossier& dossier) override;
  Reading read(const store::Question& question, const config::Tenant& tenant, const mapping::Subject& subject,
               const Asking& asked, const adapters::transport::Answer& answer) override;

 private:
  exchange::Pipeline& pipeline_;
};

}  // namespace inburgering::gateway::questions
