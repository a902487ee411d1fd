#pragma once
// The functional rules by which DUO refuses what a gemeente reports, judged on DUO's own bodies. Written
// apart from the gateway's rules, so that the two check each other.
#include <boost/json/object.hpp>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace inburgering::simulator {

/// What DUO knows of one person beyond what can be asked.
struct Reported {
  std::vector<boost::json::object> earlier_pips;      ///< the answers that held before, oldest first
  std::map<std::string, boost::json::object> aanbod;  ///< by instellingsnummer
  std::optional<std::string> zroute;                  ///< day of completion
  std::optional<std::int64_t> contactpersoon;
};

/// A report as the rules see it.
struct Report {
  std::string_view method;
  std::string_view name;     ///< of the operation
  std::string gemeentecode;  ///< of who sends
  std::string instellingsnummer;
  const boost::json::object& body;     ///< empty when there is none
  const boost::json::object& answers;  ///< what can be asked about the person, by resource
  const Reported& reported;
  const boost::json::object& reference;
  std::string today;  ///< YYYY-MM-DD
};

/// The foutteksten; empty when DUO takes it.
std::vector<std::string> refusals(const Report& report);

}  // namespace inburgering::simulator
