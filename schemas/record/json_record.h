#pragma once
// Records in JSON, from their field table: `read_json<T>` with every fault and its JSON Pointer,
// `write_json`.
#include <utility>

#include "schemas/record/json_value.h"

namespace inburgering::schemas {

template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;
template <class T>
inline constexpr bool is_stated = false;
template <class T>
inline constexpr bool is_stated<Stated<T>> = true;
template <class T>
inline constexpr bool is_list = false;
template <class T>
inline constexpr bool is_list<std::vector<T>> = true;

/// A member that may be left out of a document.
template <class T>
inline constexpr bool may_be_absent = is_optional<T> || is_stated<T> || is_list<T>;

template <Described T>
struct JsonValue<T> {
  static std::optional<T> read(const boost::json::value& json, const Limits&, Reading& reading) {
    const auto* object = json.if_object();
    if (object == nullptr) return wrong_type("een object", json, reading), std::nullopt;
    const auto before = reading.faults.size();
    const auto outer = reading.pointer;
    T record{};
    for_each_field<T>([&](const auto& field) {
      reading.pointer = outer + '/' + pointer_token(field.name);
      read_member(*object, field, record.*field.member, reading);
    });
    reading.pointer = outer;
    if (fields<T>.unnamed == Unnamed::refused) refuse_unnamed(*object, reading);
    if (reading.faults.size() != before) return std::nullopt;
    return record;
  }

  static boost::json::value write(const T& record) {
    boost::json::object object;
    for_each_field<T>([&](const auto& field) { write_member(object, field.name, record.*field.member); });
    return object;
  }

 private:
  template <class F, class Member>
  static void read_member(const boost::json::object& object, const F& field, Member& member,
                          Reading& reading) {
    const auto* json = object.if_contains(field.name);
    if (json == nullptr) {
      if constexpr (!may_be_absent<Member>)
        reading.fault("verplicht", "dit gegeven ontbreekt en is verplicht");
      return;
    }
    if constexpr (is_optional<Member>) {
      member = read_value<typename Member::value_type>(*json, field.limits, reading);
    } else if (auto value = read_value<Member>(*json, field.limits, reading)) {
      member = std::move(*value);
    }
  }

  template <class Member>
  static void write_member(boost::json::object& object, std::string_view name, const Member& member) {
    if constexpr (is_optional<Member>) {
      if (member) object[name] = JsonValue<typename Member::value_type>::write(*member);
    } else if constexpr (is_stated<Member>) {
      if (!member.is_absent()) object[name] = JsonValue<Member>::write(member);
    } else if constexpr (is_list<Member>) {
      if (!member.empty()) object[name] = JsonValue<Member>::write(member);
    } else {
      object[name] = JsonValue<Member>::write(member);
    }
  }

  static void refuse_unnamed(const boost::json::object& object, Reading& reading) {
    const auto outer = reading.pointer;
    for (const auto& member : object) {
      bool named = false;
      for_each_field<T>([&](const auto& field) { named = named || field.name == member.key(); });
      if (named) continue;
      reading.pointer = outer + '/' + pointer_token(member.key());
      reading.fault("onbekend-veld", "dit gegeven kent " + std::string(fields<T>.name) +
                                         " niet; controleer de schrijfwijze of laat het weg");
    }
    reading.pointer = outer;
  }
};

/// Reads T (a record, or a vector of records) from parsed JSON; all faults together.
template <class T>
Result<T> read_json(const boost::json::value& json) {
  Reading reading;
  auto value = read_value<T>(json, {}, reading);
  if (!reading.faults.empty()) return std::unexpected(std::move(reading.faults));
  return std::move(*value);
}

template <class T>
Result<T> read_json_text(std::string_view text) {
  const auto json = parse_json(text);
  if (!json) return std::unexpected(json.error());
  return read_json<T>(*json);
}

template <class T>
boost::json::value write_json(const T& record) {
  return JsonValue<T>::write(record);
}

}  // namespace inburgering::schemas
