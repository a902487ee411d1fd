#pragma once
// Records in JSON, from their field table: `read_json<T>` with every fault and its JSON Pointer,
// `write_json`.
#include <boost/json/monotonic_resource.hpp>
#include <utility>

#include "schemas/record/json_value.h"
#include "schemas/record/members.h"

namespace inburgering::schemas {

/// Reads one member into the record behind the pointer, which is of the type that the reader belongs to.
using JsonMemberReader = void (*)(const boost::json::value&, Reading&, void*);
bool read_members(const boost::json::value& json, const MemberTable& table, const JsonMemberReader* readers,
                  Reading& reading, void* into);

/// A member that says nothing is left out. Stands once a type of member, as read_value does.
template <class Member>
[[gnu::noinline]] void write_member(boost::json::object& object, std::string_view name,
                                    const Member& member) {
  if (!says_nothing(member)) object[name] = JsonValue<Member>::write(member);
}

template <Described T>
struct JsonValue<T> {
  static bool read(const boost::json::value& json, const Limits&, Reading& reading, T& into) {
    return read_members(json, Members<T>::table, readers.data(), reading, &into);
  }

  static boost::json::value write(const T& record) {
    boost::json::object object;
    object.reserve(Members<T>::count);
    for_each_field<T>([&](const auto& field) { write_member(object, field.name, record.*field.member); });
    return object;
  }

 private:
  template <std::size_t index>
  static void read_member(const boost::json::value& json, Reading& reading, void* into) {
    constexpr const auto& field = std::get<index>(fields<T>.list);
    read_value(json, field.limits, reading, static_cast<T*>(into)->*field.member);
  }

  static constexpr std::array<JsonMemberReader, Members<T>::count> readers =
      []<std::size_t... index>(std::index_sequence<index...>) {
        return std::array<JsonMemberReader, Members<T>::count>{&read_member<index>...};
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
