// /taalschool/v1/{resource}: our own API (NL API Design Rules), a row at a time. What is taken up is durable
// before it is answered; 400 tells every fault with its pointer, 409 and 422 what the store knows better.
#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include "gateway/http/answers.h"
#include "gateway/http/taalschool.h"
#include "schemas/record/json_text.h"
#include "schemas/value/text.h"
#include "schemas/value/whole_number.h"

namespace inburgering::gateway::http {
namespace {

namespace json = boost::json;
using adapters::transport::Response;
using intake::Sender;

constexpr std::size_t longest_key = 200;

/// What became of one row, once that is durable.
void answer_taken(const exchange::Taken& taken, const std::string& location, const Done& done) {
  switch (taken.fate) {
    case exchange::Fate::accepted:
    case exchange::Fate::repeated: {
      auto response = json_answer(taken.http_status, taken.answer);
      if (taken.http_status == 201) response.headers.emplace_back("Location", location);
      return done(std::move(response));
    }
    case exchange::Fate::conflict:
      return done(problem(409, "Sleutel al gebruikt",
                          "deze Idempotency-Key is eerder gebruikt voor een andere melding"));
    case exchange::Fate::refused:
      return done(problem(taken.http_status, "Niet aangenomen", taken.faults.front().message, taken.faults));
    case exchange::Fate::unavailable:
      return done(unavailable());
  }
}

std::string receipt(const log::Entry& entry, std::string_view kenmerk, std::string_view status) {
  return json::serialize(json::object{{"berichtId", entry.message_id},
                                      {"kenmerk", kenmerk},
                                      {"status", status},
                                      {"ontvangenOp", entry.moment.text()}});
}

/// The row with this kenmerk, of whichever gemeente that the school works for. A kenmerk that it used in two
/// is that of the row that still holds, and of those of the one it told last.
std::optional<std::pair<store::Schoolrij, const config::Tenant*>> find_row(House& house, const Sender& sender,
                                                                           const std::string& kenmerk) {
  const auto sql = house.database.reader();
  std::optional<std::pair<store::Schoolrij, const config::Tenant*>> last;
  const auto later = [&](const store::Schoolrij& rij) {
    return !last || std::pair(!rij.withdrawn, rij.message_id) >
                        std::pair(!last->first.withdrawn, last->first.message_id);
  };
  for (const auto& tenant : house.config().tenants)
    if (identity::serves(*sender.party, tenant))
      if (auto found = store::find_schoolrij(*sql, tenant.oin.digits(), sender.party->oin.digits(),
                                             sender.resource, kenmerk);
          found && later(*found))
        last.emplace(std::move(*found), &tenant);
  return last;
}

Response not_found() { return problem(404, "Niet gevonden", "deze rij heeft uw school hier niet gemeld"); }

/// One row as the school that sent it sees it.
json::object shown(House& house, store::Session& sql, const store::Schoolrij& rij) {
  json::object object{{"kenmerk", rij.kenmerk},
                      {"berichtId", rij.message_id},
                      {"status", rij.withdrawn ? "ingetrokken" : "verwerkt"}};
  if (const auto entry = log::find(sql, rij.message_id)) {
    object["ontvangenOp"] = entry->moment.text();
    object["gewijzigd"] = entry->events > 0;
  }
  if (const auto text = intake::content_of(house.pipeline.sealing(), rij))
    if (const auto content = schemas::parse_json(*text)) object["inhoud"] = *content;
  return object;
}

struct PageWish {
  int count = 100;
  std::string before;  ///< the message id of the last of the previous page
};

schemas::Result<PageWish> page_of(const std::string& target) {
  PageWish page;
  schemas::Faults faults;
  if (const auto wanted = query_parameter(target, "aantal")) {
    const auto count = schemas::whole_number(*wanted, 1, static_cast<int>(rows_at_most));
    if (!count) faults.push_back({"aantal", "bereik", "vraag om 1 tot en met 1000 rijen"});
    page.count = count.value_or(page.count);
  }
  if (auto before = query_parameter(target, "voor")) {
    if (!schemas::is_uuid(*before))
      faults.push_back({"voor", "patroon", "noem het berichtId van de laatste rij van de vorige bladzijde"});
    page.before = std::move(*before);
  }
  if (!faults.empty()) return std::unexpected(std::move(faults));
  return page;
}

}  // namespace

void handle_taalschool_push(House& house, Visit visit, Done done) {
  const Sender sender{visit.party, visit.rest, {}, visit.held};
  auto entry = std::move(visit.entry);
  entry.kind = visit.rest;
  if (!is_of_type(visit.request, json_type))
    return refuse(house, std::move(entry), wrong_type(json_type), not_of_type, std::move(done));
  auto parsed = schemas::parse_json(visit.request.body);
  // The address names the kenmerk of a correction: the body may leave it out, but not say another.
  if (parsed && !visit.item.empty() && parsed->is_object()) {
    const auto* named = parsed->get_object().if_contains("kenmerk");
    if (named != nullptr && *named != json::value(visit.item)) {
      const schemas::Faults faults{{"/kenmerk", "kenmerk", "het kenmerk is een ander dan dat in het adres"}};
      return refuse(house, std::move(entry), bad_row(faults), faults, std::move(done));
    }
    parsed->get_object()["kenmerk"] = visit.item;
    visit.request.body = json::serialize(*parsed);
  }
  auto row =
      parsed ? intake::read_row(house.registry, sender, *parsed) : std::unexpected(std::move(parsed.error()));
  if (!row) {
    auto faults = std::move(row.error());
    auto response = bad_row(faults);
    return refuse(house, std::move(entry), std::move(response), std::move(faults), std::move(done));
  }
  const auto key = adapters::transport::find_header(visit.request.headers, "Idempotency-Key");
  if (key.size() > longest_key) {
    const schemas::Faults faults{{"Idempotency-Key", "lengte", "een sleutel heeft hoogstens 200 tekens"}};
    return refuse(house, std::move(entry), bad_row(faults), faults, std::move(done));
  }
  const auto kenmerk = row->push.kenmerk;
  auto answer = receipt(entry, kenmerk, "verwerkt");
  auto incoming = intake::incoming(house.pipeline, sender, std::move(*row), std::move(visit.request.body),
                                   std::move(entry));
  if (!key.empty())
    incoming.sender = "taalschool|" + visit.party->oin.digits() + "|" + visit.rest + "|" + std::string(key);
  if (!visit.item.empty()) incoming.http_status = 200;
  incoming.answer = std::move(answer);
  house.pipeline.take(
      std::move(incoming),
      [done = std::move(done), location = std::string(taalschool_base) + visit.rest + "/" + kenmerk](
          const exchange::Taken& taken) { answer_taken(taken, location, done); });
}

void handle_taalschool_withdrawal(House& house, Visit visit, Done done) {
  const Sender sender{visit.party, visit.rest, {}, visit.held};
  auto entry = std::move(visit.entry);
  entry.kind = visit.rest + " intrekken";
  std::optional<std::pair<store::Schoolrij, const config::Tenant*>> found;
  try {
    found = find_row(house, sender, visit.item);
  } catch (const std::exception&) {
    return done(unavailable());
  }
  if (!found || found->first.withdrawn)
    return refuse(house, std::move(entry), not_found(), {}, std::move(done));
  auto answer = receipt(entry, visit.item, "ingetrokken");
  auto incoming = intake::withdrawal(house.pipeline, *found->second, found->first, std::move(entry));
  incoming.answer = std::move(answer);
  house.pipeline.take(std::move(incoming), [done = std::move(done)](const exchange::Taken& taken) {
    answer_taken(taken, {}, done);
  });
}

void handle_taalschool_view(House& house, Visit visit, Done done) {
  const Sender sender{visit.party, visit.rest, {}, visit.held};
  auto entry = std::move(visit.entry);
  entry.kind = visit.rest + " bekijken";
  std::optional<Response> response;
  try {
    const auto sql = house.database.reader();
    if (!visit.item.empty()) {
      const auto found = find_row(house, sender, visit.item);
      response = found ? json_answer(200, json::serialize(shown(house, *sql, found->first))) : not_found();
    } else {
      const auto page = page_of(visit.request.target);
      if (!page)
        return refuse(house, std::move(entry),
                      problem(400, "Ongeldige vraag", page.error().front().message, page.error()),
                      page.error(), std::move(done));
      const auto& [count, before] = *page;
      std::vector<store::Schoolrij> list;
      for (const auto& tenant : house.config().tenants) {
        if (!identity::serves(*visit.party, tenant)) continue;
        auto of_one = store::list_schoolrijen(*sql, tenant.oin.digits(), visit.party->oin.digits(),
                                              visit.rest, before, count);
        list.insert(list.end(), std::make_move_iterator(of_one.begin()),
                    std::make_move_iterator(of_one.end()));
      }
      std::ranges::sort(list, std::greater(), &store::Schoolrij::message_id);
      if (std::ssize(list) > count) list.resize(static_cast<std::size_t>(count));
      json::array rows;
      for (const auto& each : list) rows.emplace_back(shown(house, *sql, each));
      json::object body{{"rijen", std::move(rows)}};
      if (std::ssize(list) == count)
        body["volgende"] = std::string(taalschool_base) + visit.rest + "?aantal=" + std::to_string(count) +
                           "&voor=" + list.back().message_id;
      response = json_answer(200, json::serialize(body));
    }
  } catch (const std::exception&) {
    return done(unavailable());
  }
  entry.outcome = response->status == 200 ? log::outcome::verwerkt : log::outcome::niet_gevonden;
  answer_logged(house, std::move(entry), std::move(*response), unavailable(), std::move(done));
}

}  // namespace inburgering::gateway::http
