#include "gateway/operator/operator.h"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "gateway/http/answers.h"

namespace inburgering::gateway::operation {

using adapters::transport::Response;

void Operator::answer(adapters::transport::Request request, Done done) {
  const auto respond = [&](Response response) {
    http::add_common_headers(response, "1.0.0");
    done(std::move(response));
  };
  const auto path = request.target.substr(0, request.target.find('?'));
  const bool known = path == "/healthz" || path == "/readyz" || path == "/metrics";
  if (request.unreadable)
    return respond(http::problem(400, "Onleesbaar verzoek", "dit verzoek kon niet worden gelezen"));
  if (SyncApi::knows(path)) return sync_.answer(request, respond);
  if (!known)
    return respond(http::problem(
        404, "Niet gevonden",
        "hier zijn /healthz, /readyz, /metrics, /beheer/v1/synchronisaties en /beheer/v1/volledigheid"));
  if (request.method != "GET" && request.method != "HEAD") {
    auto response = http::problem(405, "Methode niet toegestaan", "alleen GET en HEAD");
    response.headers.emplace_back("Allow", "GET, HEAD");
    return respond(std::move(response));
  }
  if (path == "/metrics") {
    refresh_();
    Response response;
    response.headers.emplace_back("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
    response.body = metrics_.text();
    return respond(std::move(response));
  }
  if (path == "/healthz") return respond(http::json_answer(200, R"({"status":"leeft"})"));
  const auto readiness = readiness_();
  if (!readiness.ready) return respond(http::problem(503, "Niet gereed", readiness.detail));
  respond(http::json_answer(200, R"({"status":"gereed"})"));
}

}  // namespace inburgering::gateway::operation
