// POST /taalschool/v1/{resource}: our own API (NL API Design Rules). 201 with the id under which the message
// is known, 400 with every fault, 409 when an Idempotency-Key was used for something else.
#include <boost/json/serialize.hpp>

#include "gateway/http/answers.h"
#include "gateway/http/partner.h"
#include "mapping/taalschool/push.h"

namespace inburgering::gateway::http {
namespace {

using adapters::transport::Response;

Response unavailable() {
  auto response = problem(503, "Niet beschikbaar",
                          "de melding kan nu niet worden vastgelegd; bied haar later opnieuw aan");
  response.headers.emplace_back("Retry-After", "5");
  return response;
}

}  // namespace

void handle_taalschool_push(House& house, Visit visit, Done done) {
  auto entry = std::move(visit.entry);
  entry.kind = visit.rest;
  const auto refuse = [&](Response response, schemas::Faults faults) {
    entry.outcome = "geweigerd";
    entry.faults = std::move(faults);
    answer_logged(house, std::move(entry), std::move(response), unavailable(), std::move(done));
  };

  auto push = mapping::taalschool::translate_push(visit.rest, visit.request.body, visit.party->oin.digits());
  if (!push)
    return refuse(
        problem(400, "Ongeldige melding", "de melding voldoet niet aan de specificatie", push.error()),
        push.error());
  entry.reference = push->kenmerk;
  const auto* tenant = house.registry.tenant_by_code(push->gemeentecode);
  if (tenant == nullptr || !identity::serves(*visit.party, *tenant)) {
    const schemas::Faults faults{
        {"/gemeentecode", "gemeente", "deze taalschool werkt bij deze gateway niet voor deze gemeente"}};
    return refuse(problem(403, "Niet toegestaan",
                          "deze taalschool werkt bij deze gateway niet voor deze gemeente", faults),
                  faults);
  }

  pipeline::Incoming incoming;
  incoming.entry = entry;
  incoming.tenant = tenant;
  if (const auto key = adapters::transport::find_header(visit.request.headers, "Idempotency-Key");
      !key.empty())
    incoming.sender =
        "taalschool|" + visit.party->oin.digits() + "|" + visit.rest + "|" + std::string(key.substr(0, 200));
  incoming.body = std::move(visit.request.body);
  incoming.translation = std::move(push->translation);
  incoming.http_status = 201;
  incoming.answer = boost::json::serialize(boost::json::object{
      {"berichtId", entry.message_id}, {"kenmerk", push->kenmerk}, {"ontvangenOp", entry.moment.text()}});
  house.pipeline.take(std::move(incoming), [done = std::move(done)](const pipeline::Taken& taken) {
    switch (taken.fate) {
      case pipeline::Fate::accepted:
      case pipeline::Fate::repeated:
        return done(json_answer(taken.http_status, taken.answer));
      case pipeline::Fate::conflict:
        return done(problem(409, "Sleutel al gebruikt",
                            "deze Idempotency-Key is eerder gebruikt voor een andere melding"));
      case pipeline::Fate::refused:  // only `also` refuses, and there is none here
      case pipeline::Fate::unavailable:
        return done(unavailable());
    }
  });
}

}  // namespace inburgering::gateway::http
