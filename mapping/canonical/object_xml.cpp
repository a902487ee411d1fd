#include <algorithm>
#include <boost/json/serialize.hpp>

#include "mapping/canonical/object.h"
#include "mapping/versions/versions.h"
#include "schemas/record/xml_record.h"

namespace inburgering::mapping::canonical {
namespace {

bool is_namespace(std::string_view ns) {
  return std::ranges::any_of(
      versions::all, [&](const auto& version) { return ns == versions::xml_namespace(version.number); });
}

bool write_children(std::string& out, const boost::json::object& object);

/// What schemas/record/xml_record.h says of a member by its type, its JSON says by its form.
bool write_member(std::string& out, std::string_view name, const boost::json::value& value) {
  namespace nil = schemas::nil;
  if (value.is_null()) return schemas::write_nil(out, name, nil::no_value), true;
  if (const auto* text = value.if_string()) return schemas::write_text(out, name, *text), true;
  if (const auto* object = value.if_object()) {
    if (object->contains("onbekend")) return schemas::write_nil(out, name, nil::unknown), true;
    if (const auto* code = object->if_contains("onbekendeCode"); code != nullptr && code->is_string())
      return schemas::write_nil(out, name, nil::unlisted_code, code->get_string()), true;
    ((out += '<') += name) += '>';
    const bool good = write_children(out, *object);
    ((out += "</") += name) += '>';
    return good;
  }
  if (value.is_array()) return false;
  schemas::write_text(out, name, boost::json::serialize(value));
  return true;
}

bool write_children(std::string& out, const boost::json::object& object) {
  return std::ranges::all_of(
      object, [&](const auto& member) { return write_member(out, member.key(), member.value()); });
}

}  // namespace

std::string to_xml(const Object& object) {
  return std::visit(
      []<class T>(const T& typed) {
        return schemas::write_xml(schemas::fields<T>.name, xml_namespace, typed);
      },
      object);
}

schemas::Result<Object> from_xml(const schemas::xml::Element& root) {
  schemas::Result<Object> result =
      schemas::refuse("/" + root.name, "objecttype",
                      "dit objecttype is niet bekend in de naamruimte " + std::string(xml_namespace));
  for_each_objecttype([&]<class T>() {
    if (!is_namespace(root.ns.uri()) || schemas::fields<T>.name != root.name) return;
    if (auto typed = schemas::read_xml<T>(root))
      result = Object(std::move(*typed));
    else
      result = std::unexpected(std::move(typed.error()));
  });
  return result;
}

std::optional<std::string> xml_of_json(std::string_view objecttype, const boost::json::object& json,
                                       std::string_view ns) {
  auto out = schemas::xml_begin(objecttype, ns);
  if (!write_children(out, json)) return std::nullopt;
  ((out += "</") += objecttype) += '>';
  return out;
}

}  // namespace inburgering::mapping::canonical
