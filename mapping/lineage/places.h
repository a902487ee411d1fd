#pragma once
// Where in a message a field comes from. The translation itself is asked: of each value in the message
// another is tried, and what then becomes different comes from there. So there is no second list of where
// rules look that could be wrong, nothing of it is kept with an object, and it is true of every rule that
// there is.
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "mapping/change.h"

namespace inburgering::mapping::lineage {

/// A place in a message.
struct Place {
  std::string path;        ///< a JSON Pointer; of XML the names of the elements, and "@name" of an attribute
  std::uint64_t line = 0;  ///< of XML: the line on which the element begins; else 0
  bool operator==(const Place&) const = default;
};

/// How a message of one kind is read and translated. Called often; must be pure.
using Read = std::function<schemas::Result<Translation>(std::string_view body)>;

/// What one message says, and where it says that.
struct Explained {
  Translation translation;
  /// By change, by field (its place in the table of the type). A field that stands there without a place does
  /// not hang on one value: the message leaves it out, or the rule says the same of every message.
  std::vector<std::map<std::size_t, std::vector<Place>>> places;
  bool complete = true;  ///< false: the message was too large to try all of it
};

/// The faults are those of reading the message as it is.
schemas::Result<Explained> explain(std::string_view body, const Read& read);

}  // namespace inburgering::mapping::lineage
