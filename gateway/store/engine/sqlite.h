#pragma once
#include <filesystem>
#include <memory>

#include "gateway/store/engine/engine.h"

namespace inburgering::gateway::store {

/// SQLite: one file in WAL mode with synchronous=FULL, of one process that writes. `file` is made when it is
/// not there and is to be written.
std::unique_ptr<Engine> sqlite(const std::filesystem::path& file, Access access);

}  // namespace inburgering::gateway::store
