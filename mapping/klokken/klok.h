#pragma once
// A clock as data: what starts it, how long it runs, what stops it, when to warn, whom it concerns. Those
// that come with the gateway are in geleverd.cpp; a gemeente changes them and adds its own in the
// configuration.
#include <optional>
#include <string>
#include <vector>

#include "mapping/klokken/duur.h"

namespace inburgering::mapping::klokken {

/// Stands for the gemeente itself among the values of a field.
inline constexpr std::string_view eigen_gemeente = "(eigen gemeente)";

/// Objects of one type, of which a field holds a day (or a moment, which falls on a Dutch day).
struct Aanwijzing {
  /// The field has one of these values.
  struct Veld {
    std::string naam;
    std::vector<std::string> waarden;
  };
  /// Since when the day counts, where it stops a clock.
  enum class Sinds { ooit, plicht, begin };
  std::string objecttype;
  std::string veld{};  ///< empty: that the object is there is enough
  std::vector<Veld> waarbij{};
  Sinds sinds = Sinds::ooit;
};

struct Klokdefinitie {
  /// What starts it.
  enum class Begin {
    laatste,       ///< the latest day that `van` points at
    eerste,        ///< the earliest
    elk,           ///< each: as many clocks as there are objects
    termijn,       ///< the inburgeringstermijn
    buiten_duo,    ///< each PIP of the gemeente that DUO has not told
    stille_school  ///< the last that a school told, of each where someone takes part
  };
  std::string naam;
  std::string titel;
  Begin begin = Begin::laatste;
  Aanwijzing van{};
  std::string tot{};           ///< field of the same object with the last day; empty: `duur` tells
  std::optional<Duur> duur{};  ///< from the day after; of `termijn`: how long before its end
  std::vector<Aanwijzing> stopt{};
  bool alleen_plichtig = true;           ///< stops when there is no plicht
  std::vector<std::string> doelgroep{};  ///< whom it concerns; empty: all
  std::vector<std::string> leerroute{};  ///< likewise; of whom it is not known, it concerns
  bool bij_begin = false;                ///< told from the start, and not only from the first warning on
  std::vector<Duur> ervoor{};            ///< warnings before the last day
  bool op_de_dag = false;
  std::vector<Duur> erna{};       ///< besides the one on the day after
  std::optional<Duur> vervalt{};  ///< so long after the last day it is of no use any more
  std::string grondslag{};
  std::optional<Duur> hoogstens{};  ///< what the law allows: a gemeente may only shorten it
};

}  // namespace inburgering::mapping::klokken
