#pragma once
#include <exception>
#include <string_view>

#include "adapters/transport/guard.h"
#include "gateway/store/engine/database.h"

namespace inburgering::gateway::store {

/// Does the work for one of many: what it throws is noted and ends it alone; false then. That the store
/// itself cannot be read or written is everybody's trouble, and passes on.
template <class Work>
bool alone(std::string_view where, Work&& work) {
  try {
    std::forward<Work>(work)();
    return true;
  } catch (const Unavailable&) {
    throw;
  } catch (const std::exception&) {
    adapters::transport::note_caught(where);
    return false;
  }
}

}  // namespace inburgering::gateway::store
