// /gemeente/v1/abonnementen: what an afnemer may do to its own subscriptions. What changes something is done
// in one transaction with its log entry, and answered when that is durable.
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "gateway/delivery/sink.h"
#include "gateway/http/answers.h"
#include "gateway/http/logged.h"
#include "gateway/http/partner.h"
#include "gateway/identity/anchors.h"
#include "gateway/subscriptions/openapi.h"
#include "gateway/subscriptions/requests.h"
#include "gateway/subscriptions/view.h"
#include "schemas/record/json_text.h"
#include "schemas/value/v_nummer.h"

namespace inburgering::gateway::http {
namespace {

namespace json = boost::json;
using adapters::transport::Response;
using subscriptions::Standing;
using wishes::Subscription;

constexpr std::string_view base = "/gemeente/v1/abonnementen";

Response not_yours() { return problem(404, "Niet gevonden", "dit abonnement is er niet, of niet van u"); }

/// Does `work` in one transaction with the log entry of the visit (http/logged.h).
using Work = std::function<Response(store::Session&)>;
void visit_logged(House& house, Visit visit, Work work, Done done) {
  http::do_logged(house.pipeline, std::move(visit.entry), std::move(work), unavailable(), std::move(done));
}

Response shown(store::Session& sql, std::string_view id, int status) {
  const auto standing = subscriptions::find(sql, id);
  if (!standing) return not_yours();
  auto response = json_answer(status, json::serialize(subscriptions::to_json(sql, *standing)));
  if (status == 201) response.headers.emplace_back("Location", std::string(base) + "/" + std::string(id));
  return response;
}

/// The wish in a body. Who asks is in the certificate; the id may be left out of a new one, and of a changed
/// one it stands in the address.
schemas::Result<Subscription> read_wish(const House& house, const Visit& visit, const std::string& id) {
  auto value = schemas::parse_json(visit.request.body);
  if (!value) return std::unexpected(value.error());
  auto* body = value->if_object();
  if (body == nullptr) return schemas::refuse("", "type", "hier hoort een JSON-object");
  schemas::Faults faults;
  const auto own = visit.party->oin.digits();
  if (const auto* afnemer = body->if_contains("afnemer"); afnemer != nullptr && *afnemer != json::value(own))
    faults.push_back({"/afnemer", "afnemer", "dit is niet het OIN van uw certificaat; laat het weg"});
  (*body)["afnemer"] = own;
  if (const auto* given = body->if_contains("id"); given == nullptr)
    (*body)["id"] = id;
  else if (!visit.item.empty() && *given != json::value(id))
    faults.push_back({"/id", "adres", "dit is niet het abonnement in het adres"});
  auto wish = subscriptions::read_wish(house.config(), *value, store::origin::api);
  if (!wish) faults.insert(faults.end(), wish.error().begin(), wish.error().end());
  if (!faults.empty()) return std::unexpected(std::move(faults));
  return wish;
}

Response wrong(const schemas::Faults& faults) {
  return problem(400, "Onjuist verzoek", "elke fout noemt haar plek", faults);
}

/// A JSON object in the body; an empty body is an empty object.
schemas::Result<json::object> read_object(const Visit& visit, std::initializer_list<std::string_view> known) {
  if (visit.request.body.empty()) return json::object();
  auto value = schemas::parse_json(visit.request.body);
  if (!value) return std::unexpected(value.error());
  const auto* object = value->if_object();
  if (object == nullptr) return schemas::refuse("", "type", "hier hoort een JSON-object");
  schemas::Faults faults;
  for (const auto& member : *object) {
    const auto pointer = "/" + schemas::pointer_token(member.key());
    if (std::ranges::find(known, std::string_view(member.key())) == known.end())
      faults.push_back({pointer, "onbekend", "dit hoort hier niet"});
    else if (!member.value().is_string() && !member.value().is_array())
      faults.push_back({pointer, "type", "hier hoort een tekst of een lijst"});
  }
  if (!faults.empty()) return std::unexpected(std::move(faults));
  return *object;
}

Response accepted(json::object body) { return json_answer(202, json::serialize(body)); }

Response refused(subscriptions::Refusal why) {
  using enum subscriptions::Refusal;
  switch (why) {
    case unknown:
      return not_yours();
    case taken:
      return problem(409, "Bestaat al", "een abonnement met dit id is er al; kies een ander id");
    case configured:
      return problem(409, "Ingesteld door de beheerder",
                     "dit abonnement staat in de configuratie; de beheerder kan het verwijderen");
    case unchangeable:
      return problem(409, "Niet te wijzigen", "dit abonnement staat in de configuratie of wordt verwijderd");
    case loading:
      return problem(409, "Loopt al", "de beginstand wordt al klaargezet; kijk bij taken van het abonnement");
    case unknown_dossier:
      return problem(422, "Onbekend dossier", "noem een dossier van deze gemeente",
                     {{"/dossier", "dossier", "dit dossier is niet bekend, of niet voor dit abonnement"}});
    case unknown_event:
      return problem(422, "Onbekende gebeurtenis", "deze gebeurtenis is er niet, of niet voor dit abonnement",
                     {{"/gebeurtenis", "gebeurtenis", "niet bekend"}});
    case no_period:
      return wrong(
          {{"/van", "moment",
            "noem een dossier, een gebeurtenis, of een tijdvak met van en tot (2026-11-25T00:00:00Z)"}});
    case not_dead:
      return problem(404, "Niet gevonden", "deze gebeurtenis is niet onbestelbaar");
    case not_blocked:
      return problem(404, "Niet gevonden", "bij dit dossier staat geen gebeurtenis vast; zie vastgelopen");
  }
  std::unreachable();
}

/// BSNs or v-nummers of the own list; a fault names the place and never the number.
schemas::Result<std::vector<std::string>> read_persons(const store::Keys& keys, std::string_view subscription,
                                                       const json::value* list, std::string_view pointer) {
  std::vector<std::string> hashes;
  if (list == nullptr) return hashes;
  const auto* array = list->if_array();
  if (array == nullptr) return schemas::refuse(pointer, "type", "hier hoort een lijst van bsn's");
  schemas::Faults faults;
  for (std::size_t i = 0; i < array->size(); ++i) {
    const auto place = std::string(pointer) + "/" + std::to_string(i);
    const auto& item = (*array)[i];
    if (item.is_int64()) {
      if (const auto number = schemas::read_v_nummer(item, place))
        hashes.push_back(store::number_hashes(keys, subscription, {{}, *number}).front());
      else
        faults.push_back(number.error());
      continue;
    }
    const auto bsn =
        item.is_string()
            ? schemas::Bsn::parse(item.get_string(), place)
            : std::unexpected(schemas::Fault{place, "type", "een bsn als tekst, of een v-nummer als getal"});
    if (bsn)
      hashes.push_back(store::number_hashes(keys, subscription, {*bsn, {}}).front());
    else
      faults.push_back(bsn.error());
  }
  if (!faults.empty()) return std::unexpected(std::move(faults));
  return hashes;
}

Response set_persons(store::Session& sql, House& house, const Standing& standing, const json::object& body) {
  const auto& keys = house.pipeline.sealing().keys;
  if (body.empty()) return wrong({{"", "verplicht", "noem vervangen, toevoegen of verwijderen"}});
  schemas::Faults faults;
  const auto read = [&](std::string_view name) {
    auto hashes = read_persons(keys, standing.id(), body.if_contains(name), "/" + std::string(name));
    if (hashes) return std::move(*hashes);
    faults.insert(faults.end(), hashes.error().begin(), hashes.error().end());
    return std::vector<std::string>();
  };
  const auto replaced = read("vervangen");
  const auto added = read("toevoegen");
  const auto removed = read("verwijderen");
  if (!faults.empty()) return wrong(faults);
  if (body.contains("vervangen")) store::clear_persons(sql, standing.id());
  for (const auto* list : {&replaced, &added})
    for (const auto& hash : *list) store::add_person(sql, standing.id(), hash);
  for (const auto& hash : removed) store::remove_person(sql, standing.id(), hash);
  return json_answer(
      200, json::serialize(json::object{{"personenOpLijst", store::count_persons(sql, standing.id())}}));
}

/// Sends a test event, and answers what the sink said.
void test(House& house, Visit visit, const Standing& standing, Done done) {
  if (standing.wish.pulls())
    return refuse(house, std::move(visit.entry), problem(409, "Geen adres", delivery::nothing_to_test), {},
                  std::move(done));
  const auto id = visit.entry.message_id;
  const auto told = [&house, entry = std::move(visit.entry),
                     done = std::move(done)](const adapters::transport::Answer& answer) mutable {
    if (auto shown = identity::shown_by(answer, entry.party, entry.moment))
      house.pipeline.transact(
          [shown = std::move(*shown)](store::Session& sql) { store::note_certificate(sql, shown); });
    const auto body = delivery::note_test(entry, answer);
    answer_logged(house, std::move(entry), json_answer(200, json::serialize(body)), unavailable(),
                  std::move(done));
  };
  delivery::test(house.sinks, {house.config(), house.pipeline.sealing(), standing}, id, told);
}

using Act = Response (*)(store::Session&, House&, const Standing&, const json::object&);
struct Verb {
  std::string_view method;
  std::string_view name;
  std::string_view kind;
  Act act;
  std::initializer_list<std::string_view> members;
};

const Verb verbs[] = {
    {"POST", "personen", "personenlijst gewijzigd", set_persons, {"vervangen", "toevoegen", "verwijderen"}},
    {"GET",
     "onbestelbaar",
     "onbestelbaar bekeken",
     [](store::Session& sql, House&, const Standing& standing, const json::object&) {
       json::array list;
       constexpr int most = 1000;
       for (const auto& letter : store::dead_letters(sql, standing.id(), 0, most))
         list.emplace_back(subscriptions::to_json(letter));
       return json_answer(200, json::serialize(json::object{{"onbestelbaar", std::move(list)}}));
     },
     {}},
    {"GET",
     "vastgelopen",
     "vastgelopen bekeken",
     [](store::Session& sql, House&, const Standing& standing, const json::object&) {
       json::array list;
       constexpr int most = 1000;
       for (const auto& lane : store::failing_lanes(sql, standing.id(), most))
         list.emplace_back(subscriptions::to_json(sql, lane));
       return json_answer(200, json::serialize(json::object{{"vastgelopen", std::move(list)}}));
     },
     {}},
    {"GET",
     "",
     "abonnement bekeken",
     [](store::Session& sql, House&, const Standing& standing, const json::object&) {
       return shown(sql, standing.id(), 200);
     },
     {}},
    {"DELETE",
     "",
     subscriptions::kind::removed,
     [](store::Session& sql, House& house, const Standing& standing, const json::object&) {
       const auto waiting =
           subscriptions::ask_to_remove({sql, house.pipeline.sealing(), house.config()}, standing);
       if (!waiting) return refused(waiting.error());
       return accepted({{"nietMeerGeleverd", *waiting}});
     },
     {}},
};

}  // namespace

void handle_abonnementen(House& house, Visit visit, Done done) {
  if (visit.request.method == "GET") {
    visit.entry.kind = "abonnementen bekeken";
    const auto own = visit.party->oin;
    return visit_logged(
        house, std::move(visit),
        [own](store::Session& sql) {
          json::array list;
          for (const auto& standing : subscriptions::present(sql))
            if (standing->wish.afnemer == own) list.emplace_back(subscriptions::to_json(sql, *standing));
          return json_answer(200, json::serialize(json::object{{"abonnementen", std::move(list)}}));
        },
        std::move(done));
  }
  visit.entry.kind = subscriptions::kind::made;
  constexpr std::size_t enough = 18;
  auto wish = read_wish(house, visit, "abonnement-" + house.pipeline.new_id().substr(enough));
  if (!wish) return refuse(house, std::move(visit.entry), wrong(wish.error()), wish.error(), std::move(done));
  visit.entry.reference = wish->id;
  visit_logged(
      house, std::move(visit),
      [&house, wish = std::move(*wish)](store::Session& sql) {
        const auto made = subscriptions::ask_to_make({sql, house.pipeline.sealing(), house.config()}, wish,
                                                     store::origin::api);
        if (!made) return refused(made.error());
        return shown(sql, wish.id, 201);
      },
      std::move(done));
}

void handle_abonnement(House& house, Visit visit, Done done) {
  const auto slash = visit.item.find('/');
  const auto id = visit.item.substr(0, slash);
  const auto rest = slash == std::string::npos ? std::string() : visit.item.substr(slash + 1);
  const auto own = visit.party->oin;
  visit.entry.kind = "abonnement";
  // Only what has the form of an id is written down: a path may hold anything.
  if (wishes::forms::id.matches(id)) visit.entry.reference = id;
  if (visit.request.method == "PUT" && rest.empty()) {
    visit.entry.kind = subscriptions::kind::changed;
    auto wish = read_wish(house, visit, id);
    if (!wish)
      return refuse(house, std::move(visit.entry), wrong(wish.error()), wish.error(), std::move(done));
    return visit_logged(
        house, std::move(visit),
        [&house, id, own, wish = std::move(*wish)](store::Session& sql) {
          const auto standing = subscriptions::find(sql, id);
          if (!standing || standing->wish.afnemer != own) return not_yours();
          const auto changed =
              subscriptions::ask_to_change({sql, house.pipeline.sealing(), house.config()}, *standing, wish);
          if (!changed) return refused(changed.error());
          return shown(sql, id, 200);
        },
        std::move(done));
  }
  if (visit.request.method == "POST" && rest == "test") {
    visit.entry.kind = subscriptions::kind::tried;
    if (const auto body = read_object(visit, {}); !body)
      return refuse(house, std::move(visit.entry), wrong(body.error()), body.error(), std::move(done));
    std::shared_ptr<const Standing> standing;
    try {
      const auto sql = house.database.reader();
      standing = subscriptions::find(*sql, id);
    } catch (const std::exception&) {
      return done(unavailable());
    }
    if (!standing || standing->wish.afnemer != own)
      return refuse(house, std::move(visit.entry), not_yours(), {}, std::move(done));
    return test(house, std::move(visit), *standing, std::move(done));
  }
  if (const auto* shared = subscriptions::find_verb(rest);
      shared != nullptr && visit.request.method == "POST") {
    visit.entry.kind = shared->kind;
    const auto body = read_object(visit, shared->members);
    auto given = body ? subscriptions::read_particulars(*body) : std::unexpected(body.error());
    if (!given)
      return refuse(house, std::move(visit.entry), wrong(given.error()), given.error(), std::move(done));
    return visit_logged(
        house, std::move(visit),
        [&house, id, own, shared, given = std::move(*given)](store::Session& sql) {
          const auto standing = subscriptions::find(sql, id);
          if (!standing || standing->wish.afnemer != own) return not_yours();
          const auto told = shared->act({sql, house.pipeline.sealing(), house.config()}, *standing, given);
          if (!told) return refused(told.error());
          if (!told->body.empty()) return accepted(told->body);
          return shown(sql, id, told->goes_on ? 202 : 200);
        },
        std::move(done));
  }
  const auto verb = std::ranges::find_if(
      verbs, [&](const Verb& each) { return each.method == visit.request.method && each.name == rest; });
  if (verb == std::end(verbs))
    return refuse(
        house, std::move(visit.entry),
        problem(404, "Niet gevonden", "dit kan niet met een abonnement; zie /gemeente/v1/openapi.json"), {},
        std::move(done));
  visit.entry.kind = verb->kind;
  auto body = read_object(visit, verb->members);
  if (!body) return refuse(house, std::move(visit.entry), wrong(body.error()), body.error(), std::move(done));
  visit_logged(
      house, std::move(visit),
      [&house, id, own, act = verb->act, body = std::move(*body)](store::Session& sql) {
        const auto standing = subscriptions::find(sql, id);
        if (!standing || standing->wish.afnemer != own) return not_yours();
        return act(sql, house, *standing, body);
      },
      std::move(done));
}

void handle_gemeente_contract(House& house, Visit visit, Done done) {
  visit.entry.kind = "contract bekeken";
  visit.entry.outcome = log::outcome::verwerkt;
  answer_logged(house, std::move(visit.entry), json_answer(200, json::serialize(subscriptions::openapi())),
                unavailable(), std::move(done));
}

}  // namespace inburgering::gateway::http
