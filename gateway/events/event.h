#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "gateway/store/dossiers.h"
#include "gateway/store/rows.h"
#include "mapping/change.h"
#include "schemas/value/moment.h"

namespace inburgering::gateway::events {

/// Everything an event tells, before it is written.
struct Event {
  std::string id;  ///< UUIDv7; stable over every delivery attempt
  std::string gateway_oin;
  std::string dossier;        ///< pseudonym of the person
  std::int64_t sequence = 0;  ///< per dossier, without gaps
  schemas::Moment time;
  std::string traceparent;
  mapping::Actie actie = mapping::Actie::vastgelegd;
  std::string gemeentecode;
  std::vector<std::string> gewijzigd;
};

/// "nl.inburgering.persoon.gewijzigd"
std::string type_of(const mapping::canonical::Object& object, mapping::Actie actie);

/// A CloudEvent 1.0 in structured JSON (NL GOV profile): no attribute holds data of the person, `data` does.
boost::json::object cloud_event(const Event& event, const mapping::Subject& subject,
                                const mapping::canonical::Object& object, const mapping::Bron& bron);

/// Seals an event and keeps it. `present`, `stays`: see StoredEvent.
store::StoredEvent keep_event(store::Rows& rows, const store::Sealing& sealing, const store::Dossier& dossier,
                              const Event& event, std::string type, std::string message_id,
                              const boost::json::object& cloud, bool present, bool stays = false);

}  // namespace inburgering::gateway::events
