#include "gateway/questions/brp.h"

#include "adapters/brp/personen.h"
#include "adapters/brp/volgen.h"
#include "adapters/brp/vraag.h"
#include "gateway/base/milliseconds.h"
#include "gateway/config/askable.h"
#include "gateway/exchange/ask.h"
#include "gateway/store/followed.h"
#include "gateway/store/sync.h"
#include "mapping/brp/personen.h"
#include "mapping/brp/persoon.h"
#include "mapping/canonical/object.h"

namespace inburgering::gateway::questions {
namespace {

using adapters::transport::Answer;
namespace vragen = config::vragen;

schemas::Day day_of(Milliseconds at) {
  return schemas::day_in_the_netherlands(
      schemas::Moment(schemas::Moment::Time(std::chrono::milliseconds(at))));
}

/// What was read came from a source that was asked at one moment and told what held then.
mapping::Volgorde order_of(const Asking& asked) { return {schemas::to_stuf(asked.moment), {}, false}; }

Reading broken(schemas::Faults faults) {
  return {.verdict = Verdict::understood, .faults = std::move(faults), .against_the_rules = true};
}

/// The person as the BRP told of it in either way, or null; joined to the remarks made while reading.
template <class Told>
Reading understood(Reading reading, const Told* told, const mapping::Subject& subject, const Asking& asked) {
  if (!told) return {.verdict = Verdict::unknown_person};
  auto translation = mapping::brp::translate(*told, order_of(asked),
                                             {std::string(log::feed::brp), asked.reference, asked.moment});
  if (!translation) return broken(std::move(translation.error()));
  translation->subject = subject;
  reading.verdict = Verdict::understood;
  reading.translation = std::move(*translation);
  return reading;
}

}  // namespace

std::expected<Asking, std::string> BrpCounterpart::ask(store::Session& sql, const store::Question& question,
                                                       const config::Tenant& tenant,
                                                       const store::Dossier& dossier) {
  const auto& config = pipeline_.config();
  const auto now = pipeline_.now();
  const auto& bsn = dossier.subject.bsn;
  const bool about_person = question.resource != vragen::wijzigingen;
  if (about_person && !bsn) return std::unexpected("van deze persoon is geen BSN bekend");
  if (question.resource != vragen::persoon && brp_.volgen.empty())
    return std::unexpected("bij deze BRP is geen adres ingesteld om personen te volgen (brp, volgen)");
  const auto tls = config::tls_to(config, brp_.hierarchy);
  Asking asking{{}, uuid4(pipeline_.sealing().surroundings.random), now, bsn};
  if (question.resource == vragen::persoon)
    asking.call = brp_.wijze == config::Brp::Wijze::personen
                      ? adapters::brp::personen::vraag(brp_.url, *bsn, tls)
                      : adapters::brp::vraag(brp_.url, *bsn,
                                             {{tenant.oin.digits(), "INBURGERING", ""},
                                              {brp_.oin.digits(), brp_.applicatie, ""},
                                              asking.reference,
                                              now},
                                             tls);
  else if (question.resource == vragen::volgen)
    asking.call = adapters::brp::volgen::volgindicatie(brp_.volgen, *bsn, std::nullopt, tls);
  else if (question.resource == vragen::niet_volgen)
    asking.call =
        adapters::brp::volgen::volgindicatie(brp_.volgen, *bsn, schemas::day_in_the_netherlands(now), tls);
  else {
    // The day of the previous question, that day included: what was told twice changes nothing the second
    // time.
    const auto last = store::last_asked(sql, tenant.oin.digits(), dossier.id, question.resource);
    const auto first = store::first_followed(sql, tenant.oin.digits()).value_or(milliseconds(now));
    const auto since = last && last->answered > 0 ? last->answered : first;
    asking.call = adapters::brp::volgen::wijzigingen(brp_.volgen, day_of(since), tls);
  }
  asking.call.timeout = brp_.timeout;
  asking.call.server = brp_.servers;
  return asking;
}

Reading BrpCounterpart::read(const store::Question& question, const config::Tenant& tenant,
                             const mapping::Subject& subject, const Asking& asked, const Answer& answer) {
  if (question.resource == vragen::persoon)
    return brp_.wijze == config::Brp::Wijze::stuf ? read_stuf(subject, asked, answer)
                                                  : read_persoon(subject, asked, answer);
  if (question.resource == vragen::wijzigingen) return read_changes(question, tenant, answer);
  return read_followed(question, answer);
}

Reading BrpCounterpart::read_persoon(const mapping::Subject& subject, const Asking& asked,
                                     const Answer& answer) const {
  Reading reading{.verdict = judge(answer.status)};
  if (reading.verdict != Verdict::understood) return reading;
  auto found = adapters::brp::personen::read_antwoord(answer.body, asked.bsn);
  if (!found) return broken(std::move(found.error()));
  return understood(std::move(reading), found->persoon ? &*found : nullptr, subject, asked);
}

Reading BrpCounterpart::read_stuf(const mapping::Subject& subject, const Asking& asked,
                                  const Answer& answer) const {
  Reading reading{.verdict = judge(answer.status)};
  // A fault comes with HTTP 500 by the binding, and with 200 from some: what it says counts.
  const bool readable = answer.status == 200 || answer.status == 500;
  if (!readable || answer.body.empty()) return reading;
  const auto type = adapters::transport::find_header(answer.headers, "Content-Type");
  auto read = adapters::brp::read_beantwoord(grammar_, answer.body, type, asked.bsn);
  if (!read) return answer.status == 200 ? broken(std::move(read.error())) : reading;
  reading.remarks = adapters::brp::remarks_on(read->coulances, "/npsLa01");
  if (read->fout) {
    reading.verdict = read->tijdelijk || (read->fout->code.empty() && answer.status == 500)
                          ? Verdict::again
                          : Verdict::wrong_question;
    reading.faults = {{"BRP", "foutbericht",
                       "de BRP antwoordde met foutcode " +
                           (read->fout->code.empty() ? std::string("(geen)") : read->fout->code)}};
    return reading;
  }
  return understood(std::move(reading), read->persoon ? &*read->persoon : nullptr, subject, asked);
}

Reading BrpCounterpart::read_followed(const store::Question& question, const Answer& answer) const {
  Reading reading{.verdict = answer.status == 201 ? Verdict::understood : judge(answer.status)};
  if (reading.verdict != Verdict::understood) return reading;
  reading.also = [question](exchange::Draft& draft, log::Entry& entry) {
    draft.also([question, since = milliseconds(entry.moment)](store::Session& sql) {
      if (question.resource == vragen::volgen)
        store::note_followed(sql, question.tenant, question.dossier, since);
      else
        store::forget_followed(sql, question.tenant, question.dossier);
    });
    // It may have ended while this was asked.
    if (question.resource != vragen::volgen) return;
    const auto dossier = draft.dossier(question.tenant, question.dossier);
    if (dossier && !dossier->closed.empty())
      exchange::ask(draft, question.tenant, question.dossier, vragen::niet_volgen, entry.message_id);
  };
  return reading;
}

Reading BrpCounterpart::read_changes(const store::Question& question, const config::Tenant& tenant,
                                     const Answer& answer) const {
  Reading reading{.verdict = judge(answer.status)};
  if (reading.verdict != Verdict::understood) return reading;
  auto changed = adapters::brp::volgen::read_wijzigingen(answer.body);
  if (!changed) return broken(std::move(changed.error()));
  reading.also = [this, &tenant, question, changed = std::move(*changed)](exchange::Draft& draft,
                                                                          log::Entry& entry) {
    // Those who are not in a dossier that is kept are no concern of ours, and nothing is noted of them.
    for (const auto& bsn : changed.burgerservicenummers) {
      const auto dossier = store::find_person(draft, draft.sealing(), question.tenant, {bsn, {}});
      if (dossier && dossier->closed.empty())
        exchange::ask(draft, question.tenant, dossier->id, vragen::persoon, entry.message_id);
    }
    end_following(draft, tenant, entry);
  };
  return reading;
}

/// Once a round: whose plicht ended long enough ago need not be followed any more.
void BrpCounterpart::end_following(exchange::Draft& draft, const config::Tenant& tenant,
                                   const log::Entry& entry) const {
  constexpr int window = 500;
  const auto today = std::chrono::sys_days(schemas::day_in_the_netherlands(entry.moment).date());
  const auto owner = tenant.oin.digits();
  std::string cursor;
  for (auto ids = draft.followed_after(owner, cursor, window); !ids.empty();
       ids = draft.followed_after(owner, cursor, window)) {
    for (const auto& id : ids) {
      const auto dossier = store::find_dossier(draft, draft.sealing(), owner, id);
      const auto object = dossier ? store::find_object(draft, draft.sealing(), *dossier,
                                                       mapping::canonical::Inburgeringsplichtige{})
                                  : std::nullopt;
      if (!object) continue;
      const auto& ended = std::get<mapping::canonical::Inburgeringsplichtige>(*object).datum_eind;
      if (!ended.has_value()) continue;
      const auto until =
          std::chrono::sys_days(ended.value().date()) + std::chrono::days(brp_.volgen_na_einde);
      if (until < today) exchange::ask(draft, owner, id, vragen::niet_volgen, entry.message_id);
    }
    cursor = ids.back();
  }
}

}  // namespace inburgering::gateway::questions
