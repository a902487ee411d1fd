#include "mapping/canonical/object.h"
#include "schemas/record/xml_record.h"

namespace inburgering::mapping::canonical {

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
    if (root.ns != xml_namespace || schemas::fields<T>.name != root.name) return;
    if (auto typed = schemas::read_xml<T>(root))
      result = Object(std::move(*typed));
    else
      result = std::unexpected(std::move(typed.error()));
  });
  return result;
}

}  // namespace inburgering::mapping::canonical
