#include "gateway/wishes/subscription.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/pct_string_view.hpp>
#include <boost/url/url_view.hpp>
#include <cctype>
#include <functional>

#include "adapters/broker/amqp.h"
#include "adapters/broker/kafka.h"
#include "adapters/jose/jwe.h"
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
      if (member.key() != "pin" && member.key() != "sleutel")
        check_texts(member.value(), pointer + "/" + std::string(member.key()), faults);
  if (const auto* array = value.if_array())
    for (std::size_t i = 0; i < array->size(); ++i)
      check_texts((*array)[i], pointer + "/" + std::to_string(i), faults);
}

/// What the protocols of brokers can say: AMQP 0-9-1 §4.2.5.3 (short strings), and the names of topics that
/// Kafka knows.
bool is_onderwerp(std::string_view text, bool amqp) {
  constexpr std::size_t longest_exchange = 255;
  constexpr std::size_t longest_topic = 249;
  if (amqp)
    return text.size() <= longest_exchange &&
           std::ranges::none_of(text, [](unsigned char c) { return std::iscntrl(c) != 0; });
  return text.size() <= longest_topic && std::ranges::all_of(text, [](unsigned char c) {
           return std::isalnum(c) != 0 || c == '.' || c == '_' || c == '-';
         });
}

/// What goes together: each row a member that asks for something of the rest.
void check_together(const Subscription& wish,
                    const std::function<void(std::string_view, std::string_view, std::string)>& fault) {
  const bool calls = !wish.pulls();
  const bool cloudevents = calls && wish.way().cloudevents;
  const std::string which = "dit hoort alleen bij wijze push";
  if (wish.pulls() && wish.formaat && wish.formaat != "gestructureerd")
    fault("/formaat", "wijze", "wie zelf ophaalt krijgt altijd gestructureerde gebeurtenissen");
  if (calls && !cloudevents) {
    if (wish.formaat) fault("/formaat", "wijze", which + "; een notificatie heeft één vorm");
    if (wish.informatie == "vol")
      fault("/informatie", "wijze", "een notificatie van ZGW is altijd informatie-arm; laat dit weg");
    if (wish.sleutel) fault("/sleutel", "wijze", which + "; in een notificatie staan geen gegevens");
  }
  if (wish.way().is_http() && wish.onderwerp) fault("/onderwerp", "wijze", "dit hoort alleen bij een broker");
  if (!wish.way().is_http()) {
    if (wish.onderwerp.value_or("").empty()) fault("/onderwerp", "verplicht", "noem de exchange of de topic");
    const bool amqp = wish.way().scheme == "amqps";
    if (!is_onderwerp(wish.onderwerp.value_or(""), amqp))
      fault("/onderwerp", "onderwerp",
            amqp ? "de naam van een exchange heeft hoogstens 255 bytes, zonder besturingstekens"
                 : "de naam van een topic heeft 1 tot en met 249 letters, cijfers, punten, streepjes en "
                   "onderstrepen");
    if (wish.form() != "gestructureerd")
      fault("/formaat", "wijze", "een broker krijgt altijd gestructureerde gebeurtenissen; laat dit weg");
    if (wish.is_signed()) fault("/ondertekening", "wijze", "dit hoort alleen bij wijzen over HTTP");
  }
  if (wish.pulls()) {
    if (wish.thin())
      fault("/informatie", "wijze", "wie zelf ophaalt krijgt de gegevens meteen; laat dit weg");
    if (wish.is_signed()) fault("/ondertekening", "wijze", which);
    if (wish.sleutel) fault("/sleutel", "wijze", which);
  }
  if (wish.thin() && wish.formaat == "xml")
    fault("/informatie", "formaat", "arm kan niet samen met formaat xml: er is dan geen inhoud; kies binair");
  if (wish.bundel && wish.formaat != "bundel")
    fault("/bundel", "formaat", "dit hoort alleen bij formaat bundel");
  if (wish.sleutel)
    if (const auto key = adapters::jose::Recipient::read(*wish.sleutel); !key)
      fault("/sleutel", "sleutel", key.error());
  if (wish.bij_vol && !wish.quotum) fault("/bijVol", "quotum", "dit hoort alleen bij een quotum");
}

}  // namespace

const Wijze& Subscription::way() const {
  const auto* const found = std::ranges::find(wijzen, wijze.value_or("push"), &Wijze::name);
  return found == std::end(wijzen) ? wijzen[0] : *found;
}

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
  } else if (!subscription.url) {
    fault("/url", "verplicht", "waarheen moet worden geleverd? Of kies wijze ophalen");
  } else if (!subscription.way().is_http()) {
    const bool amqp = subscription.way().scheme == "amqps";
    if (amqp ? !adapters::broker::parse_amqps(*subscription.url)
             : !adapters::broker::parse_kafka(*subscription.url))
      fault(
          "/url", std::string(subscription.way().scheme),
          amqp
              ? "schrijf het adres van de broker als amqps://naam:poort/vhost, zonder naam of wachtwoord erin"
              : "schrijf het adres van een broker als kafka://naam:poort, zonder naam of wachtwoord erin");
  } else if (!is_delivery_address(*subscription.url)) {
    fault("/url", "https", "gebeurtenissen gaan alleen naar een https-adres, zonder naam of wachtwoord erin");
  }
  check_together(subscription, fault);
  check_texts(schemas::write_json(subscription), "", faults);
  return faults;
}

std::string authority_of(std::string_view text) {
  const auto url = boost::urls::parse_uri(text);
  if (!url) return {};
  const auto lower = [](std::string name) {
    std::ranges::transform(name, name.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return name;
  };
  const auto scheme = lower(url->scheme());
  const std::string_view usual = scheme == "https"   ? "443"
                                 : scheme == "amqps" ? "5671"
                                 : scheme == "kafka" ? "9093"
                                                     : "";
  if (usual.empty()) return {};
  return lower(url->host()) + ":" + (url->has_port() ? std::string(url->port()) : std::string(usual));
}

}  // namespace inburgering::gateway::wishes
