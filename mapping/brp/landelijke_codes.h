#pragma once
// Codes of the BRP that mean the same in both of its feeds, and what follows from them.
#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "schemas/fault.h"

namespace inburgering::mapping::brp {

/// In every national table the code of nothing but zeros stands for "unknown" (LO BRP, tables 32 to 56), in
/// whatever width a feed writes it.
inline bool is_onbekend(std::string_view code) {
  return !code.empty() && std::ranges::all_of(code, [](char c) { return c == '0'; });
}

/// Table 56: no residence permit (any more). What goes with it is that of a permit which there is not.
inline constexpr std::string_view geen_verblijfstitel = "98";

/// Aanduiding onderzoek: it was found that the person does not live at the address (StUF: extraElement).
inline constexpr std::string_view verblijft_niet_op_adres = "089999";

/// The list of the person was taken out because it should not have been there: what an answer then leaves
/// out, it does not know.
inline constexpr std::string_view afgevoerd = "F";

/// What is remarked of such a list; `place`: where it says so.
inline schemas::Fault nothing_emptied(std::string place) {
  return {std::move(place), "afgevoerd",
          "deze persoonslijst is bij de BRP afgevoerd (fout): er is niets gewist"};
}

}  // namespace inburgering::mapping::brp
