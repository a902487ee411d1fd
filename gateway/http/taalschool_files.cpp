// /taalschool/v1/bestanden and /sjablonen: a spreadsheet of a school, judged as a whole, and the empty ones.
#include <algorithm>
#include <boost/json/serialize.hpp>

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
void work_off(House& house, const Sender& sender, const std::shared_ptr<intake::FileRows>& rows,
              log::Entry entry, bool proef, const Done& done) {
  if (house.files.stopping()) return done(unavailable());
  intake::Rapport rapport;
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
  const Sender sender{visit.party, query_parameter(visit.request.target, "resource").value_or("")};
  const auto trial = query_parameter(visit.request.target, "proef");
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
  entry.body_digest = house.pipeline.sealing().keys.digest(entry.tenant, visit.request.body);
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
  entry.outcome = response.status == 200 ? log::outcome::verwerkt : log::outcome::niet_gevonden;
  answer_logged(house, std::move(entry), std::move(response), unavailable(), std::move(done));
}

}  // namespace inburgering::gateway::http
