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

/// What stands for the code of another side that is none: it may be told where the code may be.
inline constexpr std::string_view unreadable_foutcode = "onleesbaar";

/// The code that another side sent, fit to be told and logged: at most seven letters and digits (StUF 03.01
/// §4.4); what is longer or holds anything else could be about a person, and is unreadable_foutcode. Empty
/// stays empty.
std::string received_foutcode(std::string_view code);

/// Why a StUF message is refused.
struct StufFault {
  std::string code;     ///< a code of foutcodes(), of SOAP itself (soap.h), or received_foutcode
  std::string details;  ///< Dutch, at most 1000 characters on the wire; no values of the message
};

}  // namespace inburgering::adapters::brp
