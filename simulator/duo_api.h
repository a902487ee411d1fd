#pragma once
// DUO's question APIs as its OpenAPI files say, answered from fixtures of invented persons.
#include <boost/json/object.hpp>
#include <filesystem>
#include <map>
#include <mutex>
#include <string>

#include "adapters/transport/http.h"
#include "schemas/fault.h"

namespace inburgering::simulator {

/// How the simulated DUO misbehaves on request.
struct Behaviour {
  int delay_ms = 0;
  int status = 503;  ///< what to answer instead
  int count = 0;     ///< to how many of the next questions; -1 = all
};

class DuoApi {
 public:
  /// Reads fixtures: { "<bsn>": { "<resource>": body, … }, …, "referentie": { "instellingen": body, … } }.
  /// Each body is checked against DUO's specification.
  static schemas::Result<DuoApi> load(const std::filesystem::path& file);

  /// 200 with the fixture; 400 when bron, doel or berichtId is missing or wrong; 404 for a person or resource
  /// that it does not know. PUT /simulator/personen/{bsn}/{resource} replaces a fixture, so that a story can
  /// go on.
  adapters::transport::Response answer(const adapters::transport::Request& request);

 private:
  adapters::transport::Response ask(const adapters::transport::Request& request) const;
  adapters::transport::Response replace(const adapters::transport::Request& request);

  std::map<std::string, boost::json::object> persons_;
};

}  // namespace inburgering::simulator
