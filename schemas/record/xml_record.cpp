#include "schemas/record/xml_record.h"

#include <charconv>

namespace inburgering::schemas {

bool XmlText<bool>::read(std::string_view text, const Limits&, Reading& reading, bool& into) {
  const auto word = xml::trimmed(text);
  const bool yes = word == "true" || word == "1";
  if (!yes && word != "false" && word != "0") {
    wrong_text({{}, "type", "hier hoort true of false"}, text, reading);
    return false;
  }
  into = yes;
  return true;
}

bool XmlText<std::int64_t>::read(std::string_view text, const Limits& limits, Reading& reading,
                                 std::int64_t& into) {
  const auto word = xml::trimmed(text);
  const auto [stopped, error] = std::from_chars(word.begin(), word.end(), into);
  if (error != std::errc{} || stopped != word.end()) {
    wrong_text({{}, "type", "hier hoort een geheel getal"}, text, reading);
    return false;
  }
  check_number(into, limits, reading);
  return true;
}

bool XmlText<Hours>::read(std::string_view text, const Limits&, Reading& reading, Hours& into) {
  std::int64_t count = 0;
  if (!XmlText<std::int64_t>::read(text, {.minimum = 0, .maximum = Hours::maximum}, reading, count))
    return false;
  const auto hours = Hours::of(count);
  if (hours) into = *hours;
  return hours.has_value();
}

std::string xml_begin(std::string_view name, std::string_view ns) {
  std::string out = R"(<?xml version="1.0" encoding="UTF-8"?>)";
  ((((((out += '<') += name) += R"( xmlns=")") += ns) += R"(" xmlns:xsi=")") += xsi_ns) += R"(">)";
  return out;
}

Nil read_nil(const xml::Element& element, Reading& reading) {
  Nil nil;
  bool is_nil = false;
  for (const auto& attribute : element.attributes) {
    if (attribute.ns == xsi_ns && attribute.name == "nil")
      is_nil = attribute.value == "true" || attribute.value == "1";
    else if (attribute.ns.empty() && attribute.name == "reden")
      nil.reason = attribute.value;
    else if (attribute.ns.empty() && attribute.name == "code")
      nil.code = attribute.value;
    else if (attribute.ns != xsi_ns)
      reading.fault("onbekend-attribuut", "dit attribuut hoort hier niet: " + attribute.name);
  }
  if (is_nil && nil.reason.empty()) nil.reason = "?";
  if (!is_nil && !nil.reason.empty()) reading.fault("nil", "`reden` hoort alleen bij xsi:nil=\"true\"");
  if (is_nil && !(element.children.empty() && xml::trimmed(element.text).empty()))
    reading.fault("nil", "een element met xsi:nil=\"true\" is leeg");
  return nil;
}

void wrong_nil(Reading& reading) {
  reading.fault(
      "nil",
      "een leeg element zegt met `reden` waarom: geenWaarde, waardeOnbekend, of bij een code onbekendeCode; "
      "een verplicht gegeven kan alleen dat laatste zijn");
}

void write_nil(std::string& out, std::string_view name, std::string_view reason, std::string_view code) {
  (((out += '<') += name) += R"( xsi:nil="true" reden=")") += reason;
  if (reason == nil::unlisted_code) (out += R"(" code=")") += xml::escape(code);
  out += R"("/>)";
}

void write_text(std::string& out, std::string_view name, std::string_view text) {
  (((((out += '<') += name) += '>') += xml::escape(text)) += "</") += name;
  out += '>';
}

bool holds_text(const xml::Element& element, Reading& reading) {
  if (element.children.empty()) return true;
  reading.fault("type", "hier hoort een waarde; er staan elementen");
  return false;
}

bool read_members(const xml::Element& element, const Nil& nil, const MemberTable& table,
                  const XmlMemberReader* readers, Reading& reading, void* into) {
  if (!nil.reason.empty()) return wrong_nil(reading), false;
  const auto before = reading.faults.size();
  if (!xml::trimmed(element.text).empty())
    reading.fault("type", "hier horen elementen; er staat tekst tussen of in plaats van die elementen");
  Seen seen;
  std::size_t expected = 0;
  for (const auto& child : element.children) {
    const Place here(reading, child.name);
    reading.line = child.line;
    reading.column = child.column;
    const auto index = child.ns == element.ns ? table.find(child.name, expected) : table.count();
    if (index == table.count()) {
      tell_unnamed(table.type, reading);
    } else if (seen[index]) {
      reading.fault("dubbel", "dit gegeven staat er meer dan eens");
    } else {
      seen.set(index);
      expected = index + 1;
      readers[index](child, reading, into);
    }
  }
  reading.line = element.line;
  reading.column = element.column;
  tell_missing(table, seen, reading);
  return reading.faults.size() == before;
}

}  // namespace inburgering::schemas
