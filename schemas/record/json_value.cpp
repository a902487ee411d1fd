#include "schemas/record/json_value.h"

#include <algorithm>
#include <cmath>

#include "schemas/value/counted.h"

namespace inburgering::schemas {

namespace {

std::string text_of_length(std::string_view text) {
  const auto length = length_in_characters(text);
  return "tekst van " + counted(length, "teken", "tekens");
}

std::string there_is(std::string_view text) { return "; er staat " + text_of_length(text); }

}  // namespace

std::string kind_of(const boost::json::value& json) {
  switch (json.kind()) {
    case boost::json::kind::null:
      return "null";
    case boost::json::kind::bool_:
      return "een boolean";
    case boost::json::kind::string:
      return text_of_length(json.get_string());
    case boost::json::kind::array:
      return "een lijst";
    case boost::json::kind::object:
      return "een object";
    case boost::json::kind::double_:
      return "een gebroken getal";
    default:
      return "een geheel getal";
  }
}

void wrong_type(std::string_view wanted, const boost::json::value& json, Reading& reading) {
  reading.fault("type", "hier hoort " + std::string(wanted) + "; er staat " + kind_of(json));
}

void wrong_text(Fault fault, std::string_view text, Reading& reading) {
  reading.fault(fault.rule, fault.message + there_is(text));
}

void not_in_list(const CodeList& list, std::string_view text, Reading& reading) {
  constexpr std::size_t listed_at_most = 12;  // a longer list is better read in the model's page
  std::string allowed;
  for (const auto& row : list.rows.first(std::min(list.rows.size(), listed_at_most)))
    allowed += (allowed.empty() ? "" : ", ") + std::string(row.code);
  if (list.rows.size() > listed_at_most) allowed += ", …";
  reading.fault("codelijst", "onbekende code" + there_is(text) + "; toegestaan (lijst " +
                                 std::string(list.name) + "): " + allowed);
}

bool read_code(const boost::json::value& json, const CodeList& list, Reading& reading, AnyCode& into) {
  if (is_marker(json, "onbekendeCode")) {
    const Place here(reading, "onbekendeCode");
    std::string code;
    if (!read_value(json.get_object().begin()->value(), {}, reading, code)) return false;
    into.set_unlisted(code);
    return true;
  }
  const auto* text = json.if_string();
  if (text == nullptr) return wrong_type("een code", json, reading), false;
  into.set(list, *text);
  if (!into.is_listed()) not_in_list(list, *text, reading);
  return into.is_listed();
}

boost::json::value write_code(const AnyCode& code) {
  if (code.is_listed()) return boost::json::value(code.text());
  return boost::json::object{{"onbekendeCode", code.text()}};
}

void check_text(std::string_view text, const Limits& limits, Reading& reading) {
  const auto length = length_in_characters(text);
  if (length < limits.min_length)
    reading.fault("lengte",
                  "te kort: minstens " + counted(limits.min_length, "teken", "tekens") + there_is(text));
  if (length > limits.max_length)
    reading.fault("lengte",
                  "te lang: hoogstens " + counted(limits.max_length, "teken", "tekens") + there_is(text));
  if (limits.format != nullptr && !limits.format->matches(text))
    reading.fault("patroon", "voldoet niet aan de voorgeschreven vorm: " + std::string(limits.format->words) +
                                 there_is(text));
  if (limits.codes.empty() || std::ranges::find(limits.codes, text) != limits.codes.end()) return;
  std::string allowed;
  for (const auto code : limits.codes) allowed += (allowed.empty() ? "" : ", ") + std::string(code);
  reading.fault("codelijst", "onbekende code" + there_is(text) + "; toegestaan: " + allowed);
}

void check_number(std::int64_t number, const Limits& limits, Reading& reading) {
  if (number < limits.minimum || number > limits.maximum)
    reading.fault("bereik", "buiten het bereik " + std::to_string(limits.minimum) + " tot en met " +
                                std::to_string(limits.maximum) + "; er staat een geheel getal");
}

void tell_unnamed(std::string_view type, Reading& reading) {
  reading.fault("onbekend-veld", "dit gegeven kent " + std::string(type) +
                                     " niet; controleer de schrijfwijze of laat het weg");
}

std::optional<DecimalHours> hours_of(const boost::json::value& number) {
  constexpr double most = 10000;
  constexpr double exact = 1e-6;
  const double hundredths = number.to_number<double>() * 100;
  if (!(hundredths >= 0 && hundredths < most * 100)) return std::nullopt;
  const double whole = std::round(hundredths);
  if (std::abs(hundredths - whole) > exact) return std::nullopt;
  return DecimalHours::of_hundredths(static_cast<std::int64_t>(whole));
}

bool is_marker(const boost::json::value& json, std::string_view name) {
  const auto* object = json.if_object();
  return object != nullptr && object->size() == 1 && object->begin()->key() == name;
}

}  // namespace inburgering::schemas
