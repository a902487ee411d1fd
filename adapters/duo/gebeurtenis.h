#pragma once
#include <span>
#include <string_view>

#include "adapters/duo/vraag.h"

namespace inburgering::adapters::duo {

/// One kind of notification: what it means and what to ask DUO after it (document Gebeurtenissen).
struct Gebeurtenis {
  std::string_view id;
  std::string_view betekenis;
  std::span<const Onderwerp> vraag;  ///< what to ask, in this order
  bool attentiesignaal;              ///< to be forwarded to afnemers as such
};

/// All kinds that DUO documents, in order of id.
std::span<const Gebeurtenis> gebeurtenissen();

/// The row of this id. An id that DUO has not documented yet gets a row of its own kind: nothing to ask,
/// forwarded as attentiesignaal; it is never refused.
const Gebeurtenis& gebeurtenis(std::string_view id);

}  // namespace inburgering::adapters::duo
