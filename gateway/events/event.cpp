#include "gateway/events/event.h"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <cctype>

#include "mapping/versions/versions.h"

namespace inburgering::gateway::events {

namespace json = boost::json;

std::string type_of(const mapping::canonical::Object& object, mapping::Actie actie) {
  std::string type = "nl.inburgering.";
  for (const char c : mapping::canonical::objecttype(object))
    type += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return type + "." + std::string(mapping::to_text(actie));
}

json::object cloud_event(const Event& event, const mapping::Subject& subject,
                         const mapping::canonical::Object& object, const mapping::Bron& bron) {
  const std::string objecttype(mapping::canonical::objecttype(object));
  json::object data;
  if (subject.bsn) data["bsn"] = subject.bsn->digits();
  if (subject.v_nummer) data["vNummer"] = *subject.v_nummer;
  data["gemeente"] = event.gemeentecode;
  data["objecttype"] = objecttype;
  data["sleutel"] = mapping::canonical::key_of(object);
  data["object"] = mapping::canonical::to_json(object);
  data["gewijzigd"] = json::array(event.gewijzigd.begin(), event.gewijzigd.end());
  data["bron"] = mapping::to_json(bron);

  json::object cloud;
  cloud["specversion"] = "1.0";
  cloud["id"] = event.id;
  cloud["source"] = "urn:nld:oin:" + event.gateway_oin + ":systeem:inburgering-gateway";
  cloud["type"] = type_of(object, event.actie);
  cloud["subject"] = event.dossier;
  cloud["time"] = event.time.text();
  cloud["datacontenttype"] = "application/json";
  cloud["dataschema"] = mapping::versions::dataschema(objecttype, mapping::versions::newest);
  cloud["sequence"] = std::to_string(event.sequence);
  cloud["traceparent"] = event.traceparent;
  cloud["data"] = std::move(data);
  return cloud;
}

store::StoredEvent keep_event(store::Rows& rows, const store::Sealing& sealing, const store::Dossier& dossier,
                              const Event& event, std::string type, std::string message_id,
                              const json::object& cloud, bool present, bool stays) {
  store::StoredEvent stored{dossier.tenant,
                            dossier.id,
                            event.sequence,
                            event.id,
                            std::move(type),
                            std::move(message_id),
                            sealing.keys.seal(json::serialize(cloud), "event:" + event.id,
                                              sealing.surroundings.random, dossier.key),
                            present};
  stored.stays = stays;
  rows.add_event(stored);
  return stored;
}

}  // namespace inburgering::gateway::events
