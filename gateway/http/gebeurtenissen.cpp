// /gemeente/v1/gebeurtenissen: for systems that cannot be called. They fetch from a position on, and confirm
// up to a position; what was not confirmed can be fetched again. /gemeente/v1/dossiers/{id}: what is known
// now.
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include "gateway/base/milliseconds.h"
#include "gateway/delivery/alert.h"
#include "gateway/delivery/message.h"
#include "gateway/http/answers.h"
#include "gateway/http/partner.h"
#include "gateway/store/herstel.h"
#include "gateway/subscriptions/standing.h"
#include "mapping/versions/step_down.h"
#include "schemas/record/json_text.h"
#include "schemas/value/whole_number.h"

namespace inburgering::gateway::http {
namespace {

namespace json = boost::json;
using adapters::transport::Response;
using subscriptions::Standing;

struct Wish {
  std::string subscription;
  std::int64_t after = 0;
  int most = 100;
  int wait = 0;  ///< seconds
};

template <class Number>
bool read_number(std::string_view text, Number least, Number most, Number& into) {
  const auto value = schemas::whole_number(text, least, most);
  into = value.value_or(into);
  return value.has_value();
}

schemas::Result<Wish> read_wish(const std::string& target) {
  const auto url = boost::urls::parse_origin_form(target);
  if (!url) return schemas::refuse("", "adres", "het adres is niet te lezen");
  Wish wish;
  schemas::Faults faults;
  for (const auto& parameter : url->params()) {
    bool good = true;
    if (parameter.key == "abonnement")
      wish.subscription = parameter.value;
    else if (parameter.key == "na")
      good =
          read_number<std::int64_t>(parameter.value, 0, std::numeric_limits<std::int64_t>::max(), wish.after);
    else if (parameter.key == "max")
      good = read_number(parameter.value, 1, 1000, wish.most);
    else if (parameter.key == "wacht")
      good = read_number(parameter.value, 0, 60, wish.wait);
    else
      good = false;
    if (!good)
      faults.push_back(
          {"/" + schemas::pointer_token(parameter.key), "adres",
           "dit hoort hier niet: na (een cursor), max (1 tot en met 1000), wacht (0 tot en met 60 "
           "seconden) en abonnement"});
  }
  if (!faults.empty()) return std::unexpected(std::move(faults));
  return wish;
}

/// The pull subscription that is meant: the one that is named, or the only one of this party.
std::shared_ptr<const Standing> meant(store::Session& sql, const schemas::Oin& own, const std::string& name) {
  std::shared_ptr<const Standing> found;
  for (const auto& standing : subscriptions::present(sql)) {
    if (standing->wish.afnemer != own || !standing->wish.pulls() || standing->row.removed) continue;
    if (!name.empty() && standing->id() != name) continue;
    if (found) return nullptr;
    found = standing;
  }
  return found;
}

const Response which =
    problem(404, "Welk abonnement?", "noem met abonnement= een eigen abonnement met wijze ophalen");

/// The event as this subscription is told it, or for which reason it is not.
std::expected<json::object, std::string_view> told(const House& house, const Standing& standing,
                                                   const store::Delivery& delivery) {
  const auto* tenant = house.registry.tenant_by_oin(delivery.event.tenant);
  if (tenant == nullptr || !subscriptions::may_have(house.config(), standing, *tenant))
    return std::unexpected(store::reason::forbidden);
  return delivery::cloud_event_of(house.pipeline.sealing(), delivery, standing.wish.version());
}

/// From where to read for a cursor. One that this store never gave out, though it was put back, is of a
/// former life: what it knew in common with that goes up to the backup.
std::int64_t read_after(store::Session& sql, const std::string& subscription, std::int64_t after) {
  const auto hole = store::hole_of(sql, subscription);
  const bool ahead = hole.any() && after > store::queue_counts(sql, subscription).last_position;
  return ahead || hole.holds(after) ? hole.after : after;
}

/// What the afnemer is told whose cursor was given out after the backup that this store was put back from:
/// such a position is never given again, and all that comes is behind it. Empty: it has no such cursor.
json::object of_herstel(store::Session& sql, const std::string& subscription, std::int64_t after) {
  const auto hole = store::hole_of(sql, subscription);
  if (read_after(sql, subscription, after) == after) return {};
  const auto all = store::herstellen(sql);
  if (all.empty()) return {};
  const auto text = [](Milliseconds moment) {
    return schemas::Moment(schemas::Moment::Time(std::chrono::milliseconds(moment))).text();
  };
  return {{"van", text(all.front().made)},
          {"tot", text(all.front().put_back)},
          {"cursor", std::to_string(hole.after)},
          {"melding",
           "uw cursor is van na de back-up waarnaar de gateway is teruggezet; u mist hierdoor niets wat zij "
           "nog weet. Wat u "
           "tussen van en tot kreeg kan opnieuw komen, onder een ander id en een hoger nummer"}};
}

void answer_fetch(House& house, log::Entry entry, const schemas::Oin& own, const Wish& wish,
                  const Done& done) {
  Response response;
  try {
    const auto sql = house.database.reader();
    const auto standing = meant(*sql, own, wish.subscription);
    if (!standing) return refuse(house, std::move(entry), which, {}, done);
    json::array events;
    const auto after = read_after(*sql, standing->id(), wish.after);
    auto cursor = wish.after;
    std::string unreadable;  // positions
    const bool open = !standing->row.paused;
    for (const auto& delivery : open ? store::deliveries_after(*sql, standing->id(), after, wish.most)
                                     : std::vector<store::Delivery>()) {
      cursor = delivery.position;
      if (auto event = told(house, *standing, delivery))
        events.emplace_back(std::move(*event));
      else if (event.error() == store::reason::unreadable)
        unreadable += (unreadable.empty() ? "" : ", ") + std::to_string(delivery.position);
    }
    if (open && cursor == wish.after && after != wish.after)
      cursor = store::hole_of(*sql, standing->id()).until;
    const bool more = cursor < store::queue_counts(*sql, standing->id()).last_position && open;
    entry.reference = standing->id();
    entry.events = static_cast<std::int64_t>(events.size());
    entry.faults = {{"abonnement " + standing->id(), "ophalen",
                     "posities na " + std::to_string(wish.after) + " tot en met " + std::to_string(cursor)}};
    if (!unreadable.empty())
      entry.faults.push_back({"abonnement " + standing->id(), "onleesbaar",
                              "niet te lezen in de opslag en overgeslagen: positie " + unreadable +
                                  "; laat de afnemer de beginstand opvragen"});
    json::object body{{"cursor", std::to_string(cursor)}, {"meer", more}};
    body["gebeurtenissen"] = std::move(events);
    if (auto herstel = of_herstel(*sql, standing->id(), wish.after); !herstel.empty()) {
      entry.faults.push_back({"abonnement " + standing->id(), "herstel",
                              "de afnemer heeft een cursor van na de back-up die is teruggezet"});
      body["herstel"] = std::move(herstel);
    }
    response = json_answer(200, json::serialize(body));
    add_version_headers(response, standing->wish.version());
    entry.size = static_cast<std::int64_t>(response.body.size());
  } catch (const std::exception&) {
    return done(unavailable());
  }
  entry.outcome = log::outcome::verwerkt;
  answer_logged(house, std::move(entry), std::move(response), unavailable(), done);
}

}  // namespace

void handle_gebeurtenissen(House& house, Visit visit, Done done) {
  visit.entry.kind = log::kind::fetched;
  auto wish = read_wish(visit.request.target);
  if (!wish)
    return refuse(house, std::move(visit.entry),
                  problem(400, "Onjuist verzoek", "elke fout noemt haar plek", wish.error()), wish.error(),
                  std::move(done));
  const auto own = visit.party->oin;
  std::shared_ptr<const Standing> standing;
  try {
    const auto sql = house.database.reader();
    standing = meant(*sql, own, wish->subscription);
  } catch (const std::exception&) {
    return done(unavailable());
  }
  if (!standing) return refuse(house, std::move(visit.entry), which, {}, std::move(done));
  const auto answer = [&house, entry = std::move(visit.entry), own, wish = *wish, done = std::move(done)] {
    answer_fetch(house, entry, own, wish, done);
  };
  if (wish->wait == 0) return answer();
  const schemas::Moment until(house.pipeline.now().time() + std::chrono::seconds(wish->wait));
  const auto there = [id = standing->id(), after = wish->after](store::Session& store) {
    return store::queue_counts(store, id).last_position > read_after(store, id, after);
  };
  house.polls.wait(there, milliseconds(until), answer);
}

namespace {

/// What an afnemer says to have.
struct Confirmation {
  House& house;
  log::Entry entry;
  schemas::Oin own;
  std::string wanted;  ///< subscription
  std::int64_t until = 0;
  Done done;
  std::size_t confirmed = 0;
  bool more = false;
  Response response{};
  log::Entry written{};
};

log::Entry entry_of(const Confirmation& what, const store::Delivery& delivery) {
  log::Entry each;
  each.message_id = what.house.pipeline.new_id();
  each.cause_id = delivery.event.message_id;
  each.tenant = delivery.event.tenant;
  each.moment = what.entry.moment;
  each.direction = log::direction::uit;
  each.feed = log::feed::afnemer;
  each.kind = delivery.event.type;
  each.party = what.own.digits();
  each.reference = delivery.event.id;
  each.dossier = delivery.event.dossier;
  each.outcome = log::outcome::afgeleverd;
  each.http_status = 200;
  return each;
}

/// One part, in the caller's transaction; answers what it was and leaves in `response` what to say.
std::size_t confirm_part(store::Session& sql, const Confirmation& what, bool& more, Response& response) {
  // So many at once that nobody waits long behind it.
  constexpr int at_once = 250;
  more = false;
  const auto standing = meant(sql, what.own, what.wanted);
  if (!standing) return response = which, 0;
  if (what.until > store::queue_counts(sql, standing->id()).last_position) {
    const schemas::Faults faults{{"/tot", "cursor", "deze cursor hebt u niet van de gateway gekregen"}};
    return response = problem(422, "Onbekende cursor", faults.front().message, faults), 0;
  }
  auto deliveries = store::deliveries_after(sql, standing->id(), 0, at_once);
  const auto read = deliveries.size();
  std::erase_if(deliveries, [&](const auto& each) { return each.position > what.until; });
  more = read == at_once && deliveries.size() == read;
  // What it could not be told it does not have: that waits among the dead letters.
  std::string_view buried;
  std::erase_if(deliveries, [&](const auto& delivery) {
    const auto event = told(what.house, *standing, delivery);
    if (event) return false;
    auto each = entry_of(what, delivery);
    each.outcome = log::outcome::mislukt;
    each.http_status = 0;
    each.faults = {{"abonnement " + standing->id(), std::string(event.error()),
                    std::string(delivery::why_not_sent(event.error()))}};
    store::bury(sql, {standing->id(), {}, delivery.event.tenant}, delivery, event.error(), 0,
                standing->wish.ordered(), milliseconds(what.house.pipeline.now()));
    log::append(sql, each);
    buried = event.error();
    return true;
  });
  if (!buried.empty())
    delivery::raise(sql, what.house.pipeline, *standing, delivery::alert::dead_letter,
                    "een gebeurtenis wordt niet aangeboden (" + std::string(buried) +
                        "); zie subscription dead " + standing->id());
  store::fetched(sql, standing->id(), deliveries);
  for (const auto& delivery : deliveries) {
    auto each = entry_of(what, delivery);
    log::append(sql, each);
  }
  response = json_answer(
      200, json::serialize(json::object{{"bevestigd", what.confirmed + deliveries.size()},
                                        {"wachtend", store::queue_counts(sql, standing->id()).waiting}}));
  return deliveries.size();
}

/// A part at a time, others between; the last with the entry of the whole.
void confirm(const std::shared_ptr<Confirmation>& what) {
  const auto now = std::make_shared<std::size_t>(0);
  what->house.pipeline.transact(
      [what, now](store::Session& sql) {
        *now = confirm_part(sql, *what, what->more, what->response);
        if (what->more) return;
        auto logged = what->entry;
        logged.reference = what->wanted;
        logged.http_status = what->response.status;
        logged.outcome = what->response.status == 200   ? log::outcome::verwerkt
                         : what->response.status == 422 ? log::outcome::geweigerd
                                                        : log::outcome::niet_gevonden;
        log::finish_incoming(logged, what->house.pipeline.now());
        log::append(sql, logged);
        what->written = std::move(logged);
      },
      [what, now](bool written) {
        if (!written) return what->done(unavailable());
        what->confirmed += *now;
        if (what->more) return confirm(what);
        what->house.pipeline.metrics().count(what->written);
        what->done(std::move(what->response));
      });
}

}  // namespace

void handle_bevestiging(House& house, Visit visit, Done done) {
  auto& entry = visit.entry;
  entry.kind = "ontvangst bevestigd";
  const auto body = schemas::parse_json(visit.request.body);
  const auto* object = body ? body->if_object() : nullptr;
  std::int64_t until = 0;
  const auto* given = object != nullptr ? object->if_contains("tot") : nullptr;
  const auto* name = object != nullptr ? object->if_contains("abonnement") : nullptr;
  const bool good =
      given != nullptr && given->is_string() && (name == nullptr || name->is_string()) &&
      object->size() == (name == nullptr ? 1U : 2U) &&
      read_number<std::int64_t>(given->get_string(), 0, std::numeric_limits<std::int64_t>::max(), until);
  if (!good) {
    const schemas::Faults faults{
        {"/tot", "cursor", "noem de cursor tot en met welke u alles heeft: {\"tot\": \"120\"}"}};
    return refuse(house, std::move(entry), problem(400, "Onjuist verzoek", faults.front().message, faults),
                  faults, std::move(done));
  }
  const std::string wanted(name == nullptr ? "" : std::string(name->get_string()));
  confirm(std::make_shared<Confirmation>(house, std::move(entry), visit.party->oin, wanted, until,
                                         std::move(done)));
}

/// By which version a dossier is told: the one that is asked, and otherwise the oldest that a subscription of
/// this party asks, so that who knows no newer one gets none. Nothing when what is asked cannot be had.
std::optional<int> version_for(store::Session& sql, const std::string& target, const schemas::Oin& own) {
  int version = mapping::versions::newest;
  for (const auto& standing : subscriptions::present(sql))
    if (standing->wish.afnemer == own && !standing->row.removed)
      version = std::min(version, standing->wish.version());
  const auto url = boost::urls::parse_origin_form(target);
  if (!url) return std::nullopt;
  for (const auto& parameter : url->params())
    if (parameter.key != "schemaversie" ||
        !read_number(parameter.value, mapping::versions::oldest, mapping::versions::newest, version))
      return std::nullopt;
  return version;
}

void handle_dossier(House& house, Visit visit, Done done) {
  auto entry = std::move(visit.entry);
  entry.kind = "dossier bekeken";
  std::optional<std::string> body;
  int version = mapping::versions::newest;
  try {
    const auto sql = house.database.reader();
    const auto asked = version_for(*sql, visit.request.target, visit.party->oin);
    if (!asked) {
      const schemas::Faults faults{
          {"/schemaversie", "adres",
           "dit hoort hier niet: alleen schemaversie, een van de nummers van /gemeente/v1/schemaversies"}};
      return refuse(house, std::move(entry), problem(400, "Onjuist verzoek", faults.front().message, faults),
                    faults, std::move(done));
    }
    version = *asked;
    for (const auto& tenant : house.config().tenants) {
      if (!identity::serves(*visit.party, tenant)) continue;
      const auto dossier =
          store::find_dossier(*sql, house.pipeline.sealing(), tenant.oin.digits(), visit.item);
      if (!dossier) continue;
      json::array objects;
      for (const auto& known : store::all_known(*sql, house.pipeline.sealing(), *dossier)) {
        const auto objecttype = mapping::canonical::objecttype(known.object);
        if (auto object =
                mapping::versions::step_down(version, objecttype, mapping::canonical::to_json(known.object)))
          objects.emplace_back(
              json::object{{"objecttype", objecttype}, {"feed", known.feed}, {"object", std::move(*object)}});
      }
      json::object shown{{"dossier", dossier->id},
                         {"gemeente", tenant.gemeentecode},
                         {"sequence", std::to_string(dossier->last_sequence)},
                         {"schemaversie", version}};
      if (dossier->subject.bsn) shown["bsn"] = dossier->subject.bsn->digits();
      if (dossier->subject.v_nummer) shown["vNummer"] = *dossier->subject.v_nummer;
      shown["objecten"] = std::move(objects);
      entry.tenant = dossier->tenant;
      entry.dossier = dossier->id;
      body = json::serialize(shown);
    }
  } catch (const std::exception&) {
    return done(unavailable());
  }
  entry.outcome = body ? log::outcome::verwerkt : log::outcome::niet_gevonden;
  auto response =
      body ? json_answer(200, std::move(*body))
           : problem(404, "Niet gevonden", "dit dossier is er niet, of niet van een gemeente van u");
  add_version_headers(response, version);
  answer_logged(house, std::move(entry), std::move(response), unavailable(), std::move(done));
}

}  // namespace inburgering::gateway::http
