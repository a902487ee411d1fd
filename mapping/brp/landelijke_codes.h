#pragma once
// Codes of the BRP that mean the same in both of its feeds, and what follows from them.
#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "schemas/fault.h"

namespace inburgering::mapping::brp {

/// In every national table the code of nothing but zeros stands for "unknown" (LO BRP, tables 32 to 56), in
/// whatever width a feed writes it; where text is expected, a point does (LO BRP, standard values).
inline bool is_onbekend(std::string_view code) {
  return code == "." || (!code.empty() && std::ranges::all_of(code, [](char c) { return c == '0'; }));
}

/// Table 32: there is a nationality, and it is not known which.
inline constexpr std::string_view nationaliteit_onbekend = "0000";

/// Table 56: no residence permit (any more). Then none was given; on which day one was lost may be told.
inline constexpr std::string_view geen_verblijfstitel = "98";

/// Element 83.10, aanduiding gegevens in onderzoek: of category 08, where somebody lives; and that it was
/// found that the person does not live at the address. StUF has it as an extraElement.
inline constexpr std::string_view onderzoek_verblijfplaats = "08";
inline constexpr std::string_view verblijft_niet_op_adres = "089999";

/// Restricted, in a degree that the Personen API does not tell.
inline constexpr std::string_view beperkt = "B";

/// The list of the person was taken out because it should not have been there: what an answer then leaves
/// out, it does not know.
inline constexpr std::string_view afgevoerd = "F";

/// What is remarked of such a list; `place`: where it says so.
inline schemas::Fault nothing_emptied(std::string place) {
  return {std::move(place), "afgevoerd",
          "deze persoonslijst is bij de BRP afgevoerd (fout): er is niets gewist"};
}

}  // namespace inburgering::mapping::brp
