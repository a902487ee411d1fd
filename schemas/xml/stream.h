#pragma once
// XML read as it flows, for documents too large to keep as a tree. Well-formedness alone: who listens checks
// what it is told. No DTD is accepted, no entity resolved, nothing fetched.
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "schemas/fault.h"

namespace inburgering::schemas::xml {

/// Attributes of one element: local name and value, in UTF-8.
using Attributes = std::vector<std::pair<std::string, std::string>>;
/// Value of the attribute with this local name; null when absent.
const std::string* find(const Attributes& attributes, std::string_view name);

/// Is told what is read. Names are local names; namespaces are passed over.
class Listener {
 public:
  virtual ~Listener() = default;
  /// False: enough was read.
  virtual bool opened(std::string_view name, const Attributes& attributes) = 0;
  /// False: enough was read.
  virtual bool closed(std::string_view name) = 0;
  /// A piece of the text of the element that is open.
  virtual void text(std::string_view piece) = 0;
};

/// Gives at most `room` bytes more of the document; 0 = that was all. Nothing: it cannot be read further.
using Source = std::function<std::optional<std::size_t>(char* into, std::size_t room)>;

/// Reads until the end or until the listener has enough. A document that is deeper than 64 levels, has more
/// than `most_elements`, a DOCTYPE, more than 1 MiB in one tag, comment or CDATA section, or is not
/// well-formed is refused; so is one whose source fails.
std::optional<Fault> stream(const Source& source, Listener& listener, std::size_t most_elements);

}  // namespace inburgering::schemas::xml
