// What those whom the gateway calls answer: status, headers and body as text, judged as an answer to a
// delivery, to the question whether a sink wants to receive, to a report and to the question about it.
// Whatever it is, there is a verdict: nothing is lost by it.
#include <cstdint>
#include <cstdlib>
#include <numeric>
#include <utility>
#include <variant>

#include "adapters/duo/melding.h"
#include "gateway/delivery/handshake.h"
#include "gateway/delivery/verdict.h"
#include "gateway/meldingen/verdict.h"
#include "gateway/questions/counterpart.h"
#include "schemas/record/json_text.h"
#include "tests/unit/gateway/house.h"

namespace {

using namespace inburgering;

void require(bool good) {
  if (!good) std::abort();
}

/// A status in three digits, a byte that says whether it was sent, lines of headers, an empty line, the body.
adapters::transport::Answer answer_in(std::string_view text) {
  adapters::transport::Answer made;
  if (text.size() < 4) return made;
  made.status = std::accumulate(text.begin(), text.begin() + 3, 0,
                                [](int sum, char digit) { return sum * 10 + (digit & 7); });
  made.sent = (text[3] & 1) != 0 || made.status != 0;
  if (made.status == 0) made.failure = "geen antwoord";
  text.remove_prefix(4);
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    const auto line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.empty()) break;
    const auto colon = std::min(line.find(':'), line.size());
    made.headers.emplace_back(line.substr(0, colon), line.substr(std::min(colon + 1, line.size())));
  }
  made.body = text;
  return made;
}

void delivery(const gateway::config::Config& config, const adapters::transport::Answer& answer,
              schemas::Moment now) {
  gateway::delivery::Attempt attempt;
  attempt.standing = std::make_shared<gateway::subscriptions::Standing>();
  attempt.parts.resize(1);
  attempt.parts.front().deliveries.resize(1);
  const auto verdict = gateway::delivery::judge(config, attempt, answer, now, [] { return 0.5; });
  require(!verdict.good || (answer.status >= 200 && answer.status < 300));
  require(verdict.good || verdict.fates.size() == 1);
  require(gateway::delivery::pause_of(config, answer, 1, now, 0.5).count() >= 0);
  (void)gateway::delivery::read_handshake(config, answer);
}

/// A report that tells of everything, whatever its operation asks.
mapping::duo::Melding whole(const adapters::duo::Operatie& operation) {
  mapping::duo::Melding made;
  made.operatie = &operation;
  [&]<std::size_t... index>(std::index_sequence<index...>) {
    (made.objects.emplace_back(std::variant_alternative_t<index, mapping::canonical::Object>{}), ...);
  }(std::make_index_sequence<std::variant_size_v<mapping::canonical::Object>>{});
  return made;
}

void report(const adapters::transport::Answer& answer, schemas::Moment now) {
  namespace state = gateway::store::melding_state;
  for (const auto& operation : adapters::duo::operaties()) {
    gateway::meldingen::Job job;
    job.row.id = "m1";
    job.melding = whole(operation);
    const gateway::meldingen::Circumstances around{now, 0.5, std::chrono::seconds(7)};
    const auto verdict = gateway::meldingen::judge(job, answer, around);
    require(verdict.state != state::accepted || (answer.status >= 200 && answer.status < 300));
    (void)gateway::meldingen::judge_looking_back(job, answer, std::vector<mapping::canonical::Object>{},
                                                 around);
    (void)gateway::meldingen::judge_looking_back(job, answer, std::nullopt, around);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto config = tests::two_tenants();
  static const auto now = *schemas::Moment::parse("2026-11-28T12:00:00Z");
  const auto answer = answer_in({reinterpret_cast<const char*>(data), size});
  delivery(config, answer, now);
  report(answer, now);
  (void)gateway::questions::judge(answer.status);
  (void)adapters::duo::foutteksten(answer.body);
  (void)adapters::duo::new_contactpersoon(answer.body);
  return 0;
}
