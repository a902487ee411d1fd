#pragma once
#include "gateway/store/engine/database.h"

namespace inburgering::gateway::store {

/// Writes what stands in the write-ahead log (-wal) into the store's file and cuts that log to nothing: until
/// then what was removed or replaced can still be read there. Not inside a transaction. Waits a quarter of a
/// second for who reads; false when somebody went on reading: nothing is lost, and it is to be tried again.
bool truncate_wal(Session& sql);

/// Pages of the file that hold nothing any more.
std::int64_t free_pages(Session& sql);
/// Gives some of those back to the disk, inside the caller's transaction.
void give_pages_back(Session& sql);

}  // namespace inburgering::gateway::store
