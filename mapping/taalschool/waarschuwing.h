#pragma once
// Early warnings: rules over what taalscholen told of one person. Each is a pure function; what triggered it
// is named with its figures.
#include <optional>
#include <string_view>
#include <vector>

#include "mapping/canonical/object.h"
#include "schemas/value/day.h"

namespace inburgering::mapping::taalschool {

/// Which rules a gemeente wants, and from where on they warn. Without a value a rule is off.
struct Waarschuwingsregels {
  /// Attendance below this percentage (1 to 100) over the last `aanwezigheid_weken` weeks (1 to 52).
  std::optional<int> aanwezigheid_onder{};
  int aanwezigheid_weken = 4;
  /// The two latest metingen at one school: no skill rose and none was measured as on plan or ahead.
  bool geen_voortgang = false;
  /// The school told nothing of someone with a running deelname for this many weeks (1 to 52).
  std::optional<int> stilte_weken{};

  bool any() const { return aanwezigheid_onder || geen_voortgang || stilte_weken; }
};

/// All that the rules need to know of one person.
struct Schoolgegevens {
  std::vector<canonical::Deelname> deelnames;
  std::vector<canonical::Aanwezigheid> aanwezigheid;
  std::vector<canonical::Voortgangsmeting> metingen;
  std::vector<canonical::Toetsresultaat> toetsen;
};

/// The last day, not after today, that what a school told is about; nothing when it has not begun yet.
std::optional<schemas::Day> laatste_gegevens(const Schoolgegevens& gegevens, std::string_view school,
                                             schemas::Day today);

/// The next day after today on which, when nobody tells anything, a school may prove silent: only then is
/// there something to look at. Nothing where no rule waits for a day.
std::optional<schemas::Day> volgende_stilte(const Waarschuwingsregels& regels, const Schoolgegevens& gegevens,
                                            schemas::Day today);

/// The warnings that hold today, at most one a rule and school. A school at which every deelname ended is
/// past warning about.
std::vector<canonical::Waarschuwing> waarschuwingen(const Waarschuwingsregels& regels,
                                                    const Schoolgegevens& gegevens, schemas::Day today);

}  // namespace inburgering::mapping::taalschool
