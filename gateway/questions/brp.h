#pragma once
#include "gateway/questions/counterpart.h"
#include "schemas/xml/grammar.h"

namespace inburgering::gateway::questions {

/// A BRP that is asked: about a person (Personen API or npsLv01), to follow one or no longer, and who of
/// those that are followed has changed (Update API).
class BrpCounterpart : public Counterpart {
 public:
  BrpCounterpart(exchange::Pipeline& pipeline, const schemas::xml::Grammar& grammar, const config::Brp& brp)
      : pipeline_(pipeline), grammar_(grammar), brp_(brp) {}
  std::string peer() const override { return brp_.naam; }
  std::string_view feed() const override { return log::feed::brp; }
  std::string party() const override { return brp_.oin.digits(); }
  Limits limits() const override { return {brp_.in_flight, brp_.requests_per_second}; }
  std::string kind(const store::Question& question) const override { return question.resource; }
  std::expected<Asking, std::string> ask(store::Session& sql, const store::Question& question,
                                         const config::Tenant& tenant,
                                         const store::Dossier& dossier) override;
  Reading read(const store::Question& question, const config::Tenant& tenant, const mapping::Subject& subject,
               const Asking& asked, const adapters::transport::Answer& answer) override;

 private:
  Reading read_persoon(const mapping::Subject& subject, const Asking& asked,
                       const adapters::transport::Answer& answer) const;
  Reading read_stuf(const mapping::Subject& subject, const Asking& asked,
                    const adapters::transport::Answer& answer) const;
  Reading read_followed(const store::Question& question, const adapters::transport::Answer& answer) const;
  Reading read_changes(const store::Question& question, const config::Tenant& tenant,
                       const adapters::transport::Answer& answer) const;
  void end_following(exchange::Draft& draft, const config::Tenant& tenant, const log::Entry& entry) const;

  exchange::Pipeline& pipeline_;
  const schemas::xml::Grammar& grammar_;
  const config::Brp& brp_;
};

}  // namespace inburgering::gateway::questions
