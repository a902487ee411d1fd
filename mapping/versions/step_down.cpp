#include "mapping/versions/step_down.h"

#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <utility>

#include "mapping/versions/versions.h"

namespace inburgering::mapping::versions {
namespace {

namespace json = boost::json;

const json::object* object_at(const json::object& in, std::string_view name) {
  const auto* found = in.if_contains(name);
  return found == nullptr ? nullptr : found->if_object();
}

std::string_view text_at(const json::object& in, std::string_view name) {
  const auto* found = in.if_contains(name);
  const auto* text = found == nullptr ? nullptr : found->if_string();
  return text == nullptr ? std::string_view{} : std::string_view(*text);
}

/// "Onbekend" of {"$ref": "#/$defs/Onbekend"}; empty when it refers to nothing.
std::string_view referred(const json::value& schema) {
  constexpr std::string_view start = "#/$defs/";
  const auto* object = schema.if_object();
  const auto to = object == nullptr ? std::string_view{} : text_at(*object, "$ref");
  return to.starts_with(start) ? to.substr(start.size()) : std::string_view{};
}

/// The name under which the version before has it.
std::string_view renamed(const json::object& table, std::string_view of, std::string_view name) {
  const auto* names = object_at(table, of);
  const auto former = names == nullptr ? std::string_view{} : text_at(*names, name);
  return former.empty() ? name : former;
}

json::object parsed(std::string_view text) { return json::parse(text).as_object(); }

json::object part(const json::object& of, std::string_view name) {
  const auto* found = object_at(of, name);
  return found == nullptr ? json::object{} : *found;
}

/// Each is read once, when it is first asked for.
const Former& former(int number) {
  static const auto each = [] {
    std::array<std::optional<Former>, all.size()> read;
    for (std::size_t i = 0; i < all.size(); ++i)
      if (const auto files = kept(all[i].number))
        read[i].emplace(parsed(files->json_schema), parsed(files->names));
    return read;
  }();
  return *each[static_cast<std::size_t>(number - oldest)];
}

}  // namespace

Former::Former(json::object schema, json::object names)
    : definitions_(part(schema, "$defs")), fields_(part(names, "velden")), codes_(part(names, "codes")) {}

const json::object* Former::definition(std::string_view name) const {
  return name.empty() ? nullptr : object_at(definitions_, name);
}

bool Former::knows(std::string_view objecttype) const {
  const auto* type = definition(objecttype);
  return type != nullptr && type->contains("properties");
}

std::string Former::name_of(std::string_view objecttype, std::string_view field) const {
  const auto* type = definition(objecttype);
  const auto* properties = type == nullptr ? nullptr : object_at(*type, "properties");
  const auto name = renamed(fields_, objecttype, field);
  return properties != nullptr && properties->contains(name) ? std::string(name) : std::string();
}

json::object Former::object(std::string_view objecttype, const json::object& newer) const {
  const auto& properties = definition(objecttype)->at("properties").as_object();
  json::object told;
  for (const auto& member : newer)
    if (const auto name = name_of(objecttype, member.key()); !name.empty())
      told[name] = value(member.value(), properties.at(name).as_object());
  return told;
}

json::value Former::value(const json::value& newer, const json::object& property) const {
  const auto within = [&](std::string_view name) -> std::optional<json::value> {
    const auto* type = definition(name);
    if (type == nullptr) return std::nullopt;
    if (const auto* whole = newer.if_object(); whole != nullptr && type->contains("properties")) {
      // {"onbekend": true} and {"onbekendeCode": …} say something of a value instead of being it.
      if (whole->contains("onbekend") || whole->contains("onbekendeCode")) return newer;
      return object(name, *whole);
    }
    const auto* codes = type->if_contains("enum");
    const auto* code = newer.if_string();
    if (codes == nullptr || code == nullptr) return std::nullopt;
    json::value here(renamed(codes_, name, *code));
    const auto& list = codes->as_array();
    if (std::ranges::find(list, here) != list.end()) return here;
    return json::object{{"onbekendeCode", *code}};
  };
  if (auto told = within(referred(property))) return *std::move(told);
  if (const auto* any = property.if_contains("anyOf"))
    for (const auto& one : any->as_array())
      if (auto told = within(referred(one))) return *std::move(told);
  return newer;
}

bool knows(int version, std::string_view objecttype) {
  return step_down(version, objecttype, {}).has_value();
}

bool tells(int version, std::string_view handeling, const json::object& data) {
  if (version >= newest) return true;
  const auto* changed = data.if_contains("gewijzigd");
  const bool of_fields =
      handeling == "gewijzigd" && changed != nullptr && changed->is_array() && !changed->get_array().empty();
  json::object asked{{"objecttype", text_at(data, "objecttype")}};
  if (of_fields) asked["gewijzigd"] = *changed;
  const auto told = step_down(version, std::move(asked));
  return told && (!of_fields || !told->at("gewijzigd").as_array().empty());
}

std::optional<json::object> step_down(int version, std::string_view objecttype, json::object object) {
  for (int number = newest - 1; number >= version; --number) {
    if (!former(number).knows(objecttype)) return std::nullopt;
    object = former(number).object(objecttype, object);
  }
  return object;
}

std::optional<json::object> step_down(int version, json::object data) {
  const std::string objecttype(text_at(data, "objecttype"));
  for (int number = newest - 1; number >= version; --number) {
    const auto& there = former(number);
    if (!there.knows(objecttype)) return std::nullopt;
    for (const auto* name : {"object", "sleutel"})
      if (auto* part = data.if_contains(name); part != nullptr && part->is_object())
        *part = there.object(objecttype, part->get_object());
    if (auto* changed = data.if_contains("gewijzigd"); changed != nullptr && changed->is_array()) {
      json::array fields;
      for (const auto& field : changed->get_array())
        if (auto here = field.is_string() ? there.name_of(objecttype, field.get_string()) : std::string();
            !here.empty())
          fields.emplace_back(std::move(here));
      *changed = std::move(fields);
    }
  }
  return data;
}

}  // namespace inburgering::mapping::versions
