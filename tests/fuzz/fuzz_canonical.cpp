// Canonical objects: JSON and XML, read, written and read again. The first byte chooses the type that JSON is
// read as.
#include <cstdint>
#include <cstdlib>

#include "mapping/canonical/object.h"
#include "schemas/record/json_text.h"
#include "schemas/xml/grammar.h"

namespace {

using namespace inburgering;
using mapping::canonical::Object;

void require(bool good) {
  if (!good) std::abort();
}

void read_json(std::string_view type, std::string_view text) {
  const auto json = schemas::parse_json(text);
  if (!json) return;
  const auto object = mapping::canonical::from_json(type, *json);
  if (!object) return;
  require(mapping::canonical::from_json(type, mapping::canonical::to_json(*object)) == object);
  require(schemas::xml::Grammar::none().parse(mapping::canonical::to_xml(*object)).faults.empty());
}

void read_xml(std::string_view text) {
  static const auto parser = schemas::xml::Grammar::none();
  const auto parsed = parser.parse(text);
  if (!parsed.root || !parsed.faults.empty()) return;
  const auto object = mapping::canonical::from_xml(*parsed.root);
  if (!object) return;
  const auto again = parser.parse(mapping::canonical::to_xml(*object));
  require(again.root && mapping::canonical::from_xml(*again.root) == object);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  static const auto types = mapping::canonical::objecttypes();
  if (text.starts_with('<'))
    read_xml(text);
  else
    read_json(types[data[0] % types.size()], text.substr(1));
  return 0;
}
