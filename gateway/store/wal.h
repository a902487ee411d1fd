#pragma once
#include "gateway/store/database.h"

namespace inburgering::gateway::store {

/// Writes what stands in the write-ahead log (-wal) into the store's file and cuts that log to nothing: until
/// then what was removed or replaced can still be read there. Not inside a transaction. Waits a quarter of a
/// second for who reads; false when somebody went on reading: nothing is lost, and it is to be tried again.
bool truncate_wal(Session& sql);

}  // namespace inburgering::gateway::store
