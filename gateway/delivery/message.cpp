#include "gateway/delivery/message.h"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "gateway/subscriptions/feed.h"
#include "mapping/canonical/object.h"
#include "mapping/versions/step_down.h"
#include "schemas/xml/document.h"

namespace inburgering::gateway::delivery {
namespace {

namespace json = boost::json;
using schemas::xml::escape;

/// A header's value: what is not printable ASCII is percent-encoded (HTTP binding §3.1.3.2).
std::string header_value(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string value;
  for (const unsigned char c : text) {
    if (c > 0x20 && c < 0x7f && c != '"' && c != '%') {
      value += static_cast<char>(c);
    } else {
      value += '%';
      value += digits[c / digits.size()];
      value += digits[c % digits.size()];
    }
  }
  return value;
}

Message binary(const json::object& event, std::string content_type, std::string body) {
  Message message{{{"Content-Type", std::move(content_type)}}, std::move(body)};
  for (const auto& [name, value] : event)
    if (name != "data" && name != "datacontenttype" && value.is_string())
      message.headers.emplace_back("ce-" + std::string(name), header_value(value.get_string()));
  return message;
}

void element(std::string& out, std::string_view name, std::string_view text) {
  ((((out += '<') += name) += '>') += escape(text)) += "</";
  (out += name) += '>';
}

std::string text_of(const json::value& value) {
  return value.is_string() ? std::string(value.get_string()) : json::serialize(value);
}

}  // namespace

std::expected<json::object, std::string_view> cloud_event_of(const store::Sealing& sealing,
                                                             const store::Delivery& delivery, int version) {
  auto opened = subscriptions::open_event(sealing, delivery.event);
  if (!opened) return std::unexpected(store::reason::unreadable);
  auto& event = *opened;
  // In front of `data`, so that a reader sees all attributes first.
  auto data = mapping::versions::step_down(version, std::move(event.at("data").as_object()));
  if (!data) return std::unexpected(store::reason::newer);
  event.erase("data");
  event["dataschema"] =
      mapping::versions::dataschema(std::string_view(data->at("objecttype").as_string()), version);
  if (const auto* by = mapping::versions::find(version); by != nullptr && !by->told_until.empty())
    event["schemaeinde"] = by->told_until;
  if (delivery.previous > 0) event["previoussequence"] = std::to_string(delivery.previous);
  if (delivery.mark == store::mark::present) event["snapshot"] = "true";
  if (delivery.mark == store::mark::replay) event["replay"] = "true";
  event["data"] = std::move(*data);
  return std::move(event);
}

std::string_view why_not_sent(std::string_view reason) {
  return reason == store::reason::unreadable ? "de gebeurtenis is in de opslag niet te lezen, of niet te "
                                               "schrijven voor deze ontvanger (kijk dan naar "
                                               "zijn sleutel); niet verstuurd. Laat de beginstand van dit "
                                               "dossier opnieuw klaarzetten"
         : reason == store::reason::newer
             ? "de versie van het model die het abonnement vraagt kent dit objecttype niet; niet verstuurd"
             : "de afnemer mag geen gegevens van deze gemeente meer ontvangen; niet verstuurd";
}

void make_thin(json::object& event, std::string_view address, std::string_view subscription) {
  std::string where(address);
  ((((where += "/gemeente/v1/gebeurtenissen/") += std::string_view(event.at("id").as_string())) +=
    "/gegevens?abonnement=") += subscription);
  event.erase("data");
  event.erase("datacontenttype");
  event["dataref"] = std::move(where);
}

std::optional<Message> compose(const wishes::Subscription& wish, const std::vector<json::object>& events) {
  if (wish.form() == "bundel") {
    const json::array batch(events.begin(), events.end());
    return Message{{{"Content-Type", "application/cloudevents-batch+json; charset=utf-8"}},
                   json::serialize(batch)};
  }
  const auto& event = events.front();
  if (wish.form() == "binair" && !event.contains("data"))
    return binary(event, "application/json; charset=utf-8", {});
  if (wish.form() == "binair")
    return binary(event, "application/json; charset=utf-8", json::serialize(event.at("data")));
  if (wish.form() == "xml") {
    auto document = to_xml(event.at("data").as_object(), wish.version());
    if (!document) return std::nullopt;
    return binary(event, "application/xml; charset=utf-8", std::move(*document));
  }
  return Message{{{"Content-Type", "application/cloudevents+json; charset=utf-8"}}, json::serialize(event)};
}

std::optional<std::string> to_xml(const json::object& data, int version) {
  const auto ns = mapping::versions::xml_namespace(version);
  std::string out = R"(<?xml version="1.0" encoding="UTF-8"?><Data xmlns=")";
  (out += ns) += "\">";
  for (const auto* name : {"bsn", "vNummer", "gemeente", "objecttype"})
    if (const auto* value = data.if_contains(name)) element(out, name, text_of(*value));
  if (const auto* changed = data.if_contains("gewijzigd")) {
    const auto* names = changed->if_array();
    if (names == nullptr) return std::nullopt;
    for (const auto& name : *names) element(out, "gewijzigd", text_of(name));
  }
  if (const auto* bron = data.if_contains("bron")) {
    const auto* told = bron->if_object();
    if (told == nullptr) return std::nullopt;
    out += "<bron>";
    for (const auto* name : {"feed", "bericht", "moment"})
      if (const auto* value = told->if_contains(name)) element(out, name, text_of(*value));
    out += "</bron>";
  }
  if (const auto* typed = data.if_contains("object")) {
    const auto* object = typed->if_object();
    const auto document = object == nullptr
                              ? std::nullopt
                              : mapping::canonical::xml_of_json(
                                    std::string_view(data.at("objecttype").as_string()), *object, ns);
    if (!document) return std::nullopt;
    out += "<object>" + document->substr(document->find("?>") + 2) + "</object>";
  }
  return out + "</Data>";
}

json::object test_event(std::string_view gateway_oin, std::string_view id, schemas::Moment now,
                        std::string_view subscription) {
  json::object event;
  event["specversion"] = "1.0";
  event["id"] = id;
  event["source"] = "urn:nld:oin:" + std::string(gateway_oin) + ":systeem:inburgering-gateway";
  event["type"] = "nl.inburgering.test";
  event["subject"] = subscription;
  event["time"] = now.text();
  event["datacontenttype"] = "application/json";
  event["data"] = json::object{{"objecttype", "Test"}, {"toelichting", "proefaflevering; over niemand"}};
  return event;
}

}  // namespace inburgering::gateway::delivery
