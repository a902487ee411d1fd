// Berichten en Persoon: finding entries of the log, following it, opening one, and reading bodies.
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <limits>

#include "gateway/base/milliseconds.h"
#include "gateway/http/answers.h"
#include "gateway/log/explain.h"
#include "gateway/log/four_eyes.h"
#include "gateway/log/look.h"
#include "gateway/log/search.h"
#include "gateway/log/security.h"
#include "gateway/operator/desk.h"
#include "schemas/value/v_nummer.h"
#include "schemas/value/whole_number.h"

namespace inburgering::gateway::operation {
namespace {

namespace json = boost::json;

constexpr std::chrono::milliseconds budget{50};  // for one page
constexpr int usual_page = 50;
constexpr int largest_page = 500;
constexpr std::chrono::seconds longest_wait{25};

std::optional<std::int64_t> number_of(const std::string& text) {
  return schemas::whole_number<std::int64_t>(text, 0, std::numeric_limits<std::int64_t>::max());
}

json::object page_to_json(const Desk& desk, const log::Page& page) {
  json::array list;
  for (const auto& entry : page.entries) list.emplace_back(told(desk, entry));
  return {{"berichten", std::move(list)},
          {"volgende", page.next > 0 ? json::value(page.next) : json::value()},
          {"ingekort", page.cut_short}};
}

Response answer_page(Desk& desk, store::Session& sql, const log::Filter& filter) {
  auto body =
      page_to_json(desk, log::search(sql, filter, desk.pipeline.sealing().surroundings.clock, budget));
  body["laatste"] = log::last_seq(sql);
  return http::json_answer(200, json::serialize(body));
}

/// What came after `seq`, oldest first.
Response answer_after(Desk& desk, store::Session& sql, const log::Filter& filter, std::int64_t seq) {
  // Where the log ends is read first: what comes in between is told the next time.
  const auto last = log::last_seq(sql);
  json::array list;
  auto upto = last;
  const auto entries = log::after(sql, filter, seq);
  for (const auto& entry : entries) list.emplace_back(told(desk, entry));
  if (std::ssize(entries) == filter.count) upto = entries.back().seq;
  return http::json_answer(200,
                           json::serialize(json::object{{"berichten", std::move(list)}, {"laatste", upto}}));
}

/// Whom a body names, in a gemeente that this operator works for.
struct Named {
  const config::Tenant* tenant = nullptr;
  mapping::Subject subject;
};
schemas::Result<Named> named_in(const Desk& desk, const Visitor& visitor, const json::object& body) {
  Named named;
  schemas::Faults faults;
  named.tenant = desk.registry.tenant_by_code(text_in(body, "gemeente"));
  if (named.tenant == nullptr || !visitor.sees(named.tenant->oin.digits()))
    faults.push_back({"/gemeente", "verplicht", "noem de gemeentecode van een gemeente"});
  if (body.contains("bsn")) {
    if (auto bsn = schemas::Bsn::parse(text_in(body, "bsn"), "/bsn"))
      named.subject.bsn = *bsn;
    else
      faults.push_back(bsn.error());
  } else if (const auto* number = body.if_contains("vNummer")) {
    if (const auto read = schemas::read_v_nummer(*number, "/vNummer"))
      named.subject.v_nummer = *read;
    else
      faults.push_back(read.error());
  } else {
    faults.push_back({"/bsn", "verplicht", "noem een bsn, of een vNummer als getal"});
  }
  if (!faults.empty()) return std::unexpected(std::move(faults));
  return named;
}

/// Looks a person up and writes down that someone did, as a kind of log::kind; `show` makes the answer of
/// what is known.
void look_at_person(Desk& desk, const Visit& visit, const Named& named, std::string_view kind,
                    std::string reason,
                    std::function<Response(store::Session&, const std::string& dossier)> show, Done done) {
  const auto response = std::make_shared<Response>();
  desk.pipeline.transact(
      [&desk, response, named, kind, reason = std::move(reason), show = std::move(show),
       name = visit.visitor.name](store::Session& sql) {
        const auto& sealing = desk.pipeline.sealing();
        const auto tenant = named.tenant->oin.digits();
        const auto dossier = store::find_dossier_id(sql, sealing.keys, tenant, named.subject);
        log::note_look(sql, {name, reason}, kind, {}, tenant, dossier.value_or(""), {}, sealing.surroundings);
        *response =
            dossier ? show(sql, *dossier) : not_found("van deze persoon is bij deze gemeente niets bekend");
      },
      [response, done = std::move(done)](bool written) {
        done(written ? std::move(*response) : unavailable());
      });
}

}  // namespace

schemas::Result<log::Filter> filter_of(const Desk& desk, const Visit& visit) {
  log::Filter filter;
  schemas::Faults faults;
  filter.tenants = visit.visitor.tenants;
  filter.count = usual_page;
  const auto text = [&](std::string_view name, std::string& into) {
    into = query_of(visit.request, name).value_or("");
    constexpr std::size_t longest = 200;
    if (into.size() > longest) faults.push_back({std::string(name), "lengte", "hoogstens 200 tekens"});
  };
  text("id", filter.id);
  text("dossier", filter.dossier);
  text("partij", filter.party);
  text("feed", filter.feed);
  text("soort", filter.kind);
  text("richting", filter.direction);
  text("uitkomst", filter.outcome);
  filter.trouble = query_of(visit.request, "aandacht") == "ja";
  for (const auto& [name, bound] : {std::pair{"van", &filter.from}, std::pair{"tot", &filter.until}})
    if (const auto given = query_of(visit.request, name)) {
      if (const auto moment = schemas::Moment::parse(*given, name))
        *bound = *moment;
      else
        faults.push_back(moment.error());
    }
  if (const auto code = query_of(visit.request, "gemeente"); code && !code->empty()) {
    const auto* tenant = desk.registry.tenant_by_code(*code);
    if (tenant == nullptr || !visit.visitor.sees(tenant->oin.digits()))
      faults.push_back({"gemeente", "verwijzing", "deze gemeente is er niet, of niet voor u"});
    else
      filter.tenants = {{tenant->oin.digits()}};
  }
  const auto number = [&](std::string_view name, auto& into, std::int64_t most, std::string_view upto) {
    const auto given = query_of(visit.request, name);
    if (!given) return;
    const auto read = number_of(*given);
    if (!read || *read < 1 || *read > most)
      faults.push_back({std::string(name), "getal", "hier hoort een getal vanaf 1" + std::string(upto)});
    else
      into = static_cast<std::remove_reference_t<decltype(into)>>(*read);
  };
  number("aantal", filter.count, largest_page, " tot en met 500");
  number("voor", filter.before, std::numeric_limits<std::int64_t>::max(), "");
  if (!faults.empty()) return std::unexpected(std::move(faults));
  return filter;
}

void list_messages(Desk& desk, Visit visit, Done done) {
  const auto filter = filter_of(desk, visit);
  if (!filter) return done(wrong(filter.error()));
  answer_read(desk, done, [&](auto& sql) { return answer_page(desk, sql, *filter); });
}

void follow_messages(Desk& desk, Visit visit, Done done) {
  const auto filter = filter_of(desk, visit);
  if (!filter) return done(wrong(filter.error()));
  const auto seq = number_of(query_of(visit.request, "na").value_or(""));
  const auto wait = number_of(query_of(visit.request, "wacht").value_or("0"));
  if (!seq) return done(wrong({{"na", "verplicht", "noem het nummer van de laatste regel die u hebt"}}));
  if (!wait || *wait > longest_wait.count())
    return done(wrong({{"wacht", "getal", "hier hoort een getal van 0 tot en met 25"}}));
  const auto until = milliseconds(schemas::Moment(desk.pipeline.now().time() + std::chrono::seconds(*wait)));
  const auto grown = [seq = *seq](store::Session& sql) { return log::last_seq(sql) > seq; };
  desk.tail.wait(grown, until, [&desk, filter = *filter, seq = *seq, done = std::move(done)] {
    answer_read(desk, done, [&](auto& sql) { return answer_after(desk, sql, filter, seq); });
  });
}

void find_messages_of_person(Desk& desk, Visit visit, Done done) {
  const auto body = body_of(visit.request, {"gemeente", "bsn", "vNummer"});
  if (!body) return done(wrong(body.error()));
  const auto named = named_in(desk, visit.visitor, *body);
  if (!named) return done(wrong(named.error()));
  look_at_person(
      desk, visit, *named, log::kind::person_sought, "gezocht in het logboek",
      [](store::Session&, const std::string& dossier) {
        return http::json_answer(200, json::serialize(json::object{{"dossier", dossier}}));
      },
      std::move(done));
}

void show_message(Desk& desk, Visit visit, Done done) {
  answer_read(desk, done, [&](store::Session& sql) {
    const auto entry = log::find(sql, visit.item);
    if (!entry || !visit.visitor.sees(entry->tenant)) return not_found("er is geen bericht met dit id");
    auto shown = told(desk, *entry);
    json::array steps;
    for (const auto& step : log::journey(sql, entry->cause_id))
      if (visit.visitor.sees(step.tenant)) steps.emplace_back(told(desk, step));
    json::array events;
    constexpr int shown_at_most = 500;
    for (const auto& event :
         store::events_of_message(sql, entry->tenant, entry->dossier, entry->cause_id, shown_at_most))
      events.emplace_back(
          json::object{{"gebeurtenis", event.id}, {"type", event.type}, {"nummer", event.sequence}});
    shown["reis"] = std::move(steps);
    shown["gebeurtenissenVan"] = std::move(events);
    return http::json_answer(200, json::serialize(shown));
  });
}

void show_message_body(Desk& desk, Visit visit, Done done) {
  const auto body = body_of(visit.request, {"reden"});
  if (!body) return done(wrong(body.error()));
  const log::Looker looker{visit.visitor.name, text_in(*body, "reden")};
  if (auto fault = log::wrong_with_reason(looker.reason); !fault.empty())
    return done(wrong({{"/reden", "reden", std::move(fault)}}));
  const auto response = std::make_shared<Response>();
  desk.pipeline.transact(
      [&desk, response, looker, id = visit.item, visitor = visit.visitor](store::Session& sql) {
        const auto entry = log::find(sql, id);
        if (!entry || !visitor.sees(entry->tenant)) {
          *response = not_found("er is geen bericht met dit id");
          return;
        }
        const auto& sealing = desk.pipeline.sealing();
        const log::FourEyes eyes(desk.config(), sealing.surroundings);
        const auto shown = log::show_body(sql, sealing.keys, id, looker, eyes, sealing.surroundings);
        if (shown)
          *response = http::json_answer(200, json::serialize(json::object{{"inhoud", *shown}}));
        else if (shown.error().consent_missing)
          *response = http::problem(403, "Niet toegestaan", shown.error().why);
        else
          *response = http::problem(404, "Niet te tonen", shown.error().why);
      },
      [response, done = std::move(done)](bool written) {
        done(written ? std::move(*response) : unavailable());
      });
}

void report_of_person(Desk& desk, Visit visit, Done done) {
  const auto body = body_of(visit.request, {"gemeente", "bsn", "vNummer", "reden", "voor"});
  if (!body) return done(wrong(body.error()));
  const auto named = named_in(desk, visit.visitor, *body);
  if (!named) return done(wrong(named.error()));
  const auto reason = text_in(*body, "reden");
  if (auto fault = log::wrong_with_reason(reason); !fault.empty())
    return done(wrong({{"/reden", "reden", std::move(fault)}}));
  log::Filter filter;
  filter.tenants = {{named->tenant->oin.digits()}};
  filter.count = largest_page;
  if (const auto* before = body->if_contains("voor"); before != nullptr && before->is_int64())
    filter.before = before->get_int64();
  look_at_person(
      desk, visit, *named, log::kind::person_seen, reason,
      [&desk, filter, tenant = named->tenant->oin.digits(), first_page = !body->contains("voor"),
       who = visit.visitor.name](store::Session& sql, const std::string& dossier) {
        auto of_person = filter;
        of_person.dossier = dossier;
        constexpr std::chrono::seconds patience{5};
        auto shown = page_to_json(
            desk, log::search(sql, of_person, desk.pipeline.sealing().surroundings.clock, patience));
        shown["dossier"] = dossier;
        const auto& sealing = desk.pipeline.sealing();
        if (const auto kept = store::find_dossier(sql, sealing, tenant, dossier); kept && first_page) {
          const log::FourEyes eyes(desk.config(), sealing.surroundings);
          const bool values = eyes.may_show(sql, tenant, dossier, who);
          shown["waardenGetoond"] = values;
          shown["objecten"] = log::origins(store::all_testimonies(sql, sealing, *kept), values);
        }
        return http::json_answer(200, json::serialize(shown));
      },
      std::move(done));
}

}  // namespace inburgering::gateway::operation
