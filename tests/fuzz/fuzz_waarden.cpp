// Values that stand in messages, headers, addresses and the configuration: each reader of one, on any text.
// What was read is written and read again as the same.
#include <cstdint>
#include <cstdlib>

#include "adapters/duo/comma_score.h"
#include "adapters/duo/headers.h"
#include "adapters/sftp/put.h"
#include "adapters/token/uri.h"
#include "adapters/transport/framing.h"
#include "adapters/transport/http.h"
#include "adapters/transport/network.h"
#include "adapters/transport/target.h"
#include "gateway/base/backoff.h"
#include "gateway/base/cron.h"
#include "gateway/http/sleutel.h"
#include "gateway/log/trace.h"
#include "mapping/klokken/duur.h"
#include "mapping/rule.h"
#include "schemas/value/bsn.h"
#include "schemas/value/day.h"
#include "schemas/value/moment.h"
#include "schemas/value/oin.h"
#include "schemas/value/two_decimals.h"

namespace {

using namespace inburgering;

void require(bool good) {
  if (!good) std::abort();
}

template <class Value>
void same_again(std::string_view text) {
  if (const auto value = Value::parse(text)) require(Value::parse(value->text()) == value);
}

void headers(std::string_view text) {
  adapters::transport::Headers all;
  for (std::size_t from = 0; from < text.size();) {
    const auto end = std::min(text.find('\n', from), text.size());
    const auto line = text.substr(from, end - from);
    const auto colon = std::min(line.find(':'), line.size());
    all.emplace_back(line.substr(0, colon), line.substr(std::min(colon + 1, line.size())));
    from = end + 1;
  }
  (void)adapters::duo::read_headers(all);
  (void)adapters::transport::framing_fault(all, 11);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  static const auto now = *schemas::Moment::parse("2026-11-28T12:00:00Z");
  same_again<schemas::Day>(text);
  same_again<schemas::IncompleteDay>(text);
  same_again<mapping::klokken::Duur>(text);
  if (const auto bsn = schemas::Bsn::parse(text)) require(bsn->digits() == text);
  if (const auto oin = schemas::Oin::parse(text)) require(oin->digits() == text);
  (void)schemas::Moment::parse(text);
  (void)schemas::Score::parse(text);
  (void)adapters::duo::CommaScore::parse(text);
  if (const auto cron = gateway::Cron::parse(text)) require(cron->next(now) > now);
  if (const auto key = gateway::http::read_sleutel(text))
    require(gateway::http::read_sleutel(gateway::http::write_sleutel(*key)) == key);
  if (const auto trace = gateway::log::read_traceparent(text)) require(trace->trace_id.size() == 32);
  if (const auto rule = mapping::parse_rule(text)) require(!rule->feed.empty());
  (void)adapters::token::parse(text);
  (void)adapters::sftp::parse(text);
  (void)adapters::transport::charset_of(text);
  (void)adapters::transport::target_fault(text);
  (void)adapters::transport::is_public(text);
  if (const auto network = adapters::transport::Network::parse(text)) (void)network->contains("10.1.2.3");
  if (const auto rest = gateway::retry_after(text, now, std::chrono::hours(1)))
    require(*rest <= std::chrono::hours(1));
  (void)gateway::http_date(text);
  headers(text);
  return 0;
}
