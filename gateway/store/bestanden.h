#pragma once
// Files of taalscholen of which the rows are being taken up. Such a file was judged and found good; it is
// kept until its last row is, so that it is finished whatever comes between.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/base/milliseconds.h"
#include "gateway/store/engine/session.h"

namespace inburgering::gateway::store {

struct Bestand {
  std::string id;        ///< message id of its log entry
  std::string party;     ///< OIN of the school
  std::string resource;  ///< what its rows are
  std::string sealed;    ///< the file itself, bound to "bestand:<id>"
  std::int64_t rows = 0;
  std::int64_t taken = 0;  ///< rows that were taken up, or refused
  Milliseconds moved = 0;  ///< when the last of them were; 0 = nobody began
};
void add_bestand(Session& sql, const Bestand& bestand);
/// False when another took up rows of it meanwhile, or finished it.
bool move_bestand(Session& sql, std::string_view id, std::int64_t before, std::int64_t taken,
                  Milliseconds now);
void remove_bestand(Session& sql, std::string_view id);
std::optional<Bestand> find_bestand(Session& sql, std::string_view id);
/// Those that nobody works on: nothing of them was taken up for a while. Oldest first.
std::vector<std::string> resting_bestanden(Session& sql, Milliseconds now);

}  // namespace inburgering::gateway::store
