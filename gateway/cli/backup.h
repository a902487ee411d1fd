#pragma once
#include <expected>
#include <filesystem>
#include <string>

#include "gateway/config/config.h"
#include "gateway/store/backup.h"

namespace inburgering::gateway::cli {

/// A backup of the store as it stands, whatever its version, with how far its log runs signed in it. Tells
/// how far it is on standard error. `since`: a backup that it adds to; empty = all. `with_keys`: those of
/// dossiers are put beside it. Dutch error.
std::expected<store::MadeBackup, std::string> make_backup(const config::Config& config,
                                                          const store::Sealing& sealing,
                                                          const std::filesystem::path& to,
                                                          const std::filesystem::path& since = {},
                                                          bool with_keys = true);

/// Before the store of an older version is changed: makes a backup beside it, unless that is not wanted.
/// Dutch error: then nothing was changed, and nothing may be.
std::expected<void, std::string> backup_before_migration(const config::Config& config,
                                                         const store::Sealing& sealing, bool wanted);

/// Which steps would bring the store to the present version, as lines for an operator; empty: none.
std::string coming_migration(const config::Config& config);

}  // namespace inburgering::gateway::cli
