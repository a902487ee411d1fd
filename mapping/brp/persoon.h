#pragma once
// What StUF-BG 3.10 says of a person, in the canonical model.
#include "adapters/brp/kennisgeving.h"
#include "mapping/change.h"

namespace inburgering::mapping::brp {

/// What a kennisgeving or synchronisatie says of the person (StUF 03.01 §5.2, §6). T and a synchronisatie
/// state all that the sender knows; W, C and F the changed elements of the current object; V says only that
/// the sender will tell no more: nothing changes, and the person is not dead. Relations follow their
/// verwerkingssoort.
schemas::Result<Translation> translate(const adapters::brp::Kennisgeving& kennisgeving);

/// What an answer (npsLa01) says: the present state, of which the elements that were asked for and are left
/// out stay as they are known.
schemas::Result<Translation> translate(const adapters::brp::NatuurlijkPersoon& antwoord,
                                       const Volgorde& volgorde, const Bron& bron);

}  // namespace inburgering::mapping::brp
