#include "mapping/change.h"

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

boost::json::object to_json(const Bron& bron) {
  boost::json::object json;
  json["feed"] = bron.feed;
  if (!bron.bericht.empty()) json["bericht"] = bron.bericht;
  if (bron.moment) json["moment"] = bron.moment->text();
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
