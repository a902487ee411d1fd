#include "gateway/http/taalschool.h"

#include <algorithm>
#include <boost/algorithm/string/predicate.hpp>
#include <boost/json/serialize.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include "gateway/http/answers.h"
#include "schemas/value/counted.h"

namespace inburgering::gateway::http {

using adapters::transport::Response;

bool is_of_type(const adapters::transport::Request& request, std::string_view type) {
  const auto told = adapters::transport::find_header(request.headers, "Content-Type");
  return boost::iequals(told.substr(0, std::min(told.find_first_of("; "), told.size())), type);
}

Response wrong_type(std::string_view type) {
  return problem(415, "Verkeerd soort inhoud", "stuur dit met Content-Type: " + std::string(type));
}

const schemas::Faults not_of_type{
    {"Content-Type", "soort", "de inhoud is niet van het soort dat hier hoort"}};

std::optional<std::string> query_parameter(const std::string& target, std::string_view name) {
  const auto url = boost::urls::parse_origin_form(target);
  if (!url) return std::nullopt;
  const auto found = url->params().find(name);
  if (found == url->params().end()) return std::nullopt;
  return std::string((*found).value);
}

Response bad_row(const schemas::Faults& faults) {
  if (faults.front().rule == "gemeente")
    return problem(403, "Niet toegestaan", faults.front().message, faults);
  return problem(400, "Ongeldige melding", "de melding voldoet niet aan de specificatie", faults);
}

Response problem_with(std::string_view title, std::string_view detail, boost::json::object report) {
  report["status"] = 422;
  report["title"] = title;
  report["detail"] = detail;
  Response response;
  response.status = 422;
  response.headers.emplace_back("Content-Type", "application/problem+json");
  response.body = boost::json::serialize(report);
  return response;
}

schemas::Faults counted(const intake::Uitslag& uitslag) {
  return {{"", "rijen",
           std::to_string(uitslag.afgekeurd_totaal) + " van " +
               schemas::counted(uitslag.rijen, "rij is", "rijen zijn") + " afgekeurd; er is niets verwerkt"}};
}

}  // namespace inburgering::gateway::http
