#include "schemas/on_disk.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string>

namespace inburgering::schemas {
namespace {

namespace fs = std::filesystem;

class OpenedFile {
 public:
  OpenedFile(const fs::path& path, int flags, mode_t mode = 0)
      : number_(::open(path.c_str(), flags | O_CLOEXEC, mode)) {}
  OpenedFile(const OpenedFile&) = delete;
  OpenedFile& operator=(const OpenedFile&) = delete;
  ~OpenedFile() {
    if (number_ >= 0) ::close(number_);
  }
  int number() const { return number_; }

 private:
  int number_;
};

std::error_code why_not() { return {errno, std::generic_category()}; }

fs::path folder_with(const fs::path& path) {
  return path.has_parent_path() ? path.parent_path() : fs::path(".");
}

/// In the place of the half line that a power cut left.
bool ends_half(int file) {
  struct stat now{};
  char last = '\n';
  return ::fstat(file, &now) == 0 && now.st_size > 0 && ::pread(file, &last, 1, now.st_size - 1) == 1 &&
         last != '\n';
}

}  // namespace

std::error_code sync_folder(const fs::path& folder) {
  const OpenedFile opened(folder, O_RDONLY | O_DIRECTORY);
  if (opened.number() >= 0 && ::fsync(opened.number()) == 0) return {};
  switch (errno) {
    case EACCES:
    case EPERM:
    case EINVAL:
    case ENOTSUP:
    case EROFS:
      return {};
    default:
      return why_not();
  }
}

std::error_code make_folders(const fs::path& folder) {
  const auto normal = folder.lexically_normal();
  const auto place = normal.has_filename() ? normal : normal.parent_path();
  std::error_code error;
  const bool there = fs::is_directory(place, error);
  if (!there) {
    if (const auto above = folder_with(place); above != place)
      if (const auto failed = make_folders(above)) return failed;
    error.clear();
    // Another may make it at the same moment.
    if (!fs::create_directory(place, error) && error) return error;
  }
  // Also of one that is there: who made it may have been killed before this.
  return place.has_relative_path() ? sync_folder(folder_with(place)) : std::error_code();
}

std::error_code add_line(const fs::path& file, std::string_view line) {
  constexpr mode_t by_umask = 0666;
  const OpenedFile out(file, O_RDWR | O_CREAT | O_APPEND, by_umask);
  if (out.number() < 0) return why_not();
  auto text = std::string(ends_half(out.number()) ? "\n" : "").append(line) + '\n';
  while (!text.empty()) {
    const auto written = ::write(out.number(), text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return why_not();
    text.erase(0, static_cast<std::size_t>(written));
  }
  if (::fsync(out.number()) != 0) return why_not();
  return sync_folder(folder_with(file));
}

}  // namespace inburgering::schemas
