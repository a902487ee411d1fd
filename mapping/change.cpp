#include "mapping/change.h"

#include <algorithm>

namespace inburgering::mapping {

std::string_view to_text(Actie actie) {
  switch (actie) {
    case Actie::vastgelegd:
      return "vastgelegd";
    case Actie::gewijzigd:
      return "gewijzigd";
    case Actie::beeindigd:
      return "beeindigd";
  }
  return "";
}

bool overtakes(const Volgorde& said, const Volgorde& known) {
  const auto told = std::min(said.tijdstip.size(), known.tijdstip.size());
  const auto order = said.tijdstip.compare(0, told, known.tijdstip, 0, told);
  if (order != 0) {
    if (order < 0) return false;
  } else if (known.correctie && !said.correctie) {
    return false;
  }
  if (said.correctie || said.geldig_vanaf.empty() || known.geldig_vanaf.empty()) return true;
  const auto days = std::min(said.geldig_vanaf.size(), known.geldig_vanaf.size());
  return said.geldig_vanaf.compare(0, days, known.geldig_vanaf, 0, days) >= 0;
}

boost::json::object to_json(const Bron& bron) {
  boost::json::object json;
  json["feed"] = bron.feed;
  if (!bron.bericht.empty()) json["bericht"] = bron.bericht;
  if (bron.moment) json["moment"] = bron.moment->text();
  return json;
}

boost::json::object to_json(const Subject& subject) {
  boost::json::object json;
  if (subject.bsn) json["bsn"] = subject.bsn->digits();
  if (subject.v_nummer) json["vNummer"] = std::to_string(*subject.v_nummer);
  for (const auto& kenmerk : subject.kenmerken) {
    auto& list = json["kenmerken"];
    if (!list.is_array()) list = boost::json::array();
    list.as_array().emplace_back(kenmerk);
  }
  return json;
}

boost::json::object to_json(const Change& change, const Bron& bron) {
  boost::json::object json;
  json["objecttype"] = canonical::objecttype(change.object);
  json["actie"] = to_text(change.actie);
  json["sleutel"] = canonical::key_of(change.object);
  json["object"] = canonical::to_json(change.object);
  json["bron"] = to_json(bron);
  return json;
}

}  // namespace inburgering::mapping
