#include "gateway/logboek/otlp.h"

#include <boost/json/array.hpp>

#include "gateway/base/milliseconds.h"
#include "gateway/log/trace.h"

namespace inburgering::gateway::logboek {
namespace {

namespace json = boost::json;

json::object attribute(std::string_view name, std::string_view value) {
  return {{"key", name}, {"value", json::object{{"stringValue", value}}}};
}

std::string nanoseconds(schemas::Moment moment, std::int64_t later_ms) {
  return std::to_string(milliseconds(moment) + later_ms) + "000000";
}

/// A functional refusal is not an error (LDV, status).
int status_of(const log::Entry& entry) {
  constexpr int unset = 0;
  constexpr int ok = 1;
  constexpr int error = 2;
  if (entry.outcome == log::outcome::mislukt || entry.outcome.starts_with(log::outcome::fout)) return error;
  return entry.outcome == log::outcome::verwerkt || entry.outcome == log::outcome::afgeleverd ? ok : unset;
}

const std::string& activity_of(const config::Logboek& logboek, const std::string& feed) {
  const auto found = logboek.activities.find(feed);
  return found == logboek.activities.end() ? logboek.activity : found->second;
}

json::object span_of(const config::Config& config, const log::Entry& stored) {
  const auto entry = log::readable(stored);
  // An outgoing exchange is logged when it ended, an incoming one from when it came.
  const bool out = entry.direction == log::direction::uit;
  json::array attributes{
      attribute("dpl.core.processing_activity_id", activity_of(config.logboek, entry.feed)),
      attribute("dpl.core.data_subject_id", entry.dossier),
      attribute("dpl.core.data_subject_id_type", "PSEUDONIEM"),
      attribute("inburgering.gemeente", entry.tenant), attribute("inburgering.bericht_id", entry.message_id)};
  if (!out && !entry.party.empty())
    attributes.emplace_back(attribute("dpl.core.foreign_operation.processor", "urn:nld:oin:" + entry.party));
  json::object span{{"traceId", entry.trace_id.empty() ? log::trace_id_of(entry.cause_id) : entry.trace_id},
                    {"spanId", log::span_id_of(entry.message_id)},
                    {"name", entry.kind},
                    {"kind", out ? 3 : 2},  // client, server
                    {"startTimeUnixNano", nanoseconds(entry.moment, out ? -entry.duration_ms : 0)},
                    {"endTimeUnixNano", nanoseconds(entry.moment, out ? 0 : entry.duration_ms)},
                    {"status", json::object{{"code", status_of(entry)}}},
                    {"attributes", std::move(attributes)}};
  if (!entry.parent_span.empty())
    span["parentSpanId"] = entry.parent_span;
  else if (entry.cause_id != entry.message_id)
    span["parentSpanId"] = log::span_id_of(entry.cause_id);
  return span;
}

}  // namespace

json::object export_request(const config::Config& config, const std::vector<log::Entry>& entries) {
  json::array spans;
  for (const auto& entry : entries) spans.emplace_back(span_of(config, entry));
  const json::array resource{attribute("service.name", "inburgering-gateway"),
                             attribute("service.instance.id", "urn:nld:oin:" + config.oin.digits())};
  return {{"resourceSpans",
           json::array{json::object{
               {"resource", json::object{{"attributes", resource}}},
               {"scopeSpans",
                json::array{json::object{{"scope", json::object{{"name", "logboek-dataverwerkingen"}}},
                                         {"spans", std::move(spans)}}}}}}}};
}

}  // namespace inburgering::gateway::logboek
