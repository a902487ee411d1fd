#pragma once
#include <string_view>

namespace inburgering::adapters::xlsx {

/// Said of whatever does not hold together.
inline constexpr std::string_view damaged =
    "deze werkmap is beschadigd; open haar in Excel, sla haar opnieuw op en lever die aan";

}  // namespace inburgering::adapters::xlsx
