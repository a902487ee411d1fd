#pragma once
// Kerncijfers: what a gemeente steers by and accounts for, counted per month. What one dossier adds is
// reckoned from its objects alone; in which numbers somebody could be recognised is decided in afscherming.h.
#include <chrono>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "mapping/canonical/object.h"
#include "schemas/value/day.h"

namespace inburgering::mapping::cijfers {

using Maand = std::chrono::year_month;

/// What stands in a cell: a sum, and how many persons stand behind it.
struct Cel {
  std::int64_t waarde = 0;    ///< persons or exams; of hours and attendance the hundredths that count
  std::int64_t geheel = 0;    ///< of attendance: the hundredths of hours that were offered
  std::int64_t personen = 0;  ///< who stand behind it
  std::int64_t volgers = 0;   ///< of lessons: who of them followed any
  std::int64_t missers = 0;   ///< of what was offered: who of them missed any
  bool operator==(const Cel&) const = default;
};

enum class Eenheid {
  personen,   ///< each person at most once a month, in one rubriek
  examens,    ///< a person may have several
  uren,       ///< rubrieken that do not add up to anything
  percentage  ///< of what was offered
};

/// One kerncijfer: a row of rubrieken for each month.
struct Kerncijfer {
  std::string_view naam;
  std::string_view titel;  ///< Dutch
  Eenheid eenheid;
  /// Kerncijfers with one groep divide the same persons: their rubrieken have one total. Empty = alone.
  std::string_view groep;
  std::vector<std::string_view> rubrieken;  ///< always told; empty = as they occur (schools)
  bool stand = false;  ///< how many there are at the end of the month; the others tell what happened in it
};
std::span<const Kerncijfer> kerncijfers();

/// The object types that are looked at.
std::span<const std::string_view> objecttypes();

/// Of whom, and until when.
struct Dossierstand {
  std::span<const canonical::Object> objecten;
  std::string_view gesloten;  ///< day on which this gemeente ended the dossier; empty while it is kept
};

/// The sums of one gemeente over consecutive months.
class Telling {
 public:
  using Rij = std::map<std::string, Cel, std::less<>>;  ///< by rubriek

  /// `vandaag`: a month that is not over is counted as it stands on that day. Months after it stay empty.
  Telling(std::string gemeentecode, Maand van, Maand tot, schemas::Day vandaag);
  /// Adds one person.
  void tel(const Dossierstand& dossier);

  const std::vector<Maand>& maanden() const { return maanden_; }
  const Rij& rij(std::size_t kerncijfer, std::size_t maand) const { return rijen_[kerncijfer][maand]; }

 private:
  std::string gemeentecode_;
  std::vector<Maand> maanden_;
  schemas::Day vandaag_;
  std::vector<std::vector<Rij>> rijen_;  ///< by kerncijfer, by month
};

/// "2026-11"
std::string to_text(Maand maand);

}  // namespace inburgering::mapping::cijfers
