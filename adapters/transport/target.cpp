#include "adapters/transport/target.h"

#include <algorithm>
#include <boost/url/parse.hpp>

#include "schemas/value/text.h"

namespace inburgering::adapters::transport {
namespace {

bool is_text(std::string_view part) {
  return schemas::is_utf8(part) && std::ranges::none_of(part, [](char c) {
           constexpr unsigned char del = 0x7F;
           return static_cast<unsigned char>(c) < ' ' || static_cast<unsigned char>(c) == del;
         });
}

}  // namespace

std::optional<std::string> target_fault(std::string_view target) {
  const auto url = boost::urls::parse_origin_form({target.data(), target.size()});
  if (!url)
    return "het adres is niet te lezen: verwacht is een pad dat met / begint, met tekens volgens RFC 3986";
  std::size_t place = 0;
  for (const auto& segment : url->segments()) {
    ++place;
    if (!is_text(segment))
      return "deel " + std::to_string(place) +
             " van het pad is geen tekst in UTF-8, of bevat een stuurteken; codeer het adres als UTF-8";
  }
  place = 0;
  for (const auto& parameter : url->params()) {
    ++place;
    if (!is_text(parameter.key) || !is_text(parameter.value))
      return "parameter " + std::to_string(place) +
             " is geen tekst in UTF-8, of bevat een stuurteken; codeer het adres als UTF-8";
    if (url->params().count(parameter.key) > 1)
      return "parameter " + std::to_string(place) +
             " staat meer dan eens in het adres; noem elk gegeven één keer";
  }
  return std::nullopt;
}

}  // namespace inburgering::adapters::transport
