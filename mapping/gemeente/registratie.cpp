#include "mapping/gemeente/registratie.h"

#include <algorithm>
#include <functional>
#include <set>

#include "mapping/document/sources.h"
#include "schemas/record/json_text.h"
#include "schemas/record/members.h"

namespace inburgering::mapping::gemeente {
namespace {

namespace json = boost::json;
using canonical::Object;
using document::sources_of;

/// Whether a part of a source names somebody who tells the field; a standard that knows it, and DUO as the
/// one who is told, do not.
bool tells(std::string_view part) { return !part.starts_with("ggm:") && !part.starts_with("naar-duo:"); }

bool is_own(std::string_view source) {
  return std::ranges::any_of(sources_of(source), [](auto part) { return part == feed; });
}

bool is_only_own(std::string_view source) {
  return is_own(source) &&
         std::ranges::all_of(sources_of(source), [](auto part) { return !tells(part) || part == feed; });
}

/// "DUO", "BRP, taalschool"
std::string tellers(std::string_view source) {
  std::set<std::string> names;
  for (const auto part : sources_of(source))
    if (tells(part))
      names.insert(part.starts_with("duo") ? "DUO" : part.starts_with("brp") ? "BRP" : std::string(part));
  std::string text;
  for (const auto& name : names) text += (text.empty() ? "" : ", ") + name;
  return text.empty() ? "een ander" : text;
}

/// `visit(field, what it holds)` for each field of an object.
template <class Visit>
void for_each_member(const Object& object, Visit&& visit) {
  std::visit(
      [&]<class T>(const T& typed) {
        schemas::for_each_field<T>([&](const auto& field) { visit(field, typed.*field.member); });
      },
      object);
}

/// Gives what can have no value and is wanted none; the rest stays.
template <class Wanted>
void empty(Object& object, Wanted&& wanted) {
  std::visit(
      [&]<class T>(T& typed) {
        schemas::for_each_field<T>([&](const auto& field) {
          auto& member = typed.*field.member;
          using Member = std::remove_reference_t<decltype(member)>;
          if constexpr (schemas::is_stated<Member>)
            if (wanted(field, member)) member = Member::no_value();
        });
      },
      object);
}

/// The names of the key fields; nothing when there is no such type.
std::optional<std::vector<std::string_view>> key_names(std::string_view objecttype) {
  std::optional<std::vector<std::string_view>> names;
  canonical::for_each_objecttype([&]<class T>() {
    if (schemas::fields<T>.name != objecttype) return;
    names.emplace();
    schemas::for_each_field<T>([&](const auto& field) {
      if (field.is_key) names->push_back(field.name);
    });
  });
  return names;
}

std::string behind(std::string_view place, std::string_view name) {
  return std::string(place) + "/" + schemas::pointer_token(name);
}

/// Faults of the names in the address.
schemas::Faults check_names(const std::vector<std::string_view>& keys, const json::object& sleutel) {
  schemas::Faults faults;
  for (const auto& member : sleutel)
    if (std::ranges::find(keys, std::string_view(member.key())) == keys.end())
      faults.push_back({behind("/sleutel", member.key()), "sleutel",
                        "dit is geen sleutelveld van dit objecttype; zie docs/canonical-model.md"});
  return faults;
}

schemas::Result<Object> read_with_key(std::string_view objecttype, const json::object& sleutel,
                                      json::object object) {
  const auto keys = key_names(objecttype);
  if (!keys) return schemas::refuse("/objecttype", "codelijst", "dit objecttype is niet bekend");
  auto faults = check_names(*keys, sleutel);
  std::vector<std::string> of_address;
  for (const auto name : *keys) {
    const auto* said = sleutel.if_contains(name);
    const auto* repeated = object.if_contains(name);
    if (repeated != nullptr && (said == nullptr || *said != *repeated))
      faults.push_back({behind("/object", name), "sleutel", "dit is een andere waarde dan die in het adres"});
    if (said == nullptr) continue;
    object[name] = *said;
    if (repeated == nullptr) of_address.push_back(behind("/object", name));
  }
  auto read = canonical::from_json(objecttype, object);
  if (!read)
    for (auto& fault : read.error()) {
      fault.pointer.insert(0, "/object");
      // What is missing of the key, or wrong in it, stands in the address.
      const bool of_key = std::ranges::any_of(*keys, [&](auto name) {
        return fault.pointer == behind("/object", name) && !object.contains(name);
      });
      if (of_key || std::ranges::find(of_address, fault.pointer) != of_address.end())
        fault.pointer.replace(0, std::string_view("/object").size(), "/sleutel");
      faults.push_back(std::move(fault));
    }
  if (!faults.empty()) return std::unexpected(std::move(faults));
  return read;
}

}  // namespace

std::vector<std::string_view> objecttypes() {
  std::vector<std::string_view> names;
  canonical::for_each_objecttype([&]<class T>() {
    bool any = false;
    schemas::for_each_field<T>([&](const auto& field) { any = any || is_own(field.source); });
    if (any) names.push_back(schemas::fields<T>.name);
  });
  return names;
}

bool registers(std::string_view objecttype) {
  static const auto all = objecttypes();
  return std::ranges::find(all, objecttype) != all.end();
}

schemas::Result<Object> read(std::string_view objecttype, const json::object& sleutel,
                             const json::value& object) {
  const auto* members = object.if_object();
  if (members == nullptr) return schemas::refuse("/object", "type", "hier hoort het object, als JSON-object");
  auto read = read_with_key(objecttype, sleutel, *members);
  if (read)
    empty(*read, [](const auto& field, const auto& member) {
      return member.is_absent() && is_only_own(field.source);
    });
  return read;
}

schemas::Result<Object> read_sleutel(std::string_view objecttype, const json::object& sleutel) {
  return read_with_key(objecttype, sleutel, {});
}

schemas::Faults check(const Object& object, const Gemeente& by, schemas::Day today) {
  schemas::Faults faults;
  for_each_member(object, [&](const auto& field, const auto& member) {
    if (!field.is_key && !schemas::says_nothing(member) && !is_own(field.source))
      faults.push_back({behind("/object", field.name), "bron",
                        "dit gegeven registreert de gemeente niet; het komt van: " + tellers(field.source)});
  });
  const auto key = canonical::key_of(object);
  const auto must_be = [&](std::string_view name, std::string_view own, std::string message) {
    const auto* said = key.if_contains(name);
    if (said != nullptr && *said != json::value(own) && begins(object))
      faults.push_back({behind("/sleutel", name), "gemeente", std::move(message)});
  };
  must_be("gemeentecode", by.gemeentecode,
          "registreer alleen wat van deze gemeente zelf is: dit is een andere gemeentecode");
  must_be("instelling", by.oin,
          "noem het OIN van de gemeente: wat een taalschool meldde verbetert de taalschool");
  for (const auto* name : {"dagtekening", "dagtekeningPip"})
    if (const auto* day = key.if_contains(name);
        day != nullptr && begins(object) && std::string_view(day->as_string()) > today.text())
      faults.push_back(
          {behind("/sleutel", name), "toekomst", "een PIP wordt geregistreerd als het is getekend"});
  return faults;
}

bool begins(const Object& object) {
  bool own = true;
  for_each_member(object, [&](const auto& field, const auto&) {
    if (field.is_key) own = own && is_own(field.source);
  });
  return own;
}

bool only_adds(const Voice& voice) { return voice.feed() == feed && !begins(voice.said); }

schemas::Result<Translation> reread(std::string_view body) {
  const auto json = schemas::parse_json(body);
  if (!json) return std::unexpected(json.error());
  const auto* kept = json->if_object();
  const auto* type = kept == nullptr ? nullptr : kept->if_contains("objecttype");
  const auto* key = kept == nullptr ? nullptr : kept->if_contains("sleutel");
  if (type == nullptr || !type->is_string() || key == nullptr || !key->is_object())
    return schemas::refuse("", "soort", "dit is geen registratie");
  const auto* object = kept->if_contains("object");
  auto said = object == nullptr ? read_sleutel(type->get_string(), key->get_object())
                                : read(type->get_string(), key->get_object(), *object);
  if (!said) return std::unexpected(std::move(said.error()));
  Translation translation;
  translation.bron.feed = feed;
  translation.rule = rule("gemeente", "registratie");
  translation.changes.push_back({object == nullptr ? Actie::beeindigd : Actie::vastgelegd, std::move(*said)});
  return translation;
}

}  // namespace inburgering::mapping::gemeente
