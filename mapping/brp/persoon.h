#pragma once
#include "adapters/brp/kennisgeving.h"
#include "mapping/change.h"

namespace inburgering::mapping::brp {

/// What a kennisgeving says of the person. T states all that the sender knows; W, C and F the changed
/// elements of the current object; V says only that the sender will tell no more: nothing changes (StUF 03.01
/// §5.2). A kennisgeving without BSN is refused here: the gateway knows nobody by another number of the BRP
/// yet.
schemas::Result<Translation> translate(const adapters::brp::Kennisgeving& kennisgeving);

}  // namespace inburgering::mapping::brp
