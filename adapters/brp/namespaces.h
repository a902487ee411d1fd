#pragma once
#include <string_view>

namespace inburgering::adapters::brp {

inline constexpr std::string_view soap_ns = "http://schemas.xmlsoap.org/soap/envelope/";
inline constexpr std::string_view soap12_ns = "http://www.w3.org/2003/05/soap-envelope";
inline constexpr std::string_view stuf_ns = "http://www.egem.nl/StUF/StUF0301";
inline constexpr std::string_view xsi_ns = "http://www.w3.org/2001/XMLSchema-instance";
inline constexpr std::string_view bg_ns = "http://www.egem.nl/StUF/sector/bg/0310";

}  // namespace inburgering::adapters::brp
