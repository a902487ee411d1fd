// Consent of a second operator: what is asked, asking and answering (log/four_eyes.h).
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "gateway/base/milliseconds.h"
#include "gateway/http/answers.h"
#include "gateway/log/four_eyes.h"
#include "gateway/operator/desk.h"
#include "schemas/value/text.h"

namespace inburgering::gateway::operation {
namespace {

namespace json = boost::json;
using log::FourEyes;

/// Who may ask for a deed, and answer: whoever may do it.
bool may(const Visitor& visitor, config::Deed deed) {
  return deed == config::Deed::sleutel ? visitor.may(Need::act) && !visitor.tenants : visitor.may(Need::body);
}
bool sees(const Visitor& visitor, const store::Consent& consent) {
  return consent.tenant.empty() ? !visitor.tenants : visitor.sees(consent.tenant);
}

std::string text_of(Milliseconds moment) {
  return schemas::Moment(schemas::Moment::Time(std::chrono::milliseconds(moment))).text();
}

json::object to_json(const Desk& desk, const Visitor& visitor, const store::Consent& consent) {
  const auto* tenant = desk.registry.tenant_by_oin(consent.tenant);
  const auto deed = config::deed_named(consent.deed);
  const auto dossier = log::person_in(consent.subject);
  return {{"id", consent.id},
          {"voor", consent.deed},
          {"van", dossier.value_or(consent.subject)},
          {"persoon", dossier.has_value()},
          {"gemeentecode", tenant != nullptr ? tenant->gemeentecode : ""},
          {"aanvrager", consent.asker},
          {"reden", consent.reason},
          {"gevraagd", text_of(consent.asked)},
          {"verloopt", text_of(consent.expires)},
          {"staat", consent.state},
          {"beantwoordDoor", consent.answerer},
          {"magAntwoorden", consent.state == store::consent_state::asked && deed && may(visitor, *deed) &&
                                consent.asker != visitor.name}};
}

Response forbidden(std::string_view why) { return http::problem(403, "Niet toegestaan", why); }

/// Of which gemeente it is, or why it cannot be asked.
std::expected<FourEyes::Wish, Response> wish_of(Desk& desk, store::Session& sql, const Visitor& visitor,
                                                config::Deed deed, const std::string& subject,
                                                const std::string& code) {
  FourEyes::Wish wish{deed, {}, subject};
  if (deed == config::Deed::sleutel) return wish;
  if (deed == config::Deed::inhoud) {
    if (const auto entry = log::find(sql, subject); entry && visitor.sees(entry->tenant)) {
      wish.tenant = entry->tenant;
      return wish;
    }
    // All of one person: of a gemeente that is named.
    const auto* tenant = desk.registry.tenant_by_code(code);
    if (tenant == nullptr || !visitor.sees(tenant->oin.digits()) ||
        !store::find_dossier(sql, desk.pipeline.sealing(), tenant->oin.digits(), subject))
      return std::unexpected(not_found("er is geen bericht met dit id, en in deze gemeente geen dossier"));
    wish.tenant = tenant->oin.digits();
    wish.subject = log::all_of_person(subject);
    return wish;
  }
  const auto* tenant = desk.registry.tenant_by_code(code);
  if (tenant == nullptr || !visitor.sees(tenant->oin.digits()))
    return std::unexpected(wrong({{"/gemeente", "verplicht", "noem de gemeentecode van een gemeente"}}));
  wish.tenant = tenant->oin.digits();
  return wish;
}

}  // namespace

void list_consents(Desk& desk, Visit visit, Done done) {
  answer_read(desk, done, [&](store::Session& sql) {
    json::array list;
    constexpr int at_most = 500;
    for (const auto& each : store::open_consents(sql, milliseconds(desk.pipeline.now()), at_most))
      if (sees(visit.visitor, each)) list.emplace_back(to_json(desk, visit.visitor, each));
    return http::json_answer(200, json::serialize(json::object{{"toestemmingen", std::move(list)}}));
  });
}

void ask_consent(Desk& desk, Visit visit, Done done) {
  const auto body = body_of(visit.request, {"voor", "van", "gemeente", "reden"});
  if (!body) return done(wrong(body.error()));
  const auto deed = config::deed_named(text_in(*body, "voor"));
  const auto subject = text_in(*body, "van");
  const log::Looker asker{visit.visitor.name, text_in(*body, "reden")};
  constexpr std::size_t longest_subject = 100;
  schemas::Faults faults;
  if (!deed) faults.push_back({"/voor", "codelijst", "kies uit inhoud, vergeten en sleutel"});
  if (subject.empty() || subject.size() > longest_subject || schemas::may_hold_bsn(subject))
    faults.push_back(
        {"/van", "verplicht", "noem het bericht, het dossier of de sleutel; geen nummer van een persoon"});
  if (auto fault = log::wrong_with_reason(asker.reason); !fault.empty())
    faults.push_back({"/reden", "reden", std::move(fault)});
  if (!faults.empty()) return done(wrong(faults));
  if (!may(visit.visitor, *deed)) return done(forbidden("uw recht is hiervoor niet genoeg"));
  const auto response = std::make_shared<Response>();
  desk.pipeline.transact(
      [&desk, response, asker, deed = *deed, subject, visitor = visit.visitor,
       code = text_in(*body, "gemeente")](store::Session& sql) {
        const auto wish = wish_of(desk, sql, visitor, deed, subject, code);
        if (!wish) {
          *response = wish.error();
          return;
        }
        const FourEyes eyes(desk.config(), desk.pipeline.sealing().surroundings);
        const auto asked = eyes.ask(sql, *wish, asker);
        *response = asked ? http::json_answer(201, json::serialize(to_json(desk, visitor, *asked)))
                          : http::problem(409, "Kan nu niet", asked.error());
      },
      [response, done = std::move(done)](bool written) {
        done(written ? std::move(*response) : unavailable());
      });
}

void answer_consent(Desk& desk, Visit visit, Done done) {
  const auto body = body_of(visit.request, {"antwoord"});
  if (!body) return done(wrong(body.error()));
  const auto said = text_in(*body, "antwoord");
  if (said != "ja" && said != "nee") return done(wrong({{"/antwoord", "codelijst", "kies uit ja en nee"}}));
  const auto response = std::make_shared<Response>();
  desk.pipeline.transact(
      [&desk, response, id = visit.item, yes = said == "ja", visitor = visit.visitor](store::Session& sql) {
        const auto consent = store::find_consent(sql, id);
        if (!consent || !sees(visitor, *consent)) {
          *response = not_found("er is geen aanvraag met dit id");
          return;
        }
        const auto deed = config::deed_named(consent->deed);
        if (!deed || !may(visitor, *deed)) {
          *response = forbidden("uw recht is hiervoor niet genoeg");
          return;
        }
        const FourEyes eyes(desk.config(), desk.pipeline.sealing().surroundings);
        const auto answered = eyes.answer(sql, *consent, visitor.name, yes);
        const auto now = store::find_consent(sql, id);
        *response = answered ? http::json_answer(200, json::serialize(to_json(desk, visitor, *now)))
                             : http::problem(409, "Kan nu niet", answered.error());
      },
      [response, done = std::move(done)](bool written) {
        done(written ? std::move(*response) : unavailable());
      });
}

}  // namespace inburgering::gateway::operation
