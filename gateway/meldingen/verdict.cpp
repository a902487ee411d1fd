#include "gateway/meldingen/verdict.h"

#include "adapters/duo/vraag.h"
#include "gateway/base/backoff.h"
#include "gateway/log/exchange_log.h"

namespace inburgering::gateway::meldingen {
namespace {

namespace state = store::melding_state;
using adapters::transport::Answer;
using mapping::duo::Navraag;

constexpr std::chrono::milliseconds first_retry{2000};
constexpr std::chrono::milliseconds longest_retry{std::chrono::minutes(15)};

bool may_pass(int status) { return status == 408 || status == 429 || status >= 500; }

std::string joined(const std::vector<std::string>& texts) {
  std::string all;
  for (const auto& text : texts) all += (all.empty() ? "" : "; ") + text;
  return all;
}

/// Tried again after a pause that grows.
Verdict again(const Job& job, const Answer& answer, std::string_view in_state, const Circumstances& around) {
  const auto why =
      answer.status == 0 ? answer.failure : "DUO antwoordde met HTTP " + std::to_string(answer.status);
  const auto next = in_state == state::ask_back ? "; DUO wordt eerst gevraagd of de melding er is"
                                                : "; de melding wordt opnieuw verstuurd";
  return {in_state,
          log::outcome::mislukt,
          {},
          {{"DUO", "melding", why + next}},
          pause_after(job.row.attempts + 1, first_retry, longest_retry, around.chance,
                      adapters::transport::find_header(answer.headers, "Retry-After"), around.now)};
}

}  // namespace

Verdict judge(const Job& job, const Answer& answer, const Circumstances& around) {
  if (answer.status >= 200 && answer.status < 300) return {state::accepted, log::outcome::aanvaard};
  if (answer.status == 0 && answer.sent) {
    const bool can_ask = !job.melding.operatie->resource.empty();
    if (!can_ask) return judge_lost(job, answer.failure);
    auto verdict = again(job, answer, state::ask_back, around);
    verdict.pause = around.ask_back;
    return verdict;
  }
  if (answer.status == 0 || may_pass(answer.status)) return again(job, answer, state::waiting, around);
  auto note = joined(adapters::duo::foutteksten(answer.body));
  if (note.empty())
    note = answer.status == 404 ? "DUO kent deze persoon of dit gegeven niet (HTTP 404)"
                                : "DUO weigerde met HTTP " + std::to_string(answer.status) +
                                      " zonder toelichting; controleer koppeling en gegevens";
  return {
      state::refused,
      log::outcome::geweigerd,
      note,
      {{"DUO", "geweigerd",
        "DUO weigerde met HTTP " + std::to_string(answer.status) + "; de foutteksten staan bij de melding"}}};
}

Verdict judge_looking_back(const Job& job, const Answer& answer,
                           const std::optional<std::vector<mapping::canonical::Object>>& known,
                           const Circumstances& around) {
  if (!known || answer.status == 0 || may_pass(answer.status))
    return again(job, answer, state::ask_back, around);
  switch (mapping::duo::look_back(job.melding, answer.status, answer.body, *known)) {
    case Navraag::done:
      return {state::accepted, log::outcome::aanvaard};
    case Navraag::not_done:
      return {state::waiting,
              log::outcome::niet_aangekomen,
              {},
              {{"DUO", "navraag", "DUO heeft deze melding niet; zij wordt opnieuw verstuurd"}}};
    case Navraag::unclear:
      break;
  }
  return judge_lost(job, "uit het antwoord van DUO blijkt niet of deze melding er is");
}

Verdict judge_lost(const Job& job, std::string_view why) {
  return {state::uncertain,
          log::outcome::onzeker,
          "het antwoord van DUO ging verloren: " + std::string(why),
          {{"DUO", "onzeker",
            std::string(why) +
                "; kijk bij DUO of de melding er is, en besluit met melding accept, retry of "
                "withdraw " +
                job.row.id}}};
}

Verdict judge_decided(std::string_view decided) {
  if (decided == state::seen_at_duo) return {state::accepted, log::outcome::aanvaard};
  return {state::withdrawn, log::outcome::ingetrokken, "door een beheerder afgesloten"};
}

}  // namespace inburgering::gateway::meldingen
