#include "mapping/canonical/object.h"
#include "schemas/record/json_record.h"

namespace inburgering::mapping::canonical {

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

}  // namespace inburgering::mapping::canonical
