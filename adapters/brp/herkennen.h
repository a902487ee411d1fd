#pragma once
// What a document of StUF is by its name, for who has one that the gateway does not read.
#include <optional>
#include <string>
#include <string_view>

namespace inburgering::adapters::brp {

struct Herkend {
  std::string naam;    ///< of the element
  std::string uitleg;  ///< Dutch: what it is, and why it is not read
  bool goed = false;   ///< there is nothing wrong with it: it only tells nothing of a person
};
/// Nothing of a kennisgeving, a synchronisatie or an npsLa01: those are read (kennisgeving.h, vraag.h), or it
/// is said there what is wrong. A fault of the other side is none of these either.
std::optional<Herkend> herken(std::string_view xml);

/// What a fault of the other side says in words, as it was sent: for who has the message itself. May hold
/// anything. Empty where it says nothing.
std::string fouttekst(std::string_view xml);

}  // namespace inburgering::adapters::brp
