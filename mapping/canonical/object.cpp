#include "mapping/canonical/object.h"

#include <stdexcept>
#include <utility>

#include "schemas/record/difference.h"
#include "schemas/record/json_record.h"

namespace inburgering::mapping::canonical {
std::string_view objecttype(const Object& object) {
  return std::visit([]<class T>(const T&) { return schemas::fields<T>.name; }, object);
}

std::vector<std::string_view> objecttypes() {
  std::vector<std::string_view> names;
  for_each_objecttype([&]<class T>() { names.push_back(schemas::fields<T>.name); });
  return names;
}

boost::json::object key_of(const Object& object) {
  return std::visit([](const auto& typed) { return schemas::key_of(typed); }, object);
}

boost::json::object to_json(const Object& object) {
  return std::visit([](const auto& typed) { return schemas::write_json(typed).as_object(); }, object);
}

schemas::Result<Object> from_json(std::string_view name, const boost::json::value& json) {
  schemas::Result<Object> result = schemas::refuse("", "objecttype", "dit objecttype is niet bekend");
  for_each_objecttype([&]<class T>() {
    if (schemas::fields<T>.name != name) return;
    if (auto typed = schemas::read_json<T>(json))
      result = Object(std::move(*typed));
    else
      result = std::unexpected(std::move(typed.error()));
  });
  return result;
}

std::vector<std::string> update(Object& known, const Object& said) {
  return std::visit(
      [&]<class T>(const T& typed) {
        auto* target = std::get_if<T>(&known);
        if (target == nullptr) throw std::logic_error("update: objects of different types");
        const T before = *target;
        schemas::lay_over(*target, typed);
        return schemas::difference(before, *target);
      },
      said);
}

std::vector<std::string> stated_fields(const Object& object) {
  std::vector<std::string> names;
  for (const auto& member : to_json(object)) names.emplace_back(member.key());
  return names;
}

}  // namespace inburgering::mapping::canonical
