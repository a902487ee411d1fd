#pragma once
// Records in JSON, from their field table: `read_json<T>` with every fault and its JSON Pointer,
// `write_json`.
#include <boost/json/monotonic_resource.hpp>
#include <utility>

#include "schemas/record/json_value.h"
#include "schemas/record/members.h"

namespace inburgering::schemas {

template <Described T>
struct JsonValue<T> {
  static bool read(const boost::json::value& json, const Limits&, Reading& reading, T& into) {
    const auto* object = json.if_object();
    if (object == nullptr) return wrong_type("een object", json, reading), false;
    const auto before = reading.faults.size();
    std::bitset<Members<T>::count> seen;
    std::size_t expected = 0;
    for (const auto& member : *object) {
      const auto index = Members<T>::find(member.key(), expected);
      const Place here(reading, std::string_view(member.key()));
      if (index == Members<T>::count) {
        if (fields<T>.unnamed == Unnamed::refused) tell_unnamed(fields<T>.name, reading);
        continue;
      }
      seen.set(index);
      expected = index + 1;
      readers[index](member.value(), reading, into);
    }
    Members<T>::tell_missing(seen, reading);
    return reading.faults.size() == before;
  }

  static boost::json::value write(const T& record) {
    boost::json::object object;
    object.reserve(Members<T>::count);
    for_each_field<T>([&](const auto& field) {
      const auto& member = record.*field.member;
      if (!says_nothing(member))
        object[field.name] = JsonValue<std::remove_cvref_t<decltype(member)>>::write(member);
    });
    return object;
  }

 private:
  using Reader = void (*)(const boost::json::value&, Reading&, T&);

  template <std::size_t index>
  static void read_member(const boost::json::value& json, Reading& reading, T& into) {
    constexpr const auto& field = std::get<index>(fields<T>.list);
    read_value(json, field.limits, reading, into.*field.member);
  }

  static constexpr std::array<Reader, Members<T>::count> readers =
      []<std::size_t... index>(std::index_sequence<index...>) {
        return std::array<Reader, Members<T>::count>{&read_member<index>...};
      }(std::make_index_sequence<Members<T>::count>{});
};

/// Reads T (a record, or a vector of records) from parsed JSON; all faults together.
template <class T>
Result<T> read_json(const boost::json::value& json) {
  Reading reading;
  Result<T> result;
  read_value(json, {}, reading, *result);
  if (!reading.faults.empty()) result = std::unexpected(std::move(reading.faults));
  return result;
}

template <class T>
Result<T> read_json_text(std::string_view text) {
  unsigned char first[4096];
  boost::json::monotonic_resource memory(first, sizeof first);
  const auto json = parse_json(text, &memory);
  if (!json) return std::unexpected(json.error());
  return read_json<T>(*json);
}

template <class T>
boost::json::value write_json(const T& record) {
  return JsonValue<T>::write(record);
}

}  // namespace inburgering::schemas
