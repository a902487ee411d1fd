#include "schemas/fault.h"

namespace inburgering::schemas {

std::string to_text(const Fault& fault) {
  return (fault.pointer.empty() ? "(document)" : fault.pointer) + ": " + fault.message + " [" + fault.rule +
         "]";
}

std::string to_text(const Faults& faults) {
  std::string text;
  for (const auto& fault : faults) text += (text.empty() ? "" : "; ") + to_text(fault);
  return text;
}

}  // namespace inburgering::schemas
