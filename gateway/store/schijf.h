#pragma once
// How the store grows on its disk: one measurement an hour, kept for as long as a forecast looks back.
#include <vector>

#include "gateway/base/room.h"
#include "gateway/base/store_place.h"
#include "gateway/store/engine/session.h"

namespace inburgering::gateway::store {

/// What it takes now and what is left. Nothing where the disk is another machine's: PostgreSQL.
std::optional<RoomMeasured> measure_room(Session& sql, const StorePlace& place, Milliseconds now);
/// Keeps it, and forgets those that are too old. Inside the caller's transaction.
void keep_measurement(Session& sql, const RoomMeasured& measured);
/// The oldest first.
std::vector<RoomMeasured> measurements(Session& sql);

}  // namespace inburgering::gateway::store
