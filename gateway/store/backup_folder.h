#pragma once
// The folder in which backups are made: one at a time, for they share the file of the keys of dossiers; and
// what one that was broken off leaves there goes.
#include <filesystem>
#include <string>
#include <vector>

namespace inburgering::gateway::store {

/// Where a file lies, also when its name says no folder.
std::filesystem::path folder_with(const std::filesystem::path& file);

/// That a backup is made in a folder, as long as this lives. What it makes on its way there is written down
/// first, by name: whoever comes here after it was killed knows which files those are, and that nobody works
/// on them.
class BackupFolder {
 public:
  /// Removes what one before it left. Throws BadArchive when another is at work there.
  BackupFolder(const std::filesystem::path& folder, const std::vector<std::string>& passing);
  BackupFolder(const BackupFolder&) = delete;
  BackupFolder& operator=(const BackupFolder&) = delete;
  ~BackupFolder();

 private:
  int slot_;
};

/// Removes what a backup left in a folder that was broken off; nothing while one is being made there.
void clean_backup_folder(const std::filesystem::path& folder);

}  // namespace inburgering::gateway::store
