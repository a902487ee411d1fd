#pragma once
// Before version 14 a hash of a number or a key was the same in each gemeente, so that whoever held the store
// saw which dossiers of two gemeenten are about one person. Migration 14 puts such rows aside; here each gets
// its hash within its own gemeente or subscription, and goes where it belongs.
#include <cstdint>
#include <functional>

#include "gateway/store/dossiers.h"
#include "gateway/store/engine/writer.h"

namespace inburgering::gateway::store {

/// Whether rows stand aside still. Nobody is found by them: such a store is not to be worked with.
bool has_former_hashes(Session& sql);

/// Takes them over, in short transactions; goes on where it was broken off. `progress` is called with how
/// many were taken over until now. What cannot be opened, because it was damaged before, goes along as it is.
void scope_former_hashes(const Database& database, Writer& writer, const Sealing& sealing,
                         const std::function<void(std::int64_t)>& progress);

}  // namespace inburgering::gateway::store
