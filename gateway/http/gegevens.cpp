// /gemeente/v1/gebeurtenissen/{id}/gegevens: what a thin event leaves out, for who was told of it (its
// `dataref`). /gemeente/v1/ondertekensleutels: by which keys the gateway signs what it brings.
#include <boost/json/serialize.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include "gateway/delivery/signing.h"
#include "gateway/http/answers.h"
#include "gateway/http/partner.h"
#include "gateway/subscriptions/feed.h"
#include "gateway/subscriptions/standing.h"
#include "mapping/versions/step_down.h"
#include "schemas/record/json_text.h"

namespace inburgering::gateway::http {
namespace {

namespace json = boost::json;

struct Reference {
  std::string event, subscription;
};

/// "{id}/gegevens?abonnement=…"
schemas::Result<Reference> read_reference(const std::string& item, const std::string& target) {
  constexpr std::string_view end = "/gegevens";
  const auto url = boost::urls::parse_origin_form(target);
  if (!url || !item.ends_with(end))
    return schemas::refuse("", "adres", "neem het adres over zoals het in dataref staat");
  Reference named{item.substr(0, item.size() - end.size()), {}};
  schemas::Faults faults;
  for (const auto& parameter : url->params())
    if (parameter.key == "abonnement")
      named.subscription = parameter.value;
    else
      faults.push_back(
          {"/" + schemas::pointer_token(parameter.key), "adres", "dit hoort hier niet: alleen abonnement"});
  if (named.subscription.empty())
    faults.push_back({"/abonnement", "verplicht", "noem het abonnement waarvoor de gebeurtenis kwam"});
  if (!faults.empty()) return std::unexpected(std::move(faults));
  return named;
}

/// What it tells by the version that the subscription asked; nothing when this party may not have it.
struct Told {
  store::StoredEvent event;
  std::string body;
  int version = 0;
};
std::optional<Told> find_told(const House& house, const schemas::Oin& own, const Reference& wish) {
  const auto sql = house.database.reader();
  const auto standing = subscriptions::find(*sql, wish.subscription);
  if (!standing || standing->wish.afnemer != own || standing->row.removed) return std::nullopt;
  auto found =
      subscriptions::find_told(*sql, house.pipeline.sealing(), house.config(), *standing, wish.event);
  if (!found) return std::nullopt;
  const int version = standing->wish.version();
  const auto data = mapping::versions::step_down(version, std::move(found->second.at("data").as_object()));
  if (!data) return std::nullopt;
  return Told{std::move(found->first), json::serialize(*data), version};
}

}  // namespace

void handle_gegevens(House& house, Visit visit, Done done) {
  auto entry = std::move(visit.entry);
  entry.kind = "gegevens opgehaald";
  const auto wish = read_reference(visit.item, visit.request.target);
  if (!wish)
    return refuse(house, std::move(entry),
                  problem(400, "Onjuist verzoek", "elke fout noemt haar plek", wish.error()), wish.error(),
                  std::move(done));
  std::optional<Told> told;
  try {
    told = find_told(house, visit.party->oin, *wish);
  } catch (const std::exception&) {
    return done(unavailable());
  }
  entry.outcome = told ? log::outcome::verwerkt : log::outcome::niet_gevonden;
  auto response =
      told ? json_answer(200, std::move(told->body))
           : problem(404, "Niet gevonden",
                     "deze gebeurtenis is er niet (meer), of niet voor dit abonnement; haal het dossier op: "
                     "/gemeente/v1/dossiers/{dossier}");
  if (told) {
    add_version_headers(response, told->version);
    entry.tenant = told->event.tenant;
    entry.dossier = told->event.dossier;
    entry.reference = told->event.id;
    if (!told->event.present) entry.cause_id = told->event.message_id;
    entry.size = static_cast<std::int64_t>(response.body.size());
  }
  answer_logged(house, std::move(entry), std::move(response), unavailable(), std::move(done));
}

void handle_ondertekensleutels(House& house, Visit visit, Done done) {
  visit.entry.kind = "ondertekensleutels bekeken";
  visit.entry.outcome = log::outcome::verwerkt;
  answer_logged(house, std::move(visit.entry),
                json_answer(200, json::serialize(delivery::signing_keys(house.config()))), unavailable(),
                std::move(done));
}

}  // namespace inburgering::gateway::http
