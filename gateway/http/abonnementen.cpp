// /gemeente/v1/abonnementen: what an afnemer may do to its own subscriptions. What changes something is done
// in one transaction with its log entry, and answered when that is durable.
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "gateway/base/milliseconds.h"
#include "gateway/delivery/sink.h"
#include "gateway/http/answers.h"
#include "gateway/http/logged.h"
#include "gateway/http/partner.h"
#include "gateway/subscriptions/changes.h"
#include "gateway/subscriptions/feed.h"
#include "gateway/subscriptions/openapi.h"
#include "gateway/subscriptions/view.h"
#include "schemas/record/json_text.h"

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
  auto wish = schemas::read_json<Subscription>(*value);
  if (!wish) {
    faults.insert(faults.end(), wish.error().begin(), wish.error().end());
    return std::unexpected(std::move(faults));
  }
  for (auto& check : {wishes::check(*wish), config::check_against(house.config, *wish)})
    faults.insert(faults.end(), check.begin(), check.end());
  if (wish->bevestiging == "geen")
    faults.push_back({"/bevestiging", "beheerder", "alleen de beheerder kan de bevestiging overslaan"});
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

/// The text of a member; a list in its place is as good as a text that names nothing.
std::optional<std::string> text_in(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  if (value == nullptr) return std::nullopt;
  if (!value->is_string()) return std::string();
  return std::string(value->get_string());
}

const schemas::Faults unknown_dossier{
    {"/dossier", "dossier", "dit dossier is niet bekend, of niet voor dit abonnement"}};

Response accepted(json::object body) { return json_answer(202, json::serialize(body)); }

Response start_present(store::Session& sql, House& house, const Standing& standing,
                       const json::object& body) {
  std::optional<store::Dossier> dossier;
  if (const auto id = text_in(body, "dossier")) {
    dossier = subscriptions::dossier_for(sql, house.pipeline.sealing(), house.config, standing, *id);
    if (!dossier)
      return problem(422, "Onbekend dossier", "noem een dossier van deze gemeente", unknown_dossier);
  }
  if (!subscriptions::start_present(sql, house.config, standing, dossier,
                                    house.pipeline.sealing().surroundings))
    return problem(409, "Loopt al", "de beginstand wordt al klaargezet; kijk bij taken van het abonnement");
  return shown(sql, standing.id(), 202);
}

Response start_replay(store::Session& sql, House& house, const Standing& standing, const json::object& body) {
  const auto& around = house.pipeline.sealing().surroundings;
  if (const auto event = text_in(body, "gebeurtenis")) {
    if (!subscriptions::replay_one(sql, house.pipeline.sealing(), house.config, standing, *event))
      return problem(422, "Onbekende gebeurtenis", "deze gebeurtenis is er niet, of niet voor dit abonnement",
                     {{"/gebeurtenis", "gebeurtenis", "niet bekend"}});
    return accepted({{"totaal", 1}});
  }
  subscriptions::Replay replay;
  if (const auto id = text_in(body, "dossier")) {
    replay.dossier = subscriptions::dossier_for(sql, house.pipeline.sealing(), house.config, standing, *id);
    if (!replay.dossier)
      return problem(422, "Onbekend dossier", "noem een dossier van deze gemeente", unknown_dossier);
  } else {
    const auto from = schemas::Moment::parse(text_in(body, "van").value_or(""), "/van");
    const auto until = body.contains("tot")
                           ? schemas::Moment::parse(text_in(body, "tot").value_or(""), "/tot")
                           : std::expected<schemas::Moment, schemas::Fault>(around.clock.now());
    if (!from || !until || *from >= *until)
      return wrong(
          {{"/van", "moment",
            "noem een dossier, een gebeurtenis, of een tijdvak met van en tot (2026-11-25T00:00:00Z)"}});
    replay.from = *from;
    replay.until = *until;
  }
  return accepted({{"totaal", subscriptions::start_replay(sql, house.config, standing, replay, around)}});
}

Response retry(store::Session& sql, House& house, const Standing& standing, const json::object& body) {
  const auto event = text_in(body, "gebeurtenis");
  Milliseconds since = 0;
  if (const auto text = text_in(body, "sinds")) {
    const auto moment = schemas::Moment::parse(*text, "/sinds");
    if (!moment) return wrong({moment.error()});
    since = milliseconds(*moment);
  }
  const auto count = subscriptions::retry_dead(sql, standing, event, since, house.pipeline.now());
  if (event && count == 0) return problem(404, "Niet gevonden", "deze gebeurtenis is niet onbestelbaar");
  return accepted({{"opnieuw", count}});
}

Response skip(store::Session& sql, House& house, const Standing& standing, const json::object& body) {
  const auto event =
      subscriptions::skip(sql, standing, text_in(body, "dossier").value_or(""), house.pipeline.now());
  if (!event)
    return problem(404, "Niet gevonden", "bij dit dossier staat geen gebeurtenis vast; zie vastgelopen");
  return accepted({{"overgeslagen", *event}});
}

/// BSNs or v-nummers of the own list; a fault names the place and never the number.
schemas::Result<std::vector<std::string>> read_persons(const store::Keys& keys, const json::value* list,
                                                       std::string_view pointer) {
  std::vector<std::string> hashes;
  if (list == nullptr) return hashes;
  const auto* array = list->if_array();
  if (array == nullptr) return schemas::refuse(pointer, "type", "hier hoort een lijst van bsn's");
  schemas::Faults faults;
  for (std::size_t i = 0; i < array->size(); ++i) {
    const auto place = std::string(pointer) + "/" + std::to_string(i);
    const auto& item = (*array)[i];
    if (item.is_int64()) {
      hashes.push_back(store::number_hashes(keys, {{}, item.get_int64()}).front());
      continue;
    }
    const auto bsn =
        item.is_string()
            ? schemas::Bsn::parse(item.get_string(), place)
            : std::unexpected(schemas::Fault{place, "type", "een bsn als tekst, of een v-nummer als getal"});
    if (bsn)
      hashes.push_back(store::number_hashes(keys, {*bsn, {}}).front());
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
    auto hashes = read_persons(keys, body.if_contains(name), "/" + std::string(name));
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
    return refuse(house, std::move(visit.entry),
                  problem(409, "Geen adres", "wie zelf ophaalt heeft geen adres om te proberen"), {},
                  std::move(done));
  auto call = delivery::test_call(house.config, standing.wish, visit.entry.message_id, house.pipeline.now());
  house.sinks.send(std::move(call), [&house, entry = std::move(visit.entry), done = std::move(done)](
                                        const adapters::transport::Answer& answer) mutable {
    const bool good = delivery::arrived(answer);
    entry.outcome = good ? log::outcome::afgeleverd : log::outcome::mislukt;
    if (!good) entry.faults = {{"abonnement", "proef", delivery::failure_of(answer)}};
    json::object body{{"gelukt", good}, {"duurMs", answer.duration.count()}};
    if (answer.status != 0) body["httpStatus"] = answer.status;
    if (!good) body["melding"] = delivery::failure_of(answer);
    answer_logged(house, std::move(entry), json_answer(200, json::serialize(body)), unavailable(),
                  std::move(done));
  });
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
    {"POST",
     "pauzeren",
     "abonnement gepauzeerd",
     [](store::Session& sql, House&, const Standing& standing, const json::object&) {
       subscriptions::set_paused(sql, standing, true);
       return shown(sql, standing.id(), 200);
     },
     {}},
    {"POST",
     "hervatten",
     "abonnement hervat",
     [](store::Session& sql, House&, const Standing& standing, const json::object&) {
       subscriptions::set_paused(sql, standing, false);
       return shown(sql, standing.id(), 200);
     },
     {}},
    {"POST", "beginstand", "beginstand gevraagd", start_present, {"dossier"}},
    {"POST", "herhaling", "herhaling gevraagd", start_replay, {"dossier", "gebeurtenis", "van", "tot"}},
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
    {"POST", "onbestelbaar/opnieuw", "onbestelbaar opnieuw", retry, {"gebeurtenis", "sinds"}},
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
    {"POST", "vastgelopen/overslaan", "gebeurtenis overgeslagen", skip, {"dossier"}},
    {"GET",
     "",
     "abonnement bekeken",
     [](store::Session& sql, House&, const Standing& standing, const json::object&) {
       return shown(sql, standing.id(), 200);
     },
     {}},
    {"DELETE",
     "",
     "abonnement verwijderd",
     [](store::Session& sql, House& house, const Standing& standing, const json::object&) {
       if (standing.row.origin == store::origin::config)
         return problem(409, "Ingesteld door de beheerder",
                        "dit abonnement staat in de configuratie; de beheerder kan het verwijderen");
       const auto waiting = subscriptions::remove(sql, standing, house.pipeline.sealing().surroundings);
       return accepted({{"nietMeerGeleverd", waiting}});
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
  visit.entry.kind = "abonnement gemaakt";
  constexpr std::size_t enough = 18;
  auto wish = read_wish(house, visit, "abonnement-" + house.pipeline.new_id().substr(enough));
  if (!wish) return refuse(house, std::move(visit.entry), wrong(wish.error()), wish.error(), std::move(done));
  visit.entry.reference = wish->id;
  visit_logged(
      house, std::move(visit),
      [&house, wish = std::move(*wish)](store::Session& sql) {
        if (!subscriptions::create(sql, house.config, wish, store::origin::api,
                                   house.pipeline.sealing().surroundings))
          return problem(409, "Bestaat al", "een abonnement met dit id is er al; kies een ander id");
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
    visit.entry.kind = "abonnement gewijzigd";
    auto wish = read_wish(house, visit, id);
    if (!wish)
      return refuse(house, std::move(visit.entry), wrong(wish.error()), wish.error(), std::move(done));
    return visit_logged(
        house, std::move(visit),
        [&house, id, own, wish = std::move(*wish)](store::Session& sql) {
          const auto standing = subscriptions::find(sql, id);
          if (!standing || standing->wish.afnemer != own) return not_yours();
          if (standing->row.origin == store::origin::config || standing->row.removed)
            return problem(409, "Niet te wijzigen",
                           "dit abonnement staat in de configuratie of wordt verwijderd");
          subscriptions::change(sql, *standing, wish, house.pipeline.now());
          return shown(sql, id, 200);
        },
        std::move(done));
  }
  if (visit.request.method == "POST" && rest == "test") {
    visit.entry.kind = "proefaflevering";
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
