#include "gateway/http/answers.h"

#include <date/date.h>

#include <boost/json/serialize.hpp>

#include "gateway/log/faults_json.h"
#include "mapping/versions/versions.h"

namespace inburgering::gateway::http {

using adapters::transport::Request;
using adapters::transport::Response;
using adapters::transport::ServerLimits;
using adapters::transport::Unreadable;

void add_common_headers(Response& response, std::string_view api_version) {
  response.headers.emplace_back("API-Version", api_version);
  if (adapters::transport::find_header(response.headers, "Cache-Control").empty())
    response.headers.emplace_back("Cache-Control", "no-store");
  // A page says for itself what it may load.
  constexpr std::string_view policy = "Content-Security-Policy";
  if (adapters::transport::find_header(response.headers, policy).empty())
    response.headers.emplace_back(policy, "frame-ancestors 'none'");
  response.headers.emplace_back("Strict-Transport-Security", "max-age=31536000");
  response.headers.emplace_back("X-Content-Type-Options", "nosniff");
  response.headers.emplace_back("X-Frame-Options", "DENY");
}

Response problem(int status, std::string_view title, std::string_view detail, const schemas::Faults& faults) {
  boost::json::object body{{"status", status}, {"title", title}, {"detail", detail}};
  if (!faults.empty()) body["fouten"] = log::faults_to_json(faults);
  Response response;
  response.status = status;
  response.headers.emplace_back("Content-Type", "application/problem+json");
  response.body = boost::json::serialize(body);
  return response;
}

Response unreadable_answer(const Request& request, const ServerLimits& limits) {
  switch (*request.unreadable) {
    case Unreadable::header_too_large:
      return problem(431, "Headers te groot",
                     "de headers zijn groter dan " + std::to_string(limits.header) + " bytes");
    case Unreadable::body_too_large:
      return problem(413, "Bericht te groot",
                     "het bericht is groter dan " + std::to_string(limits.body) + " bytes");
    case Unreadable::too_slow:
      return problem(408, "Te traag", "het verzoek kwam niet binnen de tijdslimiet binnen");
    case Unreadable::too_many_connections:
      return problem(429, "Te veel verbindingen",
                     "het afgesproken aantal gelijktijdige verbindingen is overschreden");
    case Unreadable::malformed:
      break;
  }
  return problem(
      400, "Onleesbaar verzoek",
      request.unreadable_why.empty() ? "dit is geen geldig HTTP/1.1-verzoek" : request.unreadable_why);
}

void add_version_headers(Response& response, int version) {
  const auto* by = mapping::versions::find(version);
  const auto since = by == nullptr ? std::nullopt : mapping::versions::old_since(*by);
  if (!since) return;
  const auto moment = [](const schemas::Day& day) {
    return std::chrono::time_point_cast<std::chrono::seconds>(std::chrono::sys_days(day.date()));
  };
  response.headers.emplace_back("Deprecation",
                                "@" + std::to_string(moment(*since).time_since_epoch().count()));
  if (const auto until = mapping::versions::told_until(*by))
    response.headers.emplace_back("Sunset", date::format("%a, %d %b %Y %T GMT", moment(*until)));
  response.headers.emplace_back("Link", "</gemeente/v1/schemaversies>; rel=\"deprecation\"");
}

Response json_answer(int status, std::string body) {
  Response response;
  response.status = status;
  response.headers.emplace_back("Content-Type", "application/json");
  response.body = std::move(body);
  return response;
}

}  // namespace inburgering::gateway::http
