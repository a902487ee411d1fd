#pragma once
// A security event as a syslog message (RFC 5424), and its frame on a TLS connection (RFC 5425 §4.3). Pure.
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gateway/log/security.h"

namespace inburgering::gateway::siem {

/// What is told of an event: nothing of a person that messages are about, and no text that a partner chose.
struct Told {
  std::string_view name;  ///< stable: "verbinding.geweigerd"
  log::Severity severity = log::Severity::notice;
  schemas::Moment moment;
  std::vector<std::pair<std::string_view, std::string>> facts;  ///< name and value; only what is known
  std::string text;                                             ///< Dutch, for a person
};
Told told_of(const log::SecurityEvent& event, const log::Entry& entry);

/// Who tells.
struct Teller {
  std::string host;        ///< RFC 5424 §6.2.4
  std::string process;     ///< its number
  int enterprise = 32473;  ///< Private Enterprise Number of the id of structured data (§6.3.2)
};

inline constexpr int facility = 13;  ///< log audit (§6.2.1)
inline constexpr std::string_view app_name = "inburgering-gateway";

/// One SYSLOG-MSG (§6), in UTF-8.
std::string message(const Told& told, const Teller& teller);
/// A value of structured data (§6.3.3): `"`, `\` and `]` escaped, control characters shown.
std::string param_value(std::string_view text);
/// MSG-LEN SP SYSLOG-MSG.
std::string framed(std::string_view message);

}  // namespace inburgering::gateway::siem
