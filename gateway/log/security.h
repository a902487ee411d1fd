#pragma once
// Security events: entries of the log that whoever guards an organisation (a SOC, with its SIEM) wants to see
// at once. An event is an entry, and nothing else: what happens is written down once, by whoever it happens
// to, and this one table says of which entries it has a name. docs/beveiligingsgebeurtenissen.md explains
// each name; names never change.
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/log/exchange_log.h"

namespace inburgering::gateway::log {

/// Kinds of entries that are a security event wherever they are written. Not written as a literal elsewhere.
namespace kind {
inline constexpr std::string_view handshake = "TLS-handshake";
inline constexpr std::string_view connection_ended =
    "verbinding beëindigd";  ///< one that stood, and may not any more
inline constexpr std::string_view stranger = "verbinding";
inline constexpr std::string_view unknown_path = "onbekend";
inline constexpr std::string_view log_in = "aanmelden";
inline constexpr std::string_view login_link = "aanmeldlink gemaakt";
inline constexpr std::string_view body_seen = "inhoud ingezien";
inline constexpr std::string_view person_seen = "persoon ingezien";
inline constexpr std::string_view person_sought = "persoon gezocht";
inline constexpr std::string_view person_removed = "persoon verwijderd";
inline constexpr std::string_view exported = "gegevens uitgevoerd";
inline constexpr std::string_view configuration = "configuratie";
inline constexpr std::string_view certificates =
    "certificaten";  ///< own ones, anchors or lists that changed on disk
inline constexpr std::string_view certificate_alarm = "alarm certificaat";
inline constexpr std::string_view store_key = "opslagsleutel";
inline constexpr std::string_view backup_made = "back-up gemaakt";
inline constexpr std::string_view store_put_back = "opslag teruggezet";
inline constexpr std::string_view consent_asked = "toestemming gevraagd";
inline constexpr std::string_view consent_given = "toestemming gegeven";
inline constexpr std::string_view consent_refused = "toestemming geweigerd";
inline constexpr std::string_view consent_used = "toestemming gebruikt";
inline constexpr std::string_view consent_missing = "toestemming ontbreekt";
inline constexpr std::string_view untold = "beveiligingsgebeurtenissen";  ///< of which some were never told
}  // namespace kind

/// Numerical severity (RFC 5424 §6.2.1).
enum class Severity : int { error = 3, warning = 4, notice = 5, informational = 6 };

struct SecurityEvent {
  std::string_view name;  ///< stable: "verbinding.geweigerd"; at most 32 characters
  Severity severity = Severity::notice;
  std::string_view meaning;  ///< Dutch, one sentence without its point
  /// Whether the reasons in the entry are told too. Not where someone wrote them freely.
  bool tells_why = true;
  // Which entries: those of this kind, and of this outcome where one is named.
  std::string_view kind;
  std::string_view outcome = {};
  bool begins_with = false;  ///< `kind` is only how it begins
};

/// All of them. Of an entry that several fit, the first counts.
std::span<const SecurityEvent> security_events();
/// Which one an entry is; null when it is none.
const SecurityEvent* security_event_of(const Entry& entry);
/// The condition on the columns of an entry that it is any of them.
std::string security_condition();

/// Those among the entries in (after, until], oldest first, at most `count`.
std::vector<Entry> security_entries(store::Session& sql, std::int64_t after, std::int64_t until, int count);
/// How many there are after an entry; counts no further than `most`.
std::int64_t count_security_entries(store::Session& sql, std::int64_t after, std::int64_t most);
/// The entry after which there are `count` of them.
std::int64_t security_entry_before_last(store::Session& sql, std::int64_t count);

/// What an entry of a refusal says of where it came from, and that again: an address without its port.
schemas::Fault from_address(std::string_view address);
std::string address_of(const Entry& entry);

}  // namespace inburgering::gateway::log
