// /notificaties/api/v1: as a Notificatierouteringscomponent (ZGW Notificaties API 1.0) is asked for
// notifications. An abonnement made here is a subscription as any other (wijze zgw-abonnee); who asks is in
// the certificate, and a token of ZGW is not looked at.
#include "gateway/subscriptions/notificaties.h"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include "gateway/delivery/zgw.h"
#include "gateway/http/answers.h"
#include "gateway/http/logged.h"
#include "gateway/http/partner.h"
#include "gateway/subscriptions/requests.h"
#include "schemas/record/json_text.h"
#include "schemas/value/text.h"

namespace inburgering::gateway::http {
namespace {

namespace json = boost::json;
namespace notificaties = subscriptions::notificaties;
using adapters::transport::Response;
using subscriptions::Standing;

constexpr std::string_view api_path = "/notificaties/api/v1";
/// There is one kanaal, and it has always had this id.
constexpr std::string_view kanaal_id = "6d1c9a52-93a4-4f0e-8c55-3a7b8e0d4c11";

std::string base_of(const House& house) { return config::address_of(house.config()) + std::string(api_path); }

json::object kanaal_of(const House& house) {
  json::object shown{{"url", base_of(house) + "/kanaal/" + std::string(kanaal_id)}};
  for (auto& member : delivery::zgw::kanaal_of(house.config())) shown[member.key()] = member.value();
  return shown;
}

Response no_such() { return problem(404, "Niet gevonden", "dit abonnement is er niet, of niet van u"); }
Response no_abonnement(const schemas::Faults& faults) {
  return problem(400, "Invalid input.", "elke fout noemt haar plek", faults);
}

/// Of this party, made here or in the same way, and not being removed.
std::shared_ptr<const Standing> own_one(store::Session& sql, const schemas::Oin& own, std::string_view id) {
  auto standing = subscriptions::find(sql, id);
  const bool there = standing && standing->wish.afnemer == own && !standing->row.removed &&
                     standing->wish.wijze == notificaties::wijze;
  return there ? standing : nullptr;
}

Response shown(const House& house, const wishes::Subscription& wish, int status) {
  const auto told = notificaties::to_json(wish, base_of(house));
  auto response = json_answer(status, json::serialize(told));
  if (status == 201) response.headers.emplace_back("Location", std::string(told.at("url").as_string()));
  return response;
}

/// What a body says over what stands there; of what is new, nothing stands there. `kanalen`: whether the body
/// itself names them.
schemas::Result<notificaties::Abonnement> read_body(const std::string& text, json::object present,
                                                    bool* kanalen = nullptr) {
  auto value = schemas::parse_json(text);
  if (!value) return std::unexpected(value.error());
  const auto* object = value->if_object();
  if (object == nullptr) return schemas::refuse("", "type", "hier hoort een JSON-object");
  if (kanalen != nullptr) *kanalen = object->contains("kanalen");
  for (const auto& member : *object) present[member.key()] = member.value();
  return schemas::read_json<notificaties::Abonnement>(json::value(std::move(present)));
}

schemas::Result<notificaties::Abonnement> with_auth(schemas::Result<notificaties::Abonnement> read) {
  if (read && read->auth.value_or("").empty())
    return schemas::refuse("/auth", "verplicht", "noem wat de callback in Authorization wil zien");
  if (read && std::ranges::any_of(*read->auth, [](unsigned char c) { return c < ' ' || c > '~'; }))
    return schemas::refuse("/auth", "tekens", "hierin staat een teken dat niet in een header mag");
  return read;
}

subscriptions::Place place_in(House& house, store::Session& sql) {
  return {sql, house.pipeline.sealing(), house.config()};
}

void make(House& house, Visit visit, Done done) {
  visit.entry.kind = subscriptions::kind::made;
  auto& random = house.pipeline.sealing().surroundings.random;
  auto id = uuid4(random);
  while (schemas::may_hold_bsn(id)) id = uuid4(random);  // no text of a subscription may look like one
  const auto read = with_auth(read_body(visit.request.body, {}));
  auto wish = read ? notificaties::read(house.config(), *read, visit.party->oin, id, nullptr)
                   : std::unexpected(read.error());
  if (!wish)
    return refuse(house, std::move(visit.entry), no_abonnement(wish.error()), wish.error(), std::move(done));
  visit.entry.reference = id;
  do_logged(
      house.pipeline, std::move(visit.entry),
      [&house, wish = std::move(*wish), auth = *read->auth](store::Session& sql) {
        if (!subscriptions::ask_to_make(place_in(house, sql), wish, store::origin::api)) return unavailable();
        subscriptions::set_access(sql, house.pipeline.sealing(), wish.id, auth);
        return shown(house, wish, 201);
      },
      unavailable(), std::move(done));
}

/// PUT says all of it, PATCH what is to be another.
void change(House& house, Visit visit, Done done) {
  visit.entry.kind = subscriptions::kind::changed;
  const bool whole = visit.request.method == "PUT";
  do_logged(
      house.pipeline, std::move(visit.entry),
      [&house, whole, id = visit.item, own = visit.party->oin,
       body = std::move(visit.request.body)](store::Session& sql) {
        const auto standing = own_one(sql, own, id);
        if (!standing) return no_such();
        bool kanalen = true;
        auto read = read_body(
            body, whole ? json::object() : notificaties::to_json(standing->wish, base_of(house)), &kanalen);
        if (read && (whole || read->auth)) read = with_auth(std::move(read));
        if (!read) return no_abonnement(read.error());
        const auto wish = notificaties::read(house.config(), *read, own, id, &standing->wish, !kanalen);
        if (!wish) return no_abonnement(wish.error());
        if (!subscriptions::ask_to_change(place_in(house, sql), *standing, *wish))
          return problem(409, "Niet te wijzigen",
                         "dit abonnement staat in de configuratie van de gateway, of wordt verwijderd");
        if (read->auth) subscriptions::set_access(sql, house.pipeline.sealing(), id, *read->auth);
        return shown(house, *wish, 200);
      },
      unavailable(), std::move(done));
}

void take_away(House& house, Visit visit, Done done) {
  visit.entry.kind = subscriptions::kind::removed;
  do_logged(
      house.pipeline, std::move(visit.entry),
      [&house, id = visit.item, own = visit.party->oin](store::Session& sql) {
        const auto standing = own_one(sql, own, id);
        if (!standing) return no_such();
        if (!subscriptions::ask_to_remove(place_in(house, sql), *standing))
          return problem(409, "Ingesteld door de beheerder",
                         "dit abonnement staat in de configuratie; de beheerder kan het verwijderen");
        return Response{.status = 204};
      },
      unavailable(), std::move(done));
}

void show(House& house, Visit visit, Done done) {
  visit.entry.kind = visit.item.empty() ? "abonnementen bekeken" : "abonnement bekeken";
  do_logged(
      house.pipeline, std::move(visit.entry),
      [&house, id = visit.item, own = visit.party->oin](store::Session& sql) {
        if (!id.empty()) {
          const auto standing = own_one(sql, own, id);
          return standing ? shown(house, standing->wish, 200) : no_such();
        }
        json::array list;
        for (const auto& standing : subscriptions::present(sql))
          if (own_one(sql, own, standing->id()))
            list.emplace_back(notificaties::to_json(standing->wish, base_of(house)));
        return json_answer(200, json::serialize(list));
      },
      unavailable(), std::move(done));
}

}  // namespace

void handle_notificatie_kanaal(House& house, Visit visit, Done done) {
  visit.entry.kind = "kanaal bekeken";
  const auto url = boost::urls::parse_origin_form(visit.request.target);
  const auto named = url ? url->params().find("naam") : decltype(url->params().find("naam"))();
  const bool other = url && named != url->params().end() && (*named).value != notificaties::kanaal;
  const bool one = !visit.item.empty();
  const auto kanaal = kanaal_of(house);
  auto response = one && visit.item != kanaal_id
                      ? problem(404, "Niet gevonden", "dit kanaal is er niet; alleen inburgering")
                  : one   ? json_answer(200, json::serialize(kanaal))
                  : other ? json_answer(200, "[]")
                          : json_answer(200, json::serialize(json::array{kanaal}));
  visit.entry.outcome = response.status == 200 ? log::outcome::verwerkt : log::outcome::niet_gevonden;
  answer_logged(house, std::move(visit.entry), std::move(response), unavailable(), std::move(done));
}

void handle_notificatie_abonnement(House& house, Visit visit, Done done) {
  if (config::address_of(house.config()).empty())
    return refuse(house, std::move(visit.entry),
                  problem(409, "Niet ingesteld",
                          "de beheerder heeft niet ingesteld waar de gateway te vinden is (listen.adres)"),
                  {}, std::move(done));
  // Only what has the form of an id is written down: a path may hold anything.
  if (wishes::forms::id.matches(visit.item)) visit.entry.reference = visit.item;
  const auto& method = visit.request.method;
  const auto act = method == "POST" ? make : method == "DELETE" ? take_away : method == "GET" ? show : change;
  act(house, std::move(visit), std::move(done));
}

}  // namespace inburgering::gateway::http
