#include "gateway/questions/duo.h"

#include "adapters/duo/vraag.h"
#include "gateway/exchange/ask.h"
#include "gateway/exchange/relocation.h"
#include "mapping/duo/answer.h"

namespace inburgering::gateway::questions {

std::string Duo::peer() const { return std::string(exchange::duo); }
std::string Duo::party() const { return pipeline_.config().duo.oin.digits(); }

Counterpart::Limits Duo::limits() const {
  return {pipeline_.config().duo.in_flight, pipeline_.config().duo.requests_per_second};
}

std::string Duo::kind(const store::Question& question) const { return "GET " + question.resource; }

std::expected<Asking, std::string> Duo::ask(store::Session&, const store::Question& question,
                                            const config::Tenant& tenant, const store::Dossier& dossier) {
  const auto* resource = adapters::duo::find_resource(question.resource);
  if (resource == nullptr || (resource->about_person && !dossier.subject.bsn))
    return std::unexpected("van deze persoon of deze resource kan DUO niets worden gevraagd");
  const adapters::duo::MessageHeaders headers{tenant.oin, pipeline_.config().duo.oin,
                                              uuid4(pipeline_.sealing().surroundings.random)};
  auto call = adapters::duo::question(*resource, pipeline_.config().duo.url, dossier.subject.bsn, headers,
                                      config::tls_to(pipeline_.config(), pipeline_.config().duo.hierarchy));
  call.timeout = pipeline_.config().duo.timeout;
  call.server = pipeline_.config().duo.servers;
  return Asking{std::move(call), headers.bericht_id, pipeline_.now(), dossier.subject.bsn};
}

Reading Duo::read(const store::Question& question, const config::Tenant& tenant,
                  const mapping::Subject& subject, const Asking& asked,
                  const adapters::transport::Answer& answer) {
  Reading reading{.verdict = judge(answer.status)};
  if (reading.verdict == Verdict::understood) {
    auto read = mapping::duo::translate_answer(question.resource, answer.body, subject, asked.reference);
    if (read)
      reading.translation = std::move(*read);
    else
      reading.faults = std::move(read.error());
    reading.against_the_rules = !reading.translation;
  }
  const bool not_ours = reading.verdict == Verdict::refused || reading.verdict == Verdict::unknown_person;
  if (not_ours && question.resource == exchange::plicht)
    reading.also = [&tenant, dossier = question.dossier](exchange::Draft& draft, log::Entry& entry) {
      exchange::close_if_moved(draft, tenant, dossier, entry);
    };
  return reading;
}

}  // namespace inburgering::gateway::questions
