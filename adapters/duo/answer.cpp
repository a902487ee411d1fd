#include "adapters/duo/answer.h"

namespace inburgering::adapters::duo {
namespace {

void look(const boost::json::value& json, const schemas::Bsn& asked, schemas::Reading& reading) {
  if (const auto* array = json.if_array()) {
    // NOLINTNEXTLINE(clang-analyzer-core.StackAddressEscape): a Place takes itself off the chain as it ends
    for (std::size_t index = 0; index < array->size(); ++index) {
      const schemas::Place here(reading, index);
      look((*array)[index], asked, reading);
    }
  } else if (const auto* object = json.if_object()) {
    for (const auto& member : *object) {
      const schemas::Place here(reading, std::string_view(member.key()));
      const auto* text = member.value().if_string();
      if (member.key() == "bsn" && (text == nullptr || *text != asked.digits()))
        reading.fault("ander-bsn", "dit antwoord gaat over een ander dan gevraagd; het is niet verwerkt");
      look(member.value(), asked, reading);
    }
  }
}

}  // namespace

schemas::Faults other_persons(const boost::json::value& json, const schemas::Bsn& asked) {
  schemas::Reading reading;
  look(json, asked, reading);
  return std::move(reading.faults);
}

}  // namespace inburgering::adapters::duo
