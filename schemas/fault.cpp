#include "schemas/fault.h"

namespace inburgering::schemas {

std::string to_text(const Fault& fault) {
  return (fault.pointer.empty() ? "(document)" : fault.pointer) + ": " + fault.message + " [" + fault.rule +
         "]";
}

}  // namespace inburgering::schemas
