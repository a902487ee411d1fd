#include "gateway/log/security.h"

#include <algorithm>
#include <array>

#include "gateway/log/keys.h"

namespace inburgering::gateway::log {
namespace {

constexpr std::array table{
    SecurityEvent{"vertrouwen.beeindigd", Severity::warning,
                  "een verbinding die stond is verbroken, omdat haar certificaat niet meer wordt vertrouwd",
                  true, kind::connection_ended},
    SecurityEvent{"verbinding.geweigerd", Severity::warning,
                  "een verbinding is geweigerd bij de TLS-handshake", true, kind::handshake,
                  outcome::geweigerd},
    SecurityEvent{"partij.onbekend", Severity::warning,
                  "een geldig certificaat, van een organisatie die hier geen partij is", true, kind::stranger,
                  outcome::geweigerd},
    SecurityEvent{"toegang.geweigerd", Severity::warning, "een partij vroeg wat zij niet mag", true, "/",
                  outcome::geweigerd, true},
    SecurityEvent{"verzoek.geweigerd", Severity::warning,
                  "een partij deed een verzoek dat niet te lezen was, te vaak kwam, of waar niets is", true,
                  kind::unknown_path, outcome::geweigerd},
    SecurityEvent{"aanmelden.geweigerd", Severity::warning,
                  "iemand meldde zich aan met een code die niet geldt", true, kind::log_in,
                  outcome::geweigerd},
    SecurityEvent{"aanmelden.gelukt", Severity::informational, "een beheerder meldde zich aan", false,
                  kind::log_in, outcome::verwerkt},
    SecurityEvent{"aanmeldlink.gemaakt", Severity::notice,
                  "er is een link gemaakt waarmee iemand zich eenmaal kan aanmelden", false,
                  kind::login_link},
    SecurityEvent{"inhoud.ingezien", Severity::notice, "een beheerder las de inhoud van een bericht", false,
                  kind::body_seen},
    SecurityEvent{"persoon.ingezien", Severity::notice,
                  "een beheerder vroeg op wat er over een persoon is uitgewisseld", false, kind::person_seen},
    SecurityEvent{"gegevens.uitgevoerd", Severity::notice,
                  "een beheerder begon een export van wat er over alle personen van een gemeente bekend is",
                  false, kind::exported, outcome::ingezien},
    SecurityEvent{"persoon.gezocht", Severity::notice, "een beheerder zocht het dossier van een persoon",
                  false, kind::person_sought},
    SecurityEvent{"persoon.verwijderd", Severity::notice,
                  "een beheerder verwijderde alles over een persoon, en de sleutel ervan", false,
                  kind::person_removed},
    SecurityEvent{"configuratie.gewijzigd", Severity::notice,
                  "de gateway werkt met een andere configuratie dan daarvoor", true, kind::configuration,
                  outcome::verwerkt},
    SecurityEvent{"configuratie.geweigerd", Severity::warning,
                  "een andere configuratie is aangeboden en niet overgenomen; de gateway werkt met de vorige",
                  true, kind::configuration, outcome::geweigerd},
    SecurityEvent{"certificaat.vervangen", Severity::notice,
                  "certificaten, vertrouwensankers of intrekkingslijsten zijn vervangen en in gebruik", true,
                  kind::certificates, outcome::verwerkt},
    SecurityEvent{
        "certificaat.onbruikbaar", Severity::error,
        "vervangen certificaten, ankers of lijsten zijn niet bruikbaar; de vorige blijven in gebruik", true,
        kind::certificates, outcome::fout},
    SecurityEvent{"certificaat.verloopt", Severity::warning,
                  "een certificaat is verlopen, of verloopt binnenkort", true, kind::certificate_alarm},
    SecurityEvent{"sleutel.gewijzigd", Severity::notice, "de sleutels van de opslag zijn gewijzigd", true,
                  kind::store_key},
    SecurityEvent{"reservekopie.gemaakt", Severity::notice, "een beheerder maakte een back-up van de opslag",
                  true, kind::backup_made},
    SecurityEvent{"opslag.teruggezet", Severity::warning,
                  "de gateway werkt met een opslag die is teruggezet uit een back-up", true,
                  kind::store_put_back},
    SecurityEvent{"toestemming.gevraagd", Severity::notice,
                  "een beheerder vroeg een tweede om toestemming (vier ogen)", false, kind::consent_asked},
    SecurityEvent{"toestemming.gegeven", Severity::notice, "een tweede beheerder gaf toestemming", false,
                  kind::consent_given, outcome::verwerkt},
    SecurityEvent{"toestemming.onterecht", Severity::warning,
                  "iemand wilde toestaan wat die niet kan toestaan: van zichzelf, beantwoord of verlopen",
                  false, kind::consent_given, outcome::geweigerd},
    SecurityEvent{"toestemming.geweigerd", Severity::notice, "een tweede beheerder weigerde toestemming",
                  false, kind::consent_refused},
    SecurityEvent{"toestemming.gebruikt", Severity::notice,
                  "een beheerder deed waarvoor een tweede toestemming gaf", false, kind::consent_used},
    SecurityEvent{"toestemming.ontbreekt", Severity::warning,
                  "een beheerder probeerde zonder toestemming wat vier ogen vraagt", false,
                  kind::consent_missing},
    SecurityEvent{"gebeurtenissen.verloren", Severity::error,
                  "beveiligingsgebeurtenissen zijn niet verteld; zij staan nog in het logboek", true,
                  kind::untold},
};

std::string quoted(std::string_view text) { return '\'' + std::string(text) + '\''; }

std::string condition_of(const SecurityEvent& event) {
  auto text = event.begins_with
                  ? "substr(kind, 1, " + std::to_string(event.kind.size()) + ") = " + quoted(event.kind)
                  : "kind = " + quoted(event.kind);
  if (!event.outcome.empty()) text += " AND outcome = " + quoted(event.outcome);
  return "(" + text + ")";
}

/// Beside those with a key stand the newest, which have none yet.
const Seek& sought() {
  static const Seek seek{Key::security, {"1"}};
  return seek;
}

constexpr std::string_view from = "vanaf ";
constexpr std::string_view address_rule = "herkomst";

}  // namespace

std::span<const SecurityEvent> security_events() { return table; }

const SecurityEvent* security_event_of(const Entry& entry) {
  const auto* found = std::ranges::find_if(table, [&](const SecurityEvent& event) {
    return (event.begins_with ? entry.kind.starts_with(event.kind) : entry.kind == event.kind) &&
           (event.outcome.empty() || entry.outcome == event.outcome);
  });
  return found == table.end() ? nullptr : found;
}

std::string security_condition() {
  std::string any;
  for (const auto& event : table) any += (any.empty() ? "" : " OR ") + condition_of(event);
  return "(" + any + ")";
}

std::vector<Entry> security_entries(store::Session& sql, std::int64_t after, std::int64_t until, int count) {
  return entries(sql, sought(), {security_condition(), {}}, after + 1, until + 1, false, count);
}

std::int64_t count_security_entries(store::Session& sql, std::int64_t after, std::int64_t most) {
  return sql
      .one<std::int64_t>(
          {"security.count",
           "SELECT COUNT(*) FROM (SELECT 1 FROM log_key WHERE name = :name AND value = '1' AND seq > :after "
           "LIMIT :most) AS found"},
          static_cast<int>(Key::security), after, most)
      .value_or(0);
}

std::int64_t security_entry_before_last(store::Session& sql, std::int64_t count) {
  return sql
      .one<std::int64_t>({"security.before_last",
                          "SELECT seq FROM log_key WHERE name = :name AND value = '1' ORDER BY seq DESC "
                          "LIMIT 1 OFFSET :count"},
                         static_cast<int>(Key::security), count)
      .value_or(0);
}

schemas::Fault from_address(std::string_view address) {
  return {"verbinding", std::string(address_rule), std::string(from) + std::string(address)};
}

std::string address_of(const Entry& entry) {
  for (const auto& fault : entry.faults)
    if (fault.rule == address_rule && fault.message.starts_with(from))
      return fault.message.substr(from.size());
  return {};
}

}  // namespace inburgering::gateway::log
