#include "gateway/delivery/zgw.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <cctype>

#include "adapters/jose/jwt.h"
#include "adapters/token/password.h"
#include "gateway/delivery/call.h"
#include "gateway/delivery/signing.h"
#include "gateway/store/sealed.h"

namespace inburgering::gateway::delivery {
namespace {

namespace json = boost::json;
using adapters::transport::Answer;

/// What a change is called there.
std::string_view actie_of(std::string_view handeling) {
  return handeling == "vastgelegd"  ? "create"
         : handeling == "gewijzigd" ? "update"
         : handeling == "beeindigd" ? "destroy"
                                    : handeling;
}

std::string lower(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return result;
}

std::string_view text_in(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value != nullptr && value->is_string() ? std::string_view(value->get_string()) : std::string_view();
}

Message in_json(const json::object& body) {
  return {{{"Content-Type", "application/json"}}, json::serialize(body)};
}

/// Whether a description of a kanaal is that of ours, with what our notifications are chosen by.
bool is_ours(const json::value& value) {
  const auto* kanaal = value.if_object();
  if (kanaal == nullptr || text_in(*kanaal, "naam") != zgw::kanaal) return false;
  const auto* filters = kanaal->if_contains("filters");
  const auto* list = filters == nullptr ? nullptr : filters->if_array();
  return list != nullptr && list->size() == zgw::filters.size() &&
         std::ranges::all_of(zgw::filters, [&](std::string_view name) {
           return std::ranges::any_of(*list, [&](const auto& each) { return each == json::value(name); });
         });
}

/// The kanalen in an answer: a list, a page of one, or the one that was made.
json::array kanalen_in(const Answer& answer) {
  boost::system::error_code error;
  auto value = json::parse(answer.body, error);
  if (error) return {};
  if (auto* list = value.if_array()) return std::move(*list);
  auto* object = value.if_object();
  if (object == nullptr) return {};
  if (auto* page = object->if_contains("results"); page != nullptr && page->is_array())
    return std::move(page->get_array());
  return {std::move(value)};
}

}  // namespace

std::string zgw::documentation(const config::Config& config) {
  return config::address_of(config) + "/gemeente/v1/openapi.json";
}

json::object zgw::kanaal_of(const config::Config& config) {
  return {{"naam", kanaal},
          {"documentatieLink", documentation(config)},
          {"filters", json::array(filters.begin(), filters.end())}};
}

json::object zgw::notification_of(const config::Config& config, const wishes::Subscription& wish,
                                  const json::object& event) {
  const auto type = text_in(event, "type");
  const auto handeling = type.substr(type.rfind('.') + 1);
  const auto* data = event.if_contains("data");
  const auto* told = data == nullptr ? nullptr : data->if_object();
  const auto objecttype = told == nullptr ? std::string_view("Test") : text_in(*told, "objecttype");
  const auto gemeente = told == nullptr ? std::string_view() : text_in(*told, "gemeente");
  const auto dossier =
      config::address_of(config) + "/gemeente/v1/dossiers/" + std::string(text_in(event, "subject"));
  return {{"kanaal", kanaal},
          {"source", text_in(event, "source")},
          {"hoofdObject", dossier},
          {"resource", lower(objecttype)},
          {"resourceUrl", dossier},
          {"actie", actie_of(handeling)},
          {"aanmaakdatum", text_in(event, "time")},
          {"kenmerken",
           json::object{{"gemeente", gemeente.empty() ? std::string_view(wish.gemeenten.front()) : gemeente},
                        {"objecttype", objecttype},
                        {"handeling", handeling}}}};
}

std::expected<Message, std::string_view> Zgw::write(const Errand& errand,
                                                    const std::vector<json::object>& events) const {
  return in_json(zgw::notification_of(errand.config, errand.wish(), events.front()));
}

void Zgw::send(const Errand& errand, std::string_view method, std::string url, Message message, Done done) {
  auto call = call_to(errand.config, errand.wish(), method);
  call.url = std::move(url);
  const auto refuse = [&](const std::string& why) {
    Answer answer;
    answer.failure = why;
    done(answer);
  };
  const auto may = access(errand);
  if (!may) return refuse(may.error());
  if (errand.wish().is_signed() && method == "POST")
    if (const auto good = sign(call.tls, call.url, errand.now(), message); !good) return refuse(good.error());
  if (!may->empty()) message.headers.emplace_back("Authorization", *may);
  call.headers = std::move(message.headers);
  call.body = std::move(message.body);
  client_.send(std::move(call), std::move(done));
}

void Zgw::bring(const Errand& errand, Message message, Done done) {
  send(errand, "POST", address(errand), std::move(message), std::move(done));
}

std::string ZgwComponent::address(const Errand& errand) const {
  return errand.wish().url.value_or("") + "/notificaties";
}

std::expected<std::string, std::string> ZgwComponent::access(const Errand& errand) const {
  const auto& parties = errand.config.parties;
  const auto party = std::ranges::find(parties, errand.wish().afnemer, &config::Party::oin);
  if (party == parties.end() || !party->zgw) return std::string();
  // Read each time: who puts another secret there need not tell the gateway.
  const auto secret = adapters::token::read_password(party->zgw->secret);
  if (!secret)
    return std::unexpected("het geheim voor de notificatiecomponent (zgw.secret_bestand) is niet te lezen: " +
                           secret.error());
  return "Bearer " + adapters::jose::zgw_token(party->zgw->client_id, *secret, errand.now());
}

void ZgwComponent::ask(const Errand& errand, Done done) {
  const auto base = errand.wish().url.value_or("");
  // What a call needs is read now: the answer comes later, to another thread.
  auto making = call_to(errand.config, errand.wish(), "POST");
  making.url = base + "/kanaal";
  if (const auto may = access(errand); may && !may->empty())
    making.headers.emplace_back("Authorization", *may);
  making.headers.emplace_back("Content-Type", "application/json");
  making.body = json::serialize(zgw::kanaal_of(errand.config));
  send(errand, "GET", base + "/kanaal?naam=" + std::string(zgw::kanaal), {},
       [this, making, done = std::move(done)](const Answer& answer) {
         if (!arrived(answer) || !kanalen_in(answer).empty()) return done(answer);
         client_.send(making, done);
       });
}

std::expected<int, std::string> ZgwComponent::agreed(const config::Config&, const Answer& answer) const {
  if (!arrived(answer)) return std::unexpected("kanaal opvragen of maken: " + failure_of(answer));
  if (std::ranges::any_of(kanalen_in(answer), is_ours)) return 0;
  return std::unexpected(
      "de notificatiecomponent heeft het kanaal inburgering met andere filters; zet ze daar op gemeente, "
      "objecttype en handeling");
}

std::string ZgwAbonnee::address(const Errand& errand) const { return errand.wish().url.value_or(""); }

std::expected<std::string, std::string> ZgwAbonnee::access(const Errand& errand) const {
  const auto& row = errand.standing.row;
  if (row.access.empty()) return std::string();
  auto opened = store::try_open(errand.sealing.keys, row.access, "toegang:" + row.id);
  if (!opened)
    return std::unexpected(
        "wat de callback in Authorization wil zien is in de opslag niet te lezen; laat de afnemer het "
        "abonnement opnieuw geven (PUT)");
  return std::move(*opened);
}

void ZgwAbonnee::ask(const Errand& errand, Done done) {
  const auto about = config::address_of(errand.config) + "/gemeente/v1/openapi.json";
  send(errand, "POST", address(errand),
       in_json({{"kanaal", "test"},
                {"hoofdObject", about},
                {"resource", "test"},
                {"resourceUrl", about},
                {"actie", "create"},
                {"aanmaakdatum", errand.now().text()},
                {"kenmerken", json::object()}}),
       std::move(done));
}

std::expected<int, std::string> ZgwAbonnee::agreed(const config::Config&, const Answer& answer) const {
  if (!arrived(answer)) return std::unexpected("proefnotificatie: " + failure_of(answer));
  return 0;
}

}  // namespace inburgering::gateway::delivery
