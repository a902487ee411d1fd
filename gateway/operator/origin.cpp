// Why the fields say what they say that a message set. To be looked at with a reason, as its body is.
#include <boost/json/serialize.hpp>

#include "gateway/http/answers.h"
#include "gateway/log/explain.h"
#include "gateway/log/four_eyes.h"
#include "gateway/operator/desk.h"

namespace inburgering::gateway::operation {
namespace {

namespace json = boost::json;

/// What was read while the look was written down, or why not.
struct Look {
  std::optional<log::Explainable> message;
  Response refusal;
};

Look look(const Desk& desk, store::Session& sql, const Visitor& visitor, const std::string& id,
          const log::Looker& looker) {
  const auto entry = log::find(sql, id);
  if (!entry || !visitor.sees(entry->tenant)) return {{}, not_found("er is geen bericht met dit id")};
  const auto& sealing = desk.pipeline.sealing();
  auto message =
      log::look_to_explain(sql, sealing, id, looker, log::FourEyes(desk.config(), sealing.surroundings));
  if (message) return {std::move(*message), {}};
  return {{},
          message.error().consent_missing ? http::problem(403, "Niet toegestaan", message.error().why)
                                          : http::problem(404, "Niet te tonen", message.error().why)};
}

}  // namespace

void show_message_origin(Desk& desk, Visit visit, Done done) {
  const auto body = body_of(visit.request, {"reden", "veld"});
  if (!body) return done(wrong(body.error()));
  const log::Looker looker{visit.visitor.name, text_in(*body, "reden")};
  if (auto fault = log::wrong_with_reason(looker.reason); !fault.empty())
    return done(wrong({{"/reden", "reden", std::move(fault)}}));
  if (auto faults = log::check_field(text_in(*body, "veld")); !faults.empty())
    return done(wrong(std::move(faults)));
  const auto looked = std::make_shared<Look>();
  desk.pipeline.transact(
      [&desk, looked, looker, id = visit.item, visitor = visit.visitor](store::Session& sql) {
        *looked = look(desk, sql, visitor, id, looker);
      },
      [&desk, looked, field = text_in(*body, "veld"), name = visit.visitor.name,
       done = std::move(done)](bool written) {
        if (!written) return done(unavailable());
        if (!looked->message) return done(std::move(looked->refusal));
        // To find the places takes a while: where nobody waits for it.
        const auto response = std::make_shared<Response>();
        desk.pipeline.submit(
            name,
            [&desk, looked, field, response](exchange::Draft&) {
              *response = http::json_answer(
                  200,
                  json::serialize(log::explain(*looked->message, {desk.config(), &desk.grammar}, field)));
            },
            [response, done](std::exception_ptr error) {
              done(error ? unavailable() : std::move(*response));
            },
            exchange::Pipeline::Size::large);
      });
}

}  // namespace inburgering::gateway::operation
