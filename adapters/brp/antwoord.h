#pragma once
// The technical replies to an asynchronous message: Bv03 received, Fo03 refused (StUF 03.01 §4.4).
#include <string>

#include "adapters/brp/foutcode.h"
#include "adapters/brp/kennisgeving.h"

namespace inburgering::adapters::brp {

/// What a reply says of itself.
struct Antwoord {
  Systeem zender;                ///< the tenant
  Systeem ontvanger;             ///< who sent the message
  std::string referentienummer;  ///< ours
  schemas::Moment moment;
  std::string cross_refnummer;  ///< the referentienummer of the message; empty when it could not be read
};

/// A SOAP 1.1 envelope with Bv03 in its body; goes with HTTP 200.
std::string bv03(const Antwoord& antwoord);

/// A SOAP 1.1 envelope with a Fault and Fo03 in its detail; goes with HTTP 500 (SOAP 1.1 §6.2,
/// Protocolbindingen 03.02 §3).
std::string fo03(const Antwoord& antwoord, const StufFault& fault);

}  // namespace inburgering::adapters::brp
