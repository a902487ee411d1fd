#pragma once
// What the canonical model deliberately does otherwise than its sources. A test reads the standards, where
// they are at hand, and fails for anything of theirs that has neither a field nor a line here.
#include <span>
#include <string_view>

namespace inburgering::mapping {

/// Something of a source that has no field of its own, and why.
struct Gap {
  std::string_view source;  ///< as in schemas::Field::source; "…/*.fouttekst" stands for one of every API
  std::string_view reason;
};
std::span<const Gap> gaps();

/// A GGM attribute (v2.5.1) whose type is another here, and why.
struct Retyped {
  std::string_view attribute;  ///< "MAP.DatumEindgesprekMAP"
  std::string_view type_there;
  std::string_view reason;
};
std::span<const Retyped> retyped();

}  // namespace inburgering::mapping
