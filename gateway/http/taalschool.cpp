// /taalschool/v1/{resource}: our own API (NL API Design Rules). What is taken up is durable before it is
// answered; 400 tells every fault with its pointer, 409 and 422 what the store knows better.
#include "gateway/intake/taalschool.h"

#include <algorithm>
#include <boost/algorithm/string/predicate.hpp>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>
#include <charconv>

#include "adapters/duo/headers.h"
#include "gateway/http/answers.h"
#include "gateway/http/partner.h"
#include "gateway/intake/file.h"
#include "gateway/intake/together.h"
#include "gateway/log/faults_json.h"
#include "schemas/record/json_text.h"

namespace inburgering::gateway::http {
namespace {

namespace json = boost::json;
using adapters::transport::Response;
using intake::Sender;

constexpr std::size_t rows_at_most = 1000;
constexpr std::size_t longest_key = 200;
constexpr std::string_view base = "/taalschool/v1/";

/// A page of somebody else can make the browser of a school send us text/plain, with the school's
/// certificate: only a type that a browser first asks leave for is taken.
bool is_of_type(const adapters::transport::Request& request, std::string_view type) {
  const auto told = adapters::transport::find_header(request.headers, "Content-Type");
  return boost::iequals(told.substr(0, std::min(told.find_first_of("; "), told.size())), type);
}

Response wrong_type(std::string_view type) {
  return problem(415, "Verkeerd soort inhoud", "stuur dit met Content-Type: " + std::string(type));
}

const schemas::Faults not_of_type{
    {"Content-Type", "soort", "de inhoud is niet van het soort dat hier hoort"}};
constexpr std::string_view json_type = "application/json";
constexpr std::string_view csv_type = "text/csv";

Response bad_row(const schemas::Faults& faults) {
  if (faults.front().rule == "gemeente")
    return problem(403, "Niet toegestaan", faults.front().message, faults);
  return problem(400, "Ongeldige melding", "de melding voldoet niet aan de specificatie", faults);
}

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

intake::Surroundings around(House& house) { return {house.registry, house.pipeline}; }

/// The row with this kenmerk, of whichever gemeente that the school works for.
std::optional<std::pair<store::Schoolrij, const config::Tenant*>> find_row(House& house, const Sender& sender,
                                                                           const std::string& kenmerk) {
  const auto sql = house.database.reader();
  for (const auto& tenant : house.config.tenants)
    if (identity::serves(*sender.party, tenant))
      if (auto found = store::find_schoolrij(*sql, tenant.oin.digits(), sender.party->oin.digits(),
                                             sender.resource, kenmerk))
        return std::pair(std::move(*found), &tenant);
  return std::nullopt;
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

std::optional<std::string> parameter(const std::string& target, std::string_view name) {
  const auto url = boost::urls::parse_origin_form(target);
  if (!url) return std::nullopt;
  const auto found = url->params().find(name);
  if (found == url->params().end()) return std::nullopt;
  return std::string((*found).value);
}

std::size_t times_named(const std::string& target, std::string_view name) {
  const auto url = boost::urls::parse_origin_form(target);
  return url ? url->params().count(name) : 0;
}

struct Page {
  int count = 100;
  std::string before;  ///< the message id of the last of the previous page
};

schemas::Result<Page> page_of(const std::string& target) {
  Page page;
  schemas::Faults faults;
  for (const char* name : {"aantal", "voor"})
    if (times_named(target, name) > 1) faults.push_back({name, "dubbel", "noem dit gegeven één keer"});
  if (const auto wanted = parameter(target, "aantal")) {
    const auto* end = wanted->data() + wanted->size();
    const auto read = std::from_chars(wanted->data(), end, page.count);
    if (read.ec != std::errc() || read.ptr != end || page.count < 1 ||
        page.count > static_cast<int>(rows_at_most))
      faults.push_back({"aantal", "bereik", "vraag om 1 tot en met 1000 rijen"});
  }
  if (auto before = parameter(target, "voor")) {
    if (!adapters::duo::is_uuid(*before))
      faults.push_back({"voor", "patroon", "noem het berichtId van de laatste rij van de vorige bladzijde"});
    page.before = std::move(*before);
  }
  if (!faults.empty()) return std::unexpected(std::move(faults));
  return page;
}

}  // namespace

void handle_taalschool_push(House& house, Visit visit, Done done) {
  const Sender sender{visit.party, visit.rest};
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
      parsed ? intake::read_row(around(house), sender, *parsed) : std::unexpected(std::move(parsed.error()));
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
  auto incoming = intake::incoming(around(house), sender, std::move(*row), std::move(visit.request.body),
                                   std::move(entry));
  if (!key.empty())
    incoming.sender = "taalschool|" + visit.party->oin.digits() + "|" + visit.rest + "|" + std::string(key);
  if (!visit.item.empty()) incoming.http_status = 200;
  incoming.answer = std::move(answer);
  house.pipeline.take(std::move(incoming),
                      [done = std::move(done), location = std::string(base) + visit.rest + "/" + kenmerk](
                          const exchange::Taken& taken) { answer_taken(taken, location, done); });
}

void handle_taalschool_withdrawal(House& house, Visit visit, Done done) {
  const Sender sender{visit.party, visit.rest};
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
  auto incoming = intake::withdrawal(around(house), *found->second, found->first, std::move(entry));
  incoming.answer = std::move(answer);
  house.pipeline.take(std::move(incoming), [done = std::move(done)](const exchange::Taken& taken) {
    answer_taken(taken, {}, done);
  });
}

void handle_taalschool_view(House& house, Visit visit, Done done) {
  const Sender sender{visit.party, visit.rest};
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
      for (const auto& tenant : house.config.tenants) {
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
        body["volgende"] = std::string(base) + visit.rest + "?aantal=" + std::to_string(count) +
                           "&voor=" + list.back().message_id;
      response = json_answer(200, json::serialize(body));
    }
  } catch (const std::exception&) {
    return done(unavailable());
  }
  entry.outcome = response->status == 200 ? "verwerkt" : "niet-gevonden";
  answer_logged(house, std::move(entry), std::move(*response), unavailable(), std::move(done));
}

namespace {

class BatchRows : public intake::Rijen {
 public:
  explicit BatchRows(json::array rows) : rows_(std::move(rows)) {}
  void rewind() override { at_ = 0; }
  bool next(intake::Plaats& plaats) override {
    if (at_ == rows_.size()) return false;
    plaats.nummer = static_cast<std::int64_t>(at_);
    plaats.inhoud = rows_[at_++];
    return true;
  }

 private:
  json::array rows_;
  std::size_t at_ = 0;
};

struct Batch {
  bool all_or_none = true;
  json::array rows;
};

schemas::Result<Batch> read_batch(std::string_view body) {
  auto parsed = schemas::parse_json(body);
  if (!parsed) return std::unexpected(std::move(parsed.error()));
  auto* object = parsed->if_object();
  if (object == nullptr) return schemas::refuse("", "type", "hier hoort een object met verwerking en rijen");
  schemas::Faults faults;
  Batch batch;
  for (auto& [name, value] : *object) {
    if (name == "verwerking") {
      const auto* how = value.if_string();
      batch.all_or_none = how != nullptr && *how == "alles-of-niets";
      if (how == nullptr || (!batch.all_or_none && *how != "per-rij"))
        faults.push_back({"/verwerking", "codelijst", "kies uit alles-of-niets en per-rij"});
    } else if (name == "rijen") {
      if (auto* rows = value.if_array())
        batch.rows = std::move(*rows);
      else
        faults.push_back({"/rijen", "type", "hier hoort een lijst van rijen"});
    } else {
      faults.push_back({"/" + std::string(name), "onbekend-veld", "dit gegeven kent een batch niet"});
    }
  }
  if (!object->contains("verwerking"))
    faults.push_back({"/verwerking", "verplicht", "dit gegeven ontbreekt"});
  if (!object->contains("rijen")) faults.push_back({"/rijen", "verplicht", "dit gegeven ontbreekt"});
  if (faults.empty() && (batch.rows.empty() || batch.rows.size() > rows_at_most))
    faults.push_back({"/rijen", "aantal", "een batch heeft 1 tot en met 1000 rijen"});
  if (!faults.empty()) return std::unexpected(std::move(faults));
  return batch;
}

/// {"rijen", "aangenomen", "afgekeurd", "fouten": [{"rij", "fouten": […]}]}
json::object to_json(const intake::Uitslag& uitslag) {
  json::array faults;
  for (const auto& each : uitslag.afgekeurd)
    faults.emplace_back(json::object{{"rij", each.nummer}, {"fouten", log::faults_to_json(each.faults)}});
  return {{"rijen", uitslag.rijen},
          {"aangenomen", uitslag.aangenomen},
          {"afgekeurd", uitslag.afgekeurd_totaal},
          {"afgekeurdeRijen", std::move(faults)}};
}

/// A refusal that says besides what was wrong with which row.
Response problem_with(std::string_view title, std::string_view detail, json::object report) {
  report["status"] = 422;
  report["title"] = title;
  report["detail"] = detail;
  Response response;
  response.status = 422;
  response.headers.emplace_back("Content-Type", "application/problem+json");
  response.body = json::serialize(report);
  return response;
}

schemas::Faults counted(const intake::Uitslag& uitslag) {
  return {{"", "rijen",
           std::to_string(uitslag.afgekeurd_totaal) + " van " + std::to_string(uitslag.rijen) +
               " rijen zijn afgekeurd; er is niets verwerkt"}};
}

}  // namespace

void handle_taalschool_batch(House& house, Visit visit, Done done) {
  const Sender sender{visit.party, visit.rest};
  auto entry = std::move(visit.entry);
  entry.kind = visit.rest + " batch";
  if (!is_of_type(visit.request, json_type))
    return refuse(house, std::move(entry), wrong_type(json_type), not_of_type, std::move(done));
  auto batch = read_batch(visit.request.body);
  if (!batch) return refuse(house, std::move(entry), bad_row(batch.error()), batch.error(), std::move(done));
  entry.http_status = 200;
  entry.body_digest = house.pipeline.sealing().keys.digest(visit.request.body);
  const auto all_or_none = batch->all_or_none;
  const auto once_more = entry;
  intake::neem(
      around(house), house.pipeline, sender, std::make_shared<BatchRows>(std::move(batch->rows)), all_or_none,
      std::move(entry), [](std::int64_t) {},
      [&house, once_more, all_or_none,
       done = std::move(done)](const std::optional<intake::Uitslag>& uitslag) {
        if (!uitslag) return done(unavailable());
        auto report = to_json(*uitslag);
        report["berichtId"] = once_more.message_id;
        if (!all_or_none || uitslag->afgekeurd_totaal == 0)
          return done(json_answer(200, json::serialize(report)));
        refuse(house, once_more,
               problem_with("Rijen afgekeurd", "er is niets verwerkt; verbeter de genoemde rijen",
                            std::move(report)),
               counted(*uitslag), done);
      });
}

namespace {

void refuse_file(House& house, log::Entry entry, const intake::Rapport& rapport, const Done& done) {
  auto why = rapport.uitslag.afgekeurd_totaal > 0
                 ? counted(rapport.uitslag)
                 : schemas::Faults{{"", "bestand", "het bestand zelf is niet goed; er is niets verwerkt"}};
  refuse(house, std::move(entry),
         problem_with("Bestand afgekeurd", summary(rapport), intake::to_json(rapport)), std::move(why), done);
}

/// The whole of a file's work, on the thread for files.
void work_off(House& house, const Sender& sender, const std::shared_ptr<intake::FileRows>& rows,
              log::Entry entry, bool proef, const Done& done) {
  if (house.files.stopping()) return done(unavailable());
  intake::Rapport rapport;
  try {
    const auto sql = house.database.reader();
    rapport.uitslag = intake::toets(around(house), sender, *sql, *rows, [](std::int64_t) {});
  } catch (const std::exception&) {
    return done(unavailable());
  }
  rapport.bevindingen = rows->findings(rapport.uitslag);
  if (!rapport.goed()) return refuse_file(house, std::move(entry), rapport, done);
  if (proef) {
    entry.outcome = "nagekeken";
    return answer_logged(house, std::move(entry), json_answer(200, json::serialize(intake::to_json(rapport))),
                         unavailable(), done);
  }
  entry.http_status = 200;
  const auto once_more = entry;
  auto verwerking = intake::verwerk(
      around(house), house.pipeline, sender, rows, rapport.uitslag.rijen, std::move(entry),
      [](std::int64_t) {}, [&house] { return house.files.stopping(); });
  if (verwerking.afgebroken) return done(unavailable());
  intake::Rapport told{false, std::move(verwerking.uitslag), {}};
  told.bevindingen = rows->findings(told.uitslag);
  if (!told.goed() && told.uitslag.aangenomen == 0) return refuse_file(house, once_more, told, done);
  auto report = intake::to_json(told);
  report["berichtId"] = once_more.message_id;
  if (told.goed()) return done(json_answer(200, json::serialize(report)));
  // The rest stands in the log already, and is durable: some rows changed between judging and taking up.
  done(problem_with(
      "Deels verwerkt",
      "intussen veranderde iets, waardoor enkele rijen niet meer konden; verbeter die en bied het "
      "bestand opnieuw aan: wat al is verwerkt verandert niet",
      std::move(report)));
}

}  // namespace

void handle_taalschool_file(House& house, Visit visit, Done done) {
  auto entry = std::move(visit.entry);
  const Sender sender{visit.party, parameter(visit.request.target, "resource").value_or("")};
  const auto trial = parameter(visit.request.target, "proef");
  const auto names = adapters::taalschool::resource_names;
  if (!is_of_type(visit.request, csv_type)) {
    entry.kind = "bestand";
    return refuse(house, std::move(entry), wrong_type(csv_type), not_of_type, std::move(done));
  }
  schemas::Faults faults;
  if (std::ranges::find(names, sender.resource) == names.end()) {
    std::string all;
    for (const auto name : names) all += (all.empty() ? "" : ", ") + std::string(name);
    faults.push_back({"resource", "codelijst",
                      "noem in het adres wat voor rijen het zijn: ?resource= met een van " + all});
  }
  if (trial != "true" && trial != "false")
    faults.push_back(
        {"proef", "codelijst", "noem in het adres proef=true (alleen nakijken) of proef=false (verwerken)"});
  entry.kind = faults.empty() ? "bestand " + sender.resource : "bestand";
  if (!faults.empty())
    return refuse(house, std::move(entry), problem(400, "Ongeldige vraag", faults.front().message, faults),
                  faults, std::move(done));
  entry.body_digest = house.pipeline.sealing().keys.digest(visit.request.body);
  intake::Rapport rapport;
  auto rows = intake::FileRows::open(std::move(visit.request.body), sender.resource);
  if (!rows) {
    rapport.bevindingen = std::move(rows.error());
    return refuse_file(house, std::move(entry), rapport, done);
  }
  const auto party = sender.party->oin.digits();
  const bool taken = house.files.submit(party, [&house, sender, rows = *rows, entry, proef = trial == "true",
                                                done] { work_off(house, sender, rows, entry, proef, done); });
  if (taken) return;
  if (house.files.stopping()) return done(unavailable());
  auto response =
      problem(429, "Te veel bestanden", "er wachten al te veel bestanden; bied dit later opnieuw aan");
  response.headers.emplace_back("Retry-After", "30");
  refuse(house, std::move(entry), std::move(response),
         {{"", "tempo", "er wachten al te veel bestanden van deze school"}}, std::move(done));
}

void handle_taalschool_template(House& house, Visit visit, Done done) {
  auto entry = std::move(visit.entry);
  entry.kind = "sjabloon";
  const auto dot = visit.item.rfind(".csv");
  const auto name = dot != std::string::npos && dot + 4 == visit.item.size() ? visit.item.substr(0, dot) : "";
  auto text =
      adapters::taalschool::kolommen(name).empty() ? std::string() : adapters::taalschool::sjabloon(name);
  Response response;
  if (text.empty()) {
    response = problem(404, "Niet gevonden", "dit sjabloon is er niet");
  } else {
    response.headers.emplace_back("Content-Type", "text/csv; charset=utf-8");
    response.headers.emplace_back("Content-Disposition", "attachment; filename=\"" + visit.item + "\"");
    response.body = std::move(text);
  }
  entry.outcome = response.status == 200 ? "verwerkt" : "niet-gevonden";
  answer_logged(house, std::move(entry), std::move(response), unavailable(), std::move(done));
}

}  // namespace inburgering::gateway::http
