#pragma once
// Another key for the store: what was sealed under a former key is sealed anew under the present one, row by
// row, while everything goes on. How things are found stays: the key for that moves along, sealed.
#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>

#include "gateway/store/dossiers.h"
#include "gateway/store/engine/writer.h"

namespace inburgering::gateway::store {

/// How many values each key seals, by its name. Goes over the whole store.
std::map<std::string, std::int64_t> sealed_under(Session& sql, const Keys& keys);

/// Whether a key other than the present one of `keys` seals anything that can be opened at all.
bool needs_former_key(Session& sql, const Keys& keys);

/// What no key opens, though none of theirs was destroyed.
struct Unopened {
  std::map<std::string, std::int64_t> by_table{};
  /// Of those: that stand under the key of a dossier that was lost or damaged, by its number.
  std::map<std::int64_t, std::int64_t> by_lost_key{};
};
/// Goes over the whole store; `progress` hears how many were looked at.
Unopened unopened(Session& sql, const Keys& keys, const std::function<void(std::int64_t)>& progress);

/// The numbers of the keys of dossiers that anything is sealed under. Goes over the whole store.
std::set<std::int64_t> dossier_keys_in_use(Session& sql);

struct Resealed {
  std::int64_t anew = 0;
  std::int64_t keys = 0;        ///< dossiers that got a key of their own, or another
  std::int64_t unreadable = 0;  ///< damaged before: left as they were
};

/// Goes once over the store, in short transactions. `goes_on` is called after each with what was done until
/// now; false breaks it off, and the next time it passes over what was done.
Resealed reseal(const Database& database, const Writer::Write& write, const Sealing& sealing,
                const std::function<bool(const Resealed&)>& goes_on);

}  // namespace inburgering::gateway::store
