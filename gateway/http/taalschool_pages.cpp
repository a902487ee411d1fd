// What a school reads of the API: the contract, a page about it, and the page on which a file is handed in.
// Nothing here is about a person, so nothing is logged.
#include <boost/json/serialize.hpp>

#include "gateway/http/answers.h"
#include "gateway/http/pages.h"
#include "gateway/http/partner.h"
#include "gateway/http/taalschool_openapi.h"

namespace inburgering::gateway::http {
namespace {

struct Page {
  std::string_view name;
  std::string_view type;
  std::string text;
};

const std::vector<Page>& pages() {
  static const std::vector<Page> all{
      {"openapi.json", "application/json", boost::json::serialize(http::openapi())},
      {"documentatie", "text/html; charset=utf-8", http::openapi_page()},
      {"aanleveren", "text/html; charset=utf-8", std::string(http::aanleveren_html)},
      {"aanleveren.js", "text/javascript; charset=utf-8", std::string(http::aanleveren_js)},
      {"stijl.css", "text/css; charset=utf-8", std::string(http::stijl_css)}};
  return all;
}

}  // namespace

void handle_taalschool_page(House&, Visit visit, Done done) {
  const auto page = std::ranges::find(pages(), visit.rest, &Page::name);
  adapters::transport::Response response;
  response.headers.emplace_back("Content-Type", page->type);
  // Only what comes from here: no script or style in the page itself, none from elsewhere.
  response.headers.emplace_back(
      "Content-Security-Policy",
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
      "base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
  // Other sites may read the contract (NL API Design Rules, API-51).
  if (visit.rest == "openapi.json") response.headers.emplace_back("Access-Control-Allow-Origin", "*");
  response.body = page->text;
  done(std::move(response));
}

}  // namespace inburgering::gateway::http
