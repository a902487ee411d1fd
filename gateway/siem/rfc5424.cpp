#include "gateway/siem/rfc5424.h"

#include "schemas/value/oin.h"
#include "schemas/value/text.h"

namespace inburgering::gateway::siem {
namespace {

constexpr std::size_t longest_value = 500;
constexpr std::size_t longest_text =
    1500;  // with the rest well below the 2048 that every receiver takes (RFC 5425 §4.3.1)

/// PRINTUSASCII of the header, of at most this length; "-" for nothing.
std::string header_field(std::string_view text, std::size_t most) {
  std::string field;
  for (const char c : text)
    if (c > ' ' && c <= '~' && field.size() < most) field += c;
  return field.empty() ? "-" : field;
}

}  // namespace

Told told_of(const log::SecurityEvent& event, const log::Entry& entry) {
  Told told{event.name, event.severity, entry.moment, {}, std::string(event.meaning)};
  const auto fact = [&](std::string_view name, std::string value) {
    if (!value.empty()) told.facts.emplace_back(name, std::move(value));
  };
  fact("nr", std::to_string(entry.seq));
  fact("bericht", entry.message_id);
  fact("feed", entry.feed);
  fact("uitkomst", entry.outcome);
  // What stands in the certificate of a stranger can be anything; an OIN is an organisation.
  if (schemas::Oin::parse(entry.party)) fact("partij", entry.party);
  fact("gemeente", entry.tenant);
  fact("adres", log::address_of(entry));
  // Who did it, as the log calls an operator. Of a refusal it would be a stranger's certificate.
  if (entry.feed == log::feed::beheer && entry.outcome != log::outcome::geweigerd)
    fact("beheerder", entry.subject);
  if (entry.http_status != 0) fact("http", std::to_string(entry.http_status));
  if (event.tells_why) {
    if (!entry.faults.empty()) fact("regel", entry.faults.front().rule);
    for (const auto& fault : entry.faults) told.text += "; " + fault.message;
  }
  return told;
}

std::string param_value(std::string_view text) {
  std::string value;
  for (const char c : schemas::shown(schemas::cut_bytes(text, longest_value))) {
    if (c == '"' || c == '\\' || c == ']') value += '\\';
    value += c;
  }
  return value;
}

std::string message(const Told& told, const Teller& teller) {
  constexpr std::size_t longest_host = 255;
  constexpr std::size_t longest_process = 128;
  constexpr std::size_t longest_id = 32;
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  std::string text = "<" + std::to_string(facility * 8 + static_cast<int>(told.severity)) + ">1 " +
                     told.moment.text() + " " + header_field(teller.host, longest_host) + " " +
                     std::string(app_name) + " " + header_field(teller.process, longest_process) + " " +
                     header_field(told.name, longest_id) + " [inburgering@" +
                     std::to_string(teller.enterprise);
  for (const auto& [name, value] : told.facts)
    text += " " + std::string(name) + "=\"" + param_value(value) + "\"";
  text += "] ";
  text += byte_order_mark;
  text += schemas::shown(schemas::cut_bytes(told.text, longest_text));
  return text;
}

std::string framed(std::string_view message) {
  return std::to_string(message.size()) + " " + std::string(message);
}

}  // namespace inburgering::gateway::siem
