#include "gateway/wishes/subscription.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/pct_string_view.hpp>
#include <boost/url/url_view.hpp>
#include <cctype>

#include "gateway/wishes/condition.h"
#include "mapping/canonical/object.h"
#include "mapping/versions/step_down.h"
#include "schemas/value/text.h"

namespace inburgering::gateway::wishes {
namespace {

bool is_delivery_address(std::string_view text) {
  const auto url = boost::urls::parse_uri(text);
  return url && url->scheme_id() == boost::urls::scheme::https && !url->host().empty() &&
         !url->has_userinfo() && !url->has_fragment();
}

/// Whether a number that may be a BSN stands in it, as written or behind percent signs.
bool names_a_person(const std::string& text) {
  if (schemas::may_hold_bsn(text)) return true;
  const auto encoded = boost::urls::make_pct_string_view(text);
  return encoded && schemas::may_hold_bsn(encoded->decode());
}

/// A subscription stands in clear in the store, on pages and in logs: no text of it may name a person.
void check_texts(const boost::json::value& value, const std::string& pointer, schemas::Faults& faults) {
  if (const auto* text = value.if_string(); text != nullptr && names_a_person(std::string(*text)))
    faults.push_back({pointer, "bsn",
                      "hierin staat een getal dat een bsn is of kan zijn (negen cijfers die aan de 11-proef "
                      "voldoen); om bepaalde personen te volgen is er de eigen lijst (personen: lijst)"});
  if (const auto* object = value.if_object())
    for (const auto& member : *object)
      if (member.key() != "pin")
        check_texts(member.value(), pointer + "/" + std::string(member.key()), faults);
  if (const auto* array = value.if_array())
    for (std::size_t i = 0; i < array->size(); ++i)
      check_texts((*array)[i], pointer + "/" + std::to_string(i), faults);
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
    else if (!mapping::versions::knows(subscription.version(), subscription.objecttypes[i]))
      fault("/objecttypes/" + std::to_string(i), "schemaversie",
            "dit objecttype is er niet in versie " + std::to_string(subscription.version()) +
                " van het model; laat het weg, of vraag een nieuwere schemaversie");
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
  check_texts(schemas::write_json(subscription), "", faults);
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

}  // namespace inburgering::gateway::wishes
