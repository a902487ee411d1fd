// /gemeente/v1/meldingen: what an afnemer reports to DUO through us. 202 with a place to look, once it is
// durable; 400 when it cannot be read, 422 when it breaks a rule by which DUO would refuse it.
#include "gateway/store/meldingen.h"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include "adapters/duo/melding.h"
#include "gateway/base/milliseconds.h"
#include "gateway/http/answers.h"
#include "gateway/http/partner.h"
#include "gateway/meldingen/known.h"
#include "gateway/meldingen/uren.h"
#include "gateway/store/sealed.h"
#include "schemas/record/json_record.h"
#include "schemas/record/json_text.h"
#include "schemas/value/whole_number.h"

namespace inburgering::gateway::http {

/// Body of `POST /gemeente/v1/uren`: the hours that were counted are right and may go to DUO.
struct Urenbevestiging {
  std::string gemeente;
  std::string dossier;
  std::optional<std::string> kenmerk;
};

}  // namespace inburgering::gateway::http

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::gateway::http::Urenbevestiging> = [] {
  using namespace inburgering::schemas;
  using R = inburgering::gateway::http::Urenbevestiging;
  constexpr std::string_view source = "gemeente-API";
  return describe<R>(
      "Urenbevestiging",
      field("gemeente", &R::gemeente, source, "gemeentecode", {.format = &formats::gemeentecode}),
      field("dossier", &R::dossier, source, "nummer van het dossier", {.max_length = 36}),
      field("kenmerk", &R::kenmerk, source, "eigen kenmerk", {.max_length = 200}));
}();

namespace inburgering::gateway::http {
namespace {

namespace json = boost::json;
using adapters::transport::Response;
using mapping::duo::Melding;

constexpr std::string_view place = "/gemeente/v1/meldingen/";

/// A DELETE has no body: what it is about stands in the query, and never as a bsn.
schemas::Result<json::value> read_query(const std::string& target) {
  const auto url = boost::urls::parse_origin_form(target);
  if (!url) return schemas::refuse("", "adres", "het adres is niet te lezen");
  json::object object;
  for (const auto& parameter : url->params()) {
    if (parameter.key == "bsn")
      return schemas::refuse("/bsn", "adres", "een bsn hoort niet in een adres; noem het dossier");
    constexpr std::int64_t most_id = 99999;
    if (const auto id = schemas::whole_number<std::int64_t>(parameter.value, 0, most_id);
        id && parameter.key == "contactpersoonId")
      object[parameter.key] = *id;
    else
      object[parameter.key] = parameter.value;
  }
  return object;
}

schemas::Result<Melding> read(const adapters::duo::Operatie& operatie, const Visit& visit,
                              std::string& kept_text) {
  auto value = operatie.method == "DELETE" ? read_query(visit.request.target)
                                           : schemas::parse_json(visit.request.body);
  if (!value) return std::unexpected(value.error());
  kept_text = json::serialize(*value);
  return mapping::duo::read_melding(operatie, *value);
}

json::object to_json(const store::StoredMelding& melding, const store::Sealing& sealing) {
  const auto moment = [](Milliseconds at) {
    return at == 0
               ? json::value()
               : json::value(schemas::Moment(schemas::Moment::Time(std::chrono::milliseconds(at))).text());
  };
  json::object object{{"meldingId", melding.id},
                      {"soort", melding.operatie},
                      {"handeling", melding.method == "DELETE" ? "verwijderen" : "vastleggen"},
                      {"dossier", melding.dossier},
                      {"status", melding.state},
                      {"pogingen", melding.attempts},
                      {"aangeboden", moment(melding.created)},
                      {"afgerond", moment(melding.ended)}};
  object["toelichting"] =
      melding.sealed_note.empty()
          ? json::value()
          : json::value(store::try_open(sealing.keys, melding.sealed_note, "toelichting:" + melding.id)
                            .value_or("(de toelichting is niet meer te lezen)"));
  return object;
}

/// What the status routes show of the tenants that this party serves.
std::optional<std::string> shown(House& house, const Visit& visit) {
  const auto session = house.database.reader();
  const auto afnemer = visit.party->oin.digits();
  constexpr int most = 200;
  json::array list;
  for (const auto& tenant : house.config().tenants) {
    if (!identity::serves(*visit.party, tenant)) continue;
    if (visit.item.empty()) {
      for (const auto& each : store::list_meldingen(*session, tenant.oin.digits(), afnemer, {}, most))
        list.emplace_back(to_json(each, house.pipeline.sealing()));
    } else if (const auto found = store::find_melding(*session, tenant.oin.digits(), visit.item);
               found && found->afnemer == afnemer) {
      return json::serialize(to_json(*found, house.pipeline.sealing()));
    }
  }
  if (!visit.item.empty()) return std::nullopt;
  return json::serialize(json::object{{"meldingen", std::move(list)}});
}

}  // namespace

void handle_melding(House& house, Visit visit, Done done) {
  auto entry = std::move(visit.entry);
  const auto* operatie = adapters::duo::find_operatie(visit.request.method, visit.rest);
  entry.kind = "melding " + visit.request.method + " " + visit.rest;
  const auto refuse = [&](Response response, schemas::Faults faults) {
    http::refuse(house, std::move(entry), std::move(response), std::move(faults), std::move(done));
  };
  std::string text;
  const auto melding = read(*operatie, visit, text);
  if (!melding)
    return refuse(
        problem(400, "Ongeldige melding", "de melding is niet te lezen of niet volledig", melding.error()),
        melding.error());
  entry.reference = melding->kenmerk;
  const auto* tenant = tenant_for(house, visit, melding->gemeente);
  if (tenant == nullptr)
    return refuse(problem(403, "Niet toegestaan", not_served.front().message, not_served), not_served);

  exchange::Incoming incoming;
  incoming.entry = entry;
  incoming.tenant = tenant;
  if (const auto key = adapters::transport::find_header(visit.request.headers, "Idempotency-Key");
      !key.empty())
    incoming.sender = "melding|" + visit.party->oin.digits() + "|" + entry.kind + "|" + std::string(key);
  incoming.body = text;
  incoming.dossier = melding->dossier;
  incoming.translation.subject = {melding->bsn, std::nullopt};
  incoming.translation.bron = {std::string(log::feed::afnemer), melding->kenmerk, std::nullopt};
  incoming.http_status = 202;
  json::array not_told;
  for (const auto& name : mapping::duo::not_told(*melding)) not_told.emplace_back(name);
  incoming.answer = json::serialize(json::object{{"meldingId", entry.message_id},
                                                 {"status", store::melding_state::waiting},
                                                 {"kijkHier", std::string(place) + entry.message_id},
                                                 {"nietDoorgegeven", std::move(not_told)}});
  incoming.check = [&pipeline = house.pipeline, tenant, melding = *melding](
                       exchange::Draft& draft,
                       const store::Dossier* named) -> std::optional<exchange::Refusal> {
    const auto& sealing = pipeline.sealing();
    if (named == nullptr && !melding.dossier.empty())
      return exchange::Refusal{422,
                               {{"/dossier", "dossier", "dit dossier is bij deze gemeente niet bekend"}}};
    // Of a person who is named by bsn there may be no dossier yet: then nothing is known.
    store::Dossier dossier{{}, tenant->oin.digits(), {melding.bsn, std::nullopt}};
    if (named != nullptr)
      dossier = *named;
    else if (const auto id = store::find_dossier_id(draft, sealing.keys, dossier.tenant, dossier.subject))
      dossier = store::find_dossier(draft, sealing, dossier.tenant, *id).value_or(dossier);
    if (melding.about_person() && !dossier.subject.bsn)
      return exchange::Refusal{
          422, {{"/dossier", "bsn", "van deze persoon is geen bsn bekend; DUO kan niets worden gemeld"}}};
    const auto known = meldingen::known_of(draft, sealing, dossier);
    auto faults = mapping::duo::toets({melding, known, schemas::day_in_the_netherlands(draft.now())});
    if (faults.empty()) return std::nullopt;
    return exchange::Refusal{422, std::move(faults)};
  };
  incoming.also = [&pipeline = house.pipeline, operatie, id = entry.message_id, text,
                   afnemer = visit.party->oin.digits()](exchange::Draft& draft,
                                                        const store::Dossier& dossier) {
    store::StoredMelding row;
    row.id = id;
    row.tenant = dossier.tenant;
    row.dossier = dossier.id;
    row.afnemer = afnemer;
    row.method = operatie->method;
    row.operatie = operatie->name;
    row.sealed = pipeline.sealing().keys.seal(text, "melding:" + id, pipeline.sealing().surroundings.random,
                                              dossier.key);
    row.due = row.created = milliseconds(draft.now());
    draft.add_melding(row);
  };
  house.pipeline.take(std::move(incoming), [done = std::move(done)](const exchange::Taken& taken) {
    switch (taken.fate) {
      case exchange::Fate::accepted:
      case exchange::Fate::repeated: {
        auto response = json_answer(taken.http_status, taken.answer);
        if (const auto answer = schemas::parse_json(taken.answer))
          response.headers.emplace_back("Location", std::string(answer->at("kijkHier").as_string()));
        return done(std::move(response));
      }
      case exchange::Fate::refused:
        return done(problem(422, "DUO zou deze melding weigeren",
                            "de melding is niet verstuurd; elke fout noemt de regel", taken.faults));
      case exchange::Fate::conflict:
        return done(problem(409, "Sleutel al gebruikt",
                            "deze Idempotency-Key is eerder gebruikt voor een andere melding"));
      case exchange::Fate::unavailable:
        return done(unavailable());
    }
  });
}

void handle_uren(House& house, Visit visit, Done done) {
  auto entry = std::move(visit.entry);
  entry.kind = "uren bevestigen";
  const auto refuse = [&](Response response, schemas::Faults faults) {
    http::refuse(house, std::move(entry), std::move(response), std::move(faults), std::move(done));
  };
  const auto body = schemas::parse_json(visit.request.body);
  const auto wish = body ? schemas::read_json<Urenbevestiging>(*body) : std::unexpected(body.error());
  if (!wish)
    return refuse(problem(400, "Ongeldige bevestiging", "noem gemeente en dossier", wish.error()),
                  wish.error());
  entry.reference = wish->kenmerk.value_or("");
  const auto* tenant = tenant_for(house, visit, wish->gemeente);
  if (tenant == nullptr)
    return refuse(problem(403, "Niet toegestaan", not_served.front().message, not_served), not_served);
  exchange::Incoming incoming;
  incoming.entry = entry;
  incoming.tenant = tenant;
  incoming.body = std::move(visit.request.body);
  incoming.dossier = wish->dossier;
  incoming.translation.bron = {std::string(log::feed::afnemer), entry.reference, std::nullopt};
  incoming.http_status = 202;
  incoming.answer =
      json::serialize(json::object{{"berichtId", entry.message_id}, {"kijkHier", "/gemeente/v1/meldingen"}});
  incoming.check = [&pipeline = house.pipeline, tenant,
                    by = meldingen::Bevestiging{visit.party->oin.digits(), entry.reference}](
                       exchange::Draft& draft,
                       const store::Dossier* dossier) -> std::optional<exchange::Refusal> {
    if (dossier == nullptr)
      return exchange::Refusal{422,
                               {{"/dossier", "dossier", "dit dossier is bij deze gemeente niet bekend"}}};
    auto reported = meldingen::meld_uren(draft, pipeline.sealing(), *tenant, *dossier, by, draft.now());
    if (!reported) return exchange::Refusal{422, std::move(reported.error())};
    if (reported->empty())
      return exchange::Refusal{
          422, {{"", "uren", "er is niets te melden: DUO heeft alle getelde uren, of zij zijn onderweg"}}};
    return std::nullopt;
  };
  house.pipeline.take(std::move(incoming), [done = std::move(done)](const exchange::Taken& taken) {
    if (taken.fate == exchange::Fate::unavailable) return done(unavailable());
    if (taken.fate == exchange::Fate::refused)
      return done(problem(422, "Niets gemeld", "er is niets aan DUO gemeld", taken.faults));
    done(json_answer(taken.http_status, taken.answer));
  });
}

void handle_melding_status(House& house, Visit visit, Done done) {
  auto entry = std::move(visit.entry);
  entry.kind = "meldingen bekijken";
  std::optional<std::string> body;
  try {
    body = shown(house, visit);
  } catch (const std::exception&) {
    return done(unavailable());
  }
  entry.outcome = body ? log::outcome::verwerkt : log::outcome::niet_gevonden;
  auto response = body ? json_answer(200, std::move(*body))
                       : problem(404, "Niet gevonden", "deze melding is er niet, of niet van u");
  answer_logged(house, std::move(entry), std::move(response), unavailable(), std::move(done));
}

}  // namespace inburgering::gateway::http
