#pragma once
// Many rows at once, from a batch or a file: first judged, all of them, and then taken up in one transaction.
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "adapters/taalschool/bestand.h"
#include "gateway/taalschool/intake.h"

namespace inburgering::gateway::taalschool {

/// One row of many: where it stands (an index from 0, or a row of a spreadsheet) and what it holds.
struct Plaats {
  std::int64_t nummer = 0;
  boost::json::value inhoud;
};

/// Rows that can be gone through more than once.
class Rijen {
 public:
  virtual ~Rijen() = default;
  virtual void rewind() = 0;
  virtual bool next(Plaats& plaats) = 0;
};

/// What is wrong with one row.
struct Afgekeurd {
  std::int64_t nummer = 0;
  schemas::Faults faults;
};

/// What became of many rows.
struct Uitslag {
  std::int64_t rijen = 0;       ///< how many there were
  std::int64_t aangenomen = 0;  ///< good, or taken up
  std::int64_t afgekeurd_totaal = 0;
  std::vector<Afgekeurd> afgekeurd;  ///< the first so many
};

/// So many faulty rows are told; of the rest only how many there are.
inline constexpr std::size_t told_at_most = 1000;

/// Called now and then with how many rows were gone through.
using Progress = std::function<void(std::int64_t)>;

/// Judges every row as the store stands now; takes up nothing. A kenmerk that stands there twice is a fault
/// of the second row.
Uitslag toets(const Surroundings& around, const Sender& sender, store::Session& sql, Rijen& rijen,
              const Progress& progress);

/// Takes up the rows in one transaction. With `all_or_none` a single row that is refused undoes the rest;
/// else the good rows are taken up. `done` hears what became of them, after the commit; nothing when the
/// store could not take them. `entry` is the log entry of what brought them.
void neem(const Surroundings& around, pipeline::Pipeline& pipeline, const Sender& sender,
          std::shared_ptr<Rijen> rijen, bool all_or_none, log::Entry entry, Progress progress,
          std::function<void(std::optional<Uitslag>)> done);

}  // namespace inburgering::gateway::taalschool
