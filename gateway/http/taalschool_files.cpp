// /taalschool/v1/bestanden and /sjablonen: a spreadsheet of a school, judged as a whole, and the empty ones.
#include <algorithm>
#include <boost/json/serialize.hpp>

#include "adapters/taalschool/sjabloon.h"
#include "gateway/fsc/inway.h"
#include "gateway/http/answers.h"
#include "gateway/http/taalschool.h"
#include "gateway/intake/file.h"
#include "schemas/value/counted.h"

namespace inburgering::gateway::http {
namespace {

namespace json = boost::json;
using adapters::transport::Response;
using intake::Sender;

void refuse_file(House& house, log::Entry entry, const intake::Rapport& rapport, const Done& done) {
  auto why = rapport.uitslag.afgekeurd_totaal > 0
                 ? counted(rapport.uitslag)
                 : schemas::Faults{{"", "bestand", "het bestand zelf is niet goed; er is niets verwerkt"}};
  refuse(house, std::move(entry),
         problem_with("Bestand afgekeurd", summary(rapport), intake::to_json(rapport)), std::move(why), done);
}

/// The whole of a file's work, on the thread for files.
void work_off(House& house, const Sender& sender, std::string text, log::Entry entry, bool proef,
              const Done& done) {
  if (house.files.stopping()) return done(unavailable());
  intake::Rapport rapport;
  const auto opened = intake::FileRows::open(std::move(text), sender.resource);
  if (!opened) {
    rapport.bevindingen = opened.error();
    return refuse_file(house, std::move(entry), rapport, done);
  }
  const auto& rows = *opened;
  try {
    const auto sql = house.database.reader();
    rapport.uitslag = intake::toets(house.pipeline, sender, *sql, *rows, [](std::int64_t) {});
  } catch (const std::exception&) {
    return done(unavailable());
  }
  rapport.bevindingen = rows->findings(rapport.uitslag);
  if (!rapport.goed()) return refuse_file(house, std::move(entry), rapport, done);
  if (proef) {
    entry.outcome = log::outcome::nagekeken;
    return answer_logged(house, std::move(entry), json_answer(200, json::serialize(intake::to_json(rapport))),
                         unavailable(), done);
  }
  entry.http_status = 200;
  const auto once_more = entry;
  auto verwerking = intake::verwerk(
      house.pipeline, sender, rows, rows->text(), rapport.uitslag.rijen, std::move(entry),
      [](std::int64_t) {}, [&house] { return house.files.stopping(); });
  if (verwerking.afgebroken && verwerking.vastgelegd) {
    json::object kept{{"berichtId", once_more.message_id},
                      {"samenvatting", "het bestand is goedgekeurd en vastgelegd; " +
                                           std::to_string(verwerking.uitslag.rijen) + " van " +
                                           schemas::counted(rapport.uitslag.rijen, "rij is", "rijen zijn") +
                                           " verwerkt, de rest volgt vanzelf"}};
    return done(json_answer(202, json::serialize(kept)));
  }
  if (verwerking.afgebroken) return done(unavailable());
  intake::Rapport told{false, std::move(verwerking.uitslag), {}};
  told.bevindingen = rows->findings(told.uitslag);
  if (!told.goed() && told.uitslag.aangenomen == 0) return refuse_file(house, once_more, told, done);
  auto report = intake::to_json(told);
  report["berichtId"] = once_more.message_id;
  // Also when something came between judging and taking up, so that a few rows could not: the rest is
  // durable.
  done(json_answer(200, json::serialize(report)));
}

}  // namespace

void handle_taalschool_file(House& house, Visit visit, Done done) {
  auto entry = std::move(visit.entry);
  const Sender sender{
      visit.party, query_parameter(visit.request.target, "resource").value_or(""), {}, visit.held};
  if (visit.held) {
    // What is left of a file is taken up later as the configuration has the school, without its token.
    const auto* whole = house.registry.party(visit.held->oin.digits());
    if (whole == nullptr || fsc::is_narrowed(house.config(), *whole, *visit.held)) {
      entry.kind = "bestand";
      const std::string why =
          "een bestand gaat over al uw gemeenten; met een token voor één daarvan kan dat niet: stuur rijen "
          "of "
          "een batch";
      return refuse(house, std::move(entry), problem(403, "Niet toegestaan", why),
                    {{"", "mandaat", "een bestand met een token dat niet al haar gemeenten geeft"}},
                    std::move(done));
    }
  }
  const auto trial = query_parameter(visit.request.target, "proef");
  const auto names = adapters::taalschool::resource_names;
  // Which of the two it is its content says: a browser goes by the name.
  if (!is_of_type(visit.request, csv_type) && !is_of_type(visit.request, xlsx_type)) {
    entry.kind = "bestand";
    return refuse(house, std::move(entry),
                  wrong_type(std::string(csv_type) + " of " + std::string(xlsx_type)), not_of_type,
                  std::move(done));
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
  entry.body_digest = house.pipeline.sealing().keys.digest(entry.tenant, visit.request.body);
  const auto party = sender.party->oin.digits();
  const bool taken = house.files.submit(
      party, [&house, sender, text = std::move(visit.request.body), entry, proef = trial == "true",
              done]() mutable { work_off(house, sender, std::move(text), entry, proef, done); });
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
  const auto dot = visit.item.rfind('.');
  const auto name = visit.item.substr(0, dot);
  const auto ending = dot == std::string::npos ? std::string() : visit.item.substr(dot);
  const bool known = !adapters::taalschool::kolommen(name).empty();
  Response response;
  if (known && ending == ".csv") {
    response.headers.emplace_back("Content-Type", std::string(csv_type) + "; charset=utf-8");
    response.body = adapters::taalschool::sjabloon(name);
  } else if (known && ending == ".xlsx") {
    response.headers.emplace_back("Content-Type", xlsx_type);
    response.body = adapters::taalschool::sjabloon_xlsx(name);
  } else {
    response = problem(404, "Niet gevonden", "dit sjabloon is er niet");
  }
  if (response.status == 200)
    response.headers.emplace_back("Content-Disposition", "attachment; filename=\"" + visit.item + "\"");
  entry.outcome = response.status == 200 ? log::outcome::verwerkt : log::outcome::niet_gevonden;
  answer_logged(house, std::move(entry), std::move(response), unavailable(), std::move(done));
}

}  // namespace inburgering::gateway::http
