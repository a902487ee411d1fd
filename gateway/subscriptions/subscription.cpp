#include "gateway/subscriptions/subscription.h"

#include <algorithm>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>
#include <cctype>

#include "gateway/subscriptions/condition.h"
#include "mapping/canonical/object.h"

namespace inburgering::gateway::subscriptions {
namespace {

bool is_delivery_address(std::string_view text) {
  const auto url = boost::urls::parse_uri(text);
  return url && url->scheme_id() == boost::urls::scheme::https && !url->host().empty() &&
         !url->has_userinfo() && !url->has_fragment();
}

}  // namespace

schemas::Faults check(const Subscription& subscription) {
  schemas::Faults faults;
  const auto fault = [&](std::string_view pointer, std::string_view rule, std::string message) {
    faults.push_back({std::string(pointer), std::string(rule), std::move(message)});
  };
  if (subscription.gemeenten.empty()) fault("/gemeenten", "verplicht", "noem minstens één gemeentecode");
  const auto known = mapping::canonical::objecttypes();
  for (std::size_t i = 0; i < subscription.objecttypes.size(); ++i)
    if (std::ranges::find(known, subscription.objecttypes[i]) == known.end())
      fault("/objecttypes/" + std::to_string(i), "codelijst",
            "dit objecttype is niet bekend; zie docs/canonical-model.md");
  if (subscription.voorwaarde)
    if (const auto condition = Condition::parse(*subscription.voorwaarde); !condition)
      fault("/voorwaarde", "voorwaarde", condition.error());
  if (subscription.pulls()) {
    if (subscription.url) fault("/url", "wijze", "wie zelf ophaalt heeft geen adres; laat url weg");
    if (subscription.formaat && subscription.formaat != "gestructureerd")
      fault("/formaat", "wijze", "wie zelf ophaalt krijgt altijd gestructureerde gebeurtenissen");
  } else if (!subscription.url) {
    fault("/url", "verplicht", "waarheen moet worden geleverd? Of kies wijze ophalen");
  } else if (!is_delivery_address(*subscription.url)) {
    fault("/url", "https", "gebeurtenissen gaan alleen naar een https-adres, zonder naam of wachtwoord erin");
  }
  if (subscription.bundel && subscription.formaat != "bundel")
    fault("/bundel", "formaat", "dit hoort alleen bij formaat bundel");
  if (subscription.bij_vol && !subscription.quotum)
    fault("/bijVol", "quotum", "dit hoort alleen bij een quotum");
  return faults;
}

std::string authority_of(std::string_view text) {
  const auto url = boost::urls::parse_uri(text);
  if (!url || url->scheme_id() != boost::urls::scheme::https) return {};
  std::string host = url->host();
  std::ranges::transform(host, host.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return host + ":" + (url->has_port() ? std::string(url->port()) : "443");
}

}  // namespace inburgering::gateway::subscriptions
