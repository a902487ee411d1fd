#pragma once
#include <concepts>
#include <string>
#include <string_view>

namespace inburgering::schemas {

/// "1 gemeente", "2 gemeenten": a number with what there is of it, so that no text says "1 gemeenten". What
/// else goes with the number ("gebeurtenis wacht", "gebeurtenissen wachten") stands in both words.
std::string counted(std::integral auto count, std::string_view one, std::string_view more) {
  return std::to_string(count).append(" ").append(count == 1 ? one : more);
}

}  // namespace inburgering::schemas
