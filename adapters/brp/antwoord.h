#pragma once
// The replies to what a BRP sends (StUF 03.01 §4.4): Bv03 or Fo03 to an asynchronous message (received,
// refused), Bv02 or Fo02 to a synchronous one (processed, refused).
#include <string>

#include "adapters/brp/foutcode.h"
#include "adapters/brp/kennisgeving.h"

namespace inburgering::adapters::brp {

/// What a reply says of itself.
struct Antwoord {
  Binding binding = Binding::asynchroon;
  Systeem zender;                ///< the tenant
  Systeem ontvanger;             ///< who sent the message
  std::string referentienummer;  ///< ours
  schemas::Moment moment;
  std::string cross_refnummer;  ///< the referentienummer of the message; empty when it could not be read
};

/// A SOAP 1.1 envelope with Bv03 or Bv02 in its body; goes with HTTP 200.
std::string bevestiging(const Antwoord& antwoord);

/// A SOAP 1.1 envelope with a Fault and Fo03 or Fo02 in its detail; goes with HTTP 500 (SOAP 1.1 §6.2,
/// Protocolbindingen 03.02 §3).
std::string foutbericht(const Antwoord& antwoord, const StufFault& fault);

}  // namespace inburgering::adapters::brp
