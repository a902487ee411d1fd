#pragma once
// Many rows at once, from a batch or a file: first judged, all of them, and then taken up. A batch is one
// transaction; a file, which may be long, goes in parts, and others come between.
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "adapters/taalschool/bestand.h"
#include "gateway/intake/taalschool.h"

namespace inburgering::gateway::intake {

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
Uitslag toets(const exchange::Pipeline& pipeline, const Sender& sender, store::Session& sql, Rijen& rijen,
              const Progress& progress);

/// A file of at most so many rows goes in one transaction.
inline constexpr std::int64_t rows_as_a_whole = 200;
/// Rows of a longer file in one transaction: whoever comes meanwhile waits for at most one of these.
inline constexpr std::int64_t rows_of_a_part = 50;

/// What became of a file.
struct Verwerking {
  Uitslag uitslag{};
  bool afgebroken = false;  ///< the store could not take the rest, or the gateway stops
  bool vastgelegd = false;  ///< the file is kept: what was broken off is finished later, by itself
};

/// Takes up the rows of a file that was judged and found good, and waits for it: not for a thread that others
/// wait for. `entry` is the log entry of the file. A short file is taken up as a whole or not at all.
/// A longer one (`text`) is first kept, with `entry`, then taken up part after part, and at the end an entry
/// tells what became of it: from its first row on all of it will be, also when the gateway ends in between
/// (unfinished.h). A row that cannot be taken up any more, because something changed since it was judged, is
/// told; so is one that was told or withdrawn after the file came: the later word holds.
Verwerking verwerk(exchange::Pipeline& pipeline, const Sender& sender, const std::shared_ptr<Rijen>& rijen,
                   const std::string& text, std::int64_t count, log::Entry entry, const Progress& progress,
                   const std::function<bool()>& stopping);

/// The same for a file that is kept already, behind the rows that were `taken` from it. `next` is how an
/// entry begins that the entry of the file caused.
Verwerking verwerk_rest(exchange::Pipeline& pipeline, const Sender& sender,
                        const std::shared_ptr<Rijen>& rijen, std::int64_t count, std::int64_t taken,
                        log::Entry next, const Progress& progress, const std::function<bool()>& stopping);
/// Keeps such a file with its entry, for whoever takes it up: `moved` is when that began, 0 = nobody did yet.
/// False when the store cannot.
bool leg_vast(exchange::Pipeline& pipeline, const Sender& sender, const std::string& text, std::int64_t count,
              log::Entry entry, Milliseconds moved);

/// Takes up the rows in one transaction. With `all_or_none` a single row that is refused undoes the rest;
/// else the good rows are taken up. `done` hears what became of them, after the commit; nothing when the
/// store could not take them. `entry` is the log entry of what brought them.
void neem(exchange::Pipeline& pipeline, const Sender& sender, std::shared_ptr<Rijen> rijen, bool all_or_none,
          log::Entry entry, Progress progress, std::function<void(std::optional<Uitslag>)> done);

}  // namespace inburgering::gateway::intake
