#include "gateway/intake/file.h"

#include <boost/json/array.hpp>

#include "gateway/base/heartbeat.h"
#include "schemas/value/counted.h"

namespace inburgering::gateway::intake {

using adapters::taalschool::Bestand;
using adapters::taalschool::Bevinding;

std::expected<std::shared_ptr<FileRows>, std::vector<Bevinding>> FileRows::open(std::string text,
                                                                                const std::string& resource) {
  std::shared_ptr<FileRows> rows(new FileRows(std::move(text)));
  auto file = Bestand::open(rows->text_, resource, Heartbeat::here);
  if (!file) return std::unexpected(std::move(file.error()));
  rows->file_ = std::move(*file);
  return rows;
}

void FileRows::rewind() { file_->rewind(); }

bool FileRows::next(Plaats& plaats) {
  adapters::taalschool::BestandRij rij;
  if (!file_->next(rij)) return false;
  plaats.nummer = rij.nummer;
  plaats.inhoud = std::move(rij.inhoud);
  return true;
}

std::vector<Bevinding> FileRows::findings(const Uitslag& uitslag) const {
  std::vector<Bevinding> all;
  for (const auto& [nummer, faults] : uitslag.afgekeurd) {
    auto told = file_->vertaal(nummer, faults);
    all.insert(all.end(), std::make_move_iterator(told.begin()), std::make_move_iterator(told.end()));
  }
  auto at_the_end = file_->slot();
  all.insert(all.end(), std::make_move_iterator(at_the_end.begin()),
             std::make_move_iterator(at_the_end.end()));
  return all;
}

boost::json::object to_json(const Rapport& rapport) {
  boost::json::array findings;
  for (const auto& each : rapport.bevindingen) {
    boost::json::object finding{{"rij", each.rij}};
    if (!each.kolom.empty()) finding["kolom"] = each.kolom;
    if (!each.plek.empty()) finding["plek"] = each.plek;
    finding["melding"] = each.melding;
    findings.emplace_back(std::move(finding));
  }
  return {{"goed", rapport.goed()},
          {"verwerkt", rapport.verwerkt()},
          {"rijen", rapport.uitslag.rijen},
          {"aangenomen", rapport.uitslag.aangenomen},
          {"afgekeurd", rapport.uitslag.afgekeurd_totaal},
          {"samenvatting", summary(rapport)},
          {"bevindingen", std::move(findings)}};
}

std::string summary(const Rapport& rapport) {
  const auto rows = [](std::int64_t count) { return schemas::counted(count, "rij", "rijen"); };
  const auto& [rijen, aangenomen, afgekeurd, told] = rapport.uitslag;
  if (rapport.goed())
    return rapport.proef ? rows(rijen) + " nagekeken: alles is goed; er is nog niets verwerkt"
                         : rows(rijen) + " verwerkt";
  if (rijen == 0 || afgekeurd == 0) return "het bestand is niet te lezen; er is niets verwerkt";
  auto text = rapport.verwerkt()
                  ? std::to_string(aangenomen) + " van " + rows(rijen) + " verwerkt; " +
                        schemas::counted(afgekeurd, "kon", "konden") +
                        " niet meer, omdat er intussen iets veranderde: verbeter die en bied ze opnieuw aan"
                  : std::to_string(afgekeurd) + " van " + rows(rijen) + " afgekeurd; er is niets verwerkt";
  if (static_cast<std::size_t>(afgekeurd) > told.size())
    text += " (de eerste " + std::to_string(told.size()) + " staan hieronder)";
  return text;
}

}  // namespace inburgering::gateway::intake
