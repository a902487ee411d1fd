#pragma once
// What happened to somebody on a day that may not be told: then that day is not known, rather than that it
// did not happen.
#include <array>
#include <string_view>

#include "mapping/canonical/persoon.h"

namespace inburgering::mapping::brp {

using canonical::Persoon;
using schemas::Stated;

/// Something is told of it, be it that nobody knows what.
template <class T>
bool is_there(const Stated<T>& told) {
  return !told.is_absent() && told != Stated<T>::no_value();
}

/// What of a person tells that something happened, and the field that says when.
struct Happening {
  std::string_view stuf;  ///< the element of StUF-BG that says when
  Stated<schemas::IncompleteDay> Persoon::* day;
  bool (*happened)(const Persoon&);
};
inline constexpr std::array<Happening, 3> happenings{{
    {"inp.datumOpschortingBijhouding", &Persoon::datum_opschorting_bijhouding,
     [](const Persoon& persoon) { return is_there(persoon.reden_opschorting_bijhouding); }},
    {"overlijdensdatum", &Persoon::overlijdensdatum,
     [](const Persoon& persoon) {
       const auto& reden = persoon.reden_opschorting_bijhouding;
       return is_there(persoon.overlijdensplaats) || is_there(persoon.overlijdensland) ||
              (reden.has_value() && reden.value().text() == "O");
     }},
    {"inp.datumVertrekUitNederland", &Persoon::datum_vertrek_uit_nederland,
     [](const Persoon& persoon) {
       return is_there(persoon.emigratieland) || is_there(persoon.verblijf_buitenland);
     }},
}};

}  // namespace inburgering::mapping::brp
