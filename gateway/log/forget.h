#pragma once
// Removing a person: all that is kept about them in one gemeente, and the key that it was sealed under, so
// that copies of the store which were made before are dark about them too. What stays is the log, which names
// nobody: its chain can still be verified.
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/log/due.h"
#include "gateway/store/dossiers.h"

namespace inburgering::gateway::log {

struct Forgotten {
  std::int64_t dossiers = 0;  ///< more than one when others were merged into it
  std::int64_t objects = 0;
  std::int64_t events = 0;
  std::int64_t bodies = 0;
};
std::string to_text(const Forgotten& forgotten);

/// Removes the person of this dossier in the caller's transaction; the keys go when
/// store::destroy_gone_keys is called after it. The error says in Dutch what must be done first: something
/// about the person is still on its way to somebody, is followed at the BRP, or must be kept.
std::expected<Forgotten, std::string> forget_person(store::Session& sql, const store::Sealing& sealing,
                                                    const store::Dossier& dossier,
                                                    const std::vector<Hold>& holds);

/// The same of one dossier.
std::expected<Forgotten, std::string> forget_dossier(store::Session& sql, const store::Sealing& sealing,
                                                     const store::Dossier& dossier,
                                                     const std::vector<Hold>& holds);

/// Removes what a store that was put back still has of persons whose keys were destroyed after its backup was
/// made: nobody can read it. Answers of how many dossiers. Inside the caller's transaction.
std::int64_t forget_dark(store::Session& sql, const store::Sealing& sealing);

/// One event that was given up, about which nobody has to decide any more.
void remove_dead_letter(store::Session& sql, std::string_view subscription, std::int64_t position);

/// A dossier that ended, by the gemeente's OIN and its id.
struct Ended {
  std::string tenant, id, closed;
};
/// Those that come after one in the order of gemeente and id.
std::vector<Ended> ended_after(store::Session& sql, const Ended& after, int count);

}  // namespace inburgering::gateway::log
