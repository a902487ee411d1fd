// The condition of a subscription, as an afnemer writes it, on the data of an event.
#include <boost/json/parse.hpp>
#include <cstdint>
#include <string_view>

#include "gateway/wishes/condition.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  static const auto data =
      boost::json::parse(
          R"({"gemeente": "0518", "gewijzigd": ["a", "b"], "object": {"leerroute": "Z", "uren": 3}})")
          .as_object();
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  if (const auto condition = inburgering::gateway::wishes::Condition::parse(text))
    (void)condition->holds(data);
  return 0;
}
