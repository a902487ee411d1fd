#pragma once
// DUO's APIs as its OpenAPI files say: questions are answered from fixtures of invented persons, and what is
// reported holds from then on.
#include <boost/json/object.hpp>
#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "adapters/transport/http.h"
#include "schemas/fault.h"
#include "simulator/duo_rules.h"

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

  /// A question: 200 with the fixture; 400 when bron, doel or berichtId is missing or wrong; 404 for a person
  /// or resource that it does not know. A report: its status, or 403 with the foutteksten of the rules that
  /// it breaks; the gemeentecode is the last four digits of `bron`, as in the OINs of `pki dev`. PUT
  /// /simulator/personen/{bsn}/{resource} replaces a fixture, DELETE takes it away, so that a story can go
  /// on.
  adapters::transport::Response answer(const adapters::transport::Request& request);

 private:
  adapters::transport::Response ask(const adapters::transport::Request& request) const;
  adapters::transport::Response replace(const adapters::transport::Request& request);
  adapters::transport::Response report(const adapters::transport::Request& request);

  /// A report that was read: whose operation, about whom.
  struct Read;
  static std::optional<Read> read_path(const adapters::transport::Request& request);
  adapters::transport::Response take(const Read& read, const std::string& gemeentecode,
                                     const boost::json::object& body);
  adapters::transport::Response take_contact(const Read& read, const boost::json::object& body);
  void take_pip(const Read& read, const std::string& gemeentecode, boost::json::object body);
  void take_hours(const Read& read, const std::string& gemeentecode, const boost::json::object& body);

  std::map<std::string, boost::json::object> persons_;
  std::map<std::string, Reported> reported_;
  std::map<std::int64_t, boost::json::object> contacts_;
  std::int64_t last_contact_ = 0;
};

}  // namespace inburgering::simulator
