#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "mapping/change.h"
#include "schemas/value/moment.h"

namespace inburgering::gateway::pipeline {

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
std::string cloud_event(const Event& event, const mapping::Subject& subject,
                        const mapping::canonical::Object& object, const mapping::Bron& bron);

}  // namespace inburgering::gateway::pipeline
