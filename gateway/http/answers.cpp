#include "gateway/http/answers.h"

#include <boost/json/serialize.hpp>

#include "gateway/log/faults_json.h"

namespace inburgering::gateway::http {

using adapters::transport::Response;

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

Response json_answer(int status, std::string body) {
  Response response;
  response.status = status;
  response.headers.emplace_back("Content-Type", "application/json");
  response.body = std::move(body);
  return response;
}

}  // namespace inburgering::gateway::http
