// A message that was kept, read again by the rule that read it (log explain, shadow): whatever stands in the
// store now. The first byte says by which rule. What is found of places is found without end.
#include <cstdint>
#include <iterator>

#include "adapters/brp/schema.h"
#include "mapping/lineage/reread.h"
#include "schemas/shipped.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace inburgering;
  static const auto grammar = adapters::brp::stuf_bg_grammar(schemas::shipped("schemas"));
  static const mapping::lineage::Kept kept{
      "notificatie SS101", "00000099000000004000", {*schemas::Bsn::parse("999996617"), {}}};
  if (size == 0) return 0;
  const auto& rule = mapping::rules[data[0] % std::size(mapping::rules)];
  const auto read = mapping::lineage::reader_of(
      {std::string(rule.feed), std::string(rule.name), rule.version}, kept, &*grammar);
  const std::string_view body(reinterpret_cast<const char*>(data + 1), size - 1);
  if (!read || !read(body)) return 0;
  constexpr std::size_t small = 2048;  // each value is tried by itself
  if (body.size() <= small) (void)mapping::lineage::explain(body, read);
  return 0;
}
