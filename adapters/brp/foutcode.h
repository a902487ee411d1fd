#pragma once
#include <span>
#include <string>
#include <string_view>

namespace inburgering::adapters::brp {

/// One row of StUF 03.01 table 4.1: a fault code, who is to blame, and what it says.
struct Foutcode {
  std::string_view code;
  std::string_view plek;  ///< "client" or "server"
  std::string_view omschrijving;
};

/// The codes that this gateway sends.
std::span<const Foutcode> foutcodes();
const Foutcode& foutcode(std::string_view code);

/// Why a StUF message is refused.
struct StufFault {
  std::string code;     ///< a code of foutcodes(), or of SOAP itself (soap.h)
  std::string details;  ///< Dutch, at most 1000 characters on the wire; no values of the message
};

}  // namespace inburgering::adapters::brp
