#pragma once
// A whole store from one place to another, of whichever engines: from a pilot in a file to several nodes on
// PostgreSQL, and back. Nobody works on either meanwhile. Broken off, it goes on where it was.
#include <cstdint>
#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

#include "gateway/store/engine/database.h"

namespace inburgering::gateway::store {

/// Whether it is the beginning of a copy that was broken off, in which nobody may work.
bool is_half_a_copy(Session& sql);

/// The target holds something that is not half a copy: it is let be.
class NotEmpty : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct Copied {
  std::string table;
  std::int64_t rows = 0;
  bool same = false;  ///< the same rows stand on both sides: compared by a digest of all their values
};

/// Whether others may write in the source meanwhile. Then all is read as it stands at one moment, and the
/// keys of dossiers are left to whoever asks: those must be read later than what they open.
enum class Source { still, in_use };

/// `progress` hears how many of how many rows stand there. Throws std::runtime_error in Dutch where it cannot
/// be done: the target holds something else, or a value that it cannot hold; and Unavailable.
std::vector<Copied> copy(const Database& from, const Database& to,
                         const std::function<void(std::int64_t done, std::int64_t of)>& progress,
                         Source how = Source::still);

/// The keys of dossiers from the one to the other, with those that were destroyed as such.
void copy_dossier_keys(const StorePlace& from, const StorePlace& to);

}  // namespace inburgering::gateway::store
