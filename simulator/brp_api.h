#pragma once
// A BRP to ask: the Personen API, npsLv01 and the Update API, from one file of invented persons.
#include <boost/json/object.hpp>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "adapters/transport/http.h"
#include "schemas/fault.h"
#include "schemas/xml/grammar.h"

namespace inburgering::simulator {

class BrpApi {
 public:
  /// Reads fixtures: { "<bsn>": a person as the Personen API delivers it, … }.
  static schemas::Result<BrpApi> load(const std::filesystem::path& file);

  /// POST /personen (only the `fields` that were asked for, and what is always delivered), POST
  /// …/BeantwoordVraag, PUT and GET /volgindicaties, GET /wijzigingen. PUT /simulator/personen/{bsn} replaces
  /// a person, who then has changed today if anyone follows him or her; GET /simulator/gevraagd tells which
  /// `fields` were last asked.
  adapters::transport::Response answer(const adapters::transport::Request& request);

 private:
  adapters::transport::Response personen(std::string_view body);
  adapters::transport::Response vraag(std::string_view body) const;
  adapters::transport::Response follow(const std::string& bsn, std::string_view body);
  adapters::transport::Response followed(const std::string& bsn) const;
  adapters::transport::Response changed(std::string_view query) const;
  adapters::transport::Response replace(const std::string& bsn, std::string_view body);

  struct Following {
    std::string since;
    std::optional<std::string> until;
  };
  std::map<std::string, boost::json::object> persons_;
  std::map<std::string, Following> followed_;
  std::map<std::string, std::string> changed_;  ///< last day of a change, of those that were followed then
  boost::json::value last_fields_;
};

}  // namespace inburgering::simulator
