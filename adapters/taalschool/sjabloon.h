#pragma once
// What a school fills in: an empty file with the columns of a resource.
#include <string>
#include <string_view>

namespace inburgering::adapters::taalschool {

/// Its header alone as CSV, for Excel in the Netherlands (semicolons, byte order mark).
std::string sjabloon(std::string_view resource);

/// A workbook: a sheet to fill in, with lists to choose from and what each column is for, and one that
/// explains it.
std::string sjabloon_xlsx(std::string_view resource);

}  // namespace inburgering::adapters::taalschool
