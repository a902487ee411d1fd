#pragma once
#include <span>
#include <string_view>
#include <vector>

#include "adapters/duo/vraag.h"

namespace inburgering::adapters::duo {

/// One kind of notification: what it means and what to ask DUO after it (document Gebeurtenissen).
struct Gebeurtenis {
  std::string_view id;
  std::string_view betekenis;        ///< in the words of who works for the gemeente
  std::span<const Onderwerp> vraag;  ///< what to ask, in this order
  bool attentiesignaal;              ///< asks for attention, or is of a kind that is not known here
};

/// All kinds that DUO documents, in order of id.
std::span<const Gebeurtenis> gebeurtenissen();

/// The row of this id. An id that DUO has not documented yet gets a row of its own kind: nothing to ask,
/// forwarded as attentiesignaal; it is never refused.
const Gebeurtenis& gebeurtenis(std::string_view id);

/// The names of the resources to ask after it, in order.
std::vector<std::string_view> vragen_na(const Gebeurtenis& gebeurtenis);

}  // namespace inburgering::adapters::duo
