#pragma once
// What inburgering needs to know of a person, and nothing more: the one list by which a BRP is asked, in
// StUF-BG (the scope of npsLv01) and in JSON (the `fields` of the Personen API). A field that is not here is
// not asked for; one that is has a place in the canonical model and a reason.
#include <functional>
#include <span>
#include <string>
#include <string_view>

namespace inburgering::adapters::brp {

/// The group of nationalities in StUF-BG: it may stand there more than once.
inline constexpr std::string_view nationality = "inp.heeftAlsNationaliteit";

struct Veld {
  std::string_view stuf;      ///< path below the object; empty where StUF-BG has none
  std::string_view personen;  ///< path of the Personen API; empty where it delivers the field unasked
  std::string_view waarvoor;  ///< Dutch: why inburgering needs it
};

std::span<const Veld> velden();

/// The elements of the list in the order of the schema, those of a group inside it. `write` gives the text of
/// one (its local name is the second argument); empty: it is left out, and so is a group without any.
std::string write_velden(const std::function<std::string(const Veld&, std::string_view)>& write);

}  // namespace inburgering::adapters::brp
