#pragma once
// Whom to believe where two feeds speak of one field: the one that stands first. A feed that is in none of
// these lists comes last.
#include <string_view>

namespace inburgering::mapping::canonical::voorrang {

/// What the gemeente's own system registers, as a feed.
inline constexpr std::string_view gemeente = "gemeente";
/// What the gateway concludes from what others told, as a feed.
inline constexpr std::string_view gateway = "gateway";

/// Of all that has no rule of its own. DUO decides on the plicht and on exams (by the Wet inburgering 2021),
/// so it comes before a taalschool, also in what that saw happen. What the gateway concludes rests on what
/// these told. What the gemeente registered itself comes last: it stands in for a feed that does not tell.
inline constexpr std::string_view gewoon[] = {"duo", "brp", "taalschool", gateway, gemeente};

/// Of who somebody is: the BRP is where a gemeente must take it from (Wet BRP art. 1.7).
inline constexpr std::string_view persoonsgegevens[] = {"brp", "duo", "taalschool", gateway, gemeente};

/// Of what the gemeente itself decides and buys (Wi2021 art. 14–16): a taalschool knows it from the gemeente.
inline constexpr std::string_view regie[] = {"duo", "brp", gemeente, "taalschool", gateway};

}  // namespace inburgering::mapping::canonical::voorrang
