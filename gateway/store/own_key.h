#pragma once
#include <expected>
#include <string>

#include "gateway/store/dossiers.h"
#include "gateway/store/engine/database.h"

namespace inburgering::gateway::store {

/// Whether these are the keys of the store, by which things are found from then on, and by which the keys of
/// its dossiers are opened (dossier_keys.h, of which the file must be there): by the proof that it keeps (a
/// keyed hash), or where it keeps none yet, because an older version made it, by opening something that was
/// sealed. With another key each known person would silently get a second dossier. Nor may a store be worked
/// with that was not wholly taken over from a former version (former_hashes.h). Dutch error, which names the
/// store and both key ids.
std::expected<void, std::string> judge_key(Session& sql, const StorePlace& place, Keys& keys);
/// What is missing of the keys of its dossiers, as judge_key tells it; empty = nothing.
std::string missing_dossier_keys(Session& sql, const StorePlace& place);
/// Whether it is the key; and the store knows it from now on. Runs inside the caller's transaction.
std::expected<void, std::string> prove_key(Session& sql, const StorePlace& place, Keys& keys);
/// The name of the key that the store belongs to; empty = it was not proven yet.
std::string present_key(Session& sql);
/// How many dossiers there are of which the key is not there or cannot be opened, though nobody destroyed it.
/// Looks at each.
std::int64_t count_lost_keys(Session& sql, const Keys& keys);
/// Whether each dossier has a key of its own, and all about it stands under that.
bool is_per_dossier(Session& sql);
/// It has. Runs inside the caller's transaction.
void set_per_dossier(Session& sql);
/// Destroys the keys of dossiers that were removed, as the rows of dossier_key_gone say. Runs inside the
/// caller's transaction, which must come after the one that removed them.
void destroy_gone_keys(Session& sql, const Keys& keys);
/// The store belongs to the present key from now on, and keeps the one that things are found by sealed under
/// it. Runs inside the caller's transaction.
void belong_to_present(Session& sql, const Sealing& sealing);
/// Nothing is sealed under a former key any more, and nobody is left who could: the store opens without them.
/// Until then it refuses to. Runs inside the caller's transaction.
void need_no_former(Session& sql);

}  // namespace inburgering::gateway::store
