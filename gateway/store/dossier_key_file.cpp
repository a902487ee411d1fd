#include "gateway/store/dossier_key_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <stdexcept>
#include <system_error>

#include "gateway/store/engine/failure.h"
#include "gateway/store/engine/owner.h"
#include "gateway/store/key_file.h"
#include "schemas/reason.h"

namespace inburgering::gateway::store {
namespace {

/// Its length in one byte, the record, and zeros. Of one that was destroyed: zero, its mark, and zeros. In a
/// sector of a disk, so that it is written whole.
constexpr std::int64_t slot = 128;
/// More than there will ever be: a number of a damaged value.
constexpr std::int64_t most = std::int64_t{1} << 40;

off_t place_of(std::int64_t number) { return static_cast<off_t>((number - 1) * slot); }

class Lock {
 public:
  explicit Lock(int file) : file_(file) {
    while (::flock(file_, LOCK_EX) != 0)
      if (errno != EINTR) return;
  }
  Lock(const Lock&) = delete;
  Lock& operator=(const Lock&) = delete;
  ~Lock() { ::flock(file_, LOCK_UN); }

 private:
  int file_;
};

}  // namespace

DossierKeyFile::DossierKeyFile(const std::filesystem::path& store_file)
    : store_file_(store_file), file_(store_file.string() + ".dossiersleutels") {}

DossierKeyFile::~DossierKeyFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

int DossierKeyFile::opened() const {
  if (descriptor_ >= 0) return descriptor_;
  const std::lock_guard lock(opening_);
  if (descriptor_ < 0) descriptor_ = ::open(file_.c_str(), O_RDWR | O_CLOEXEC);
  return descriptor_;
}

int DossierKeyFile::made() {
  if (const int there = opened(); there >= 0) return there;
  const std::lock_guard lock(opening_);
  if (descriptor_ >= 0) return descriptor_;
  const int file = ::open(file_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  // Of whoever the store is, whoever runs this command.
  const bool ours = file >= 0 && give_to_owner_of(file, store_file_) && make_durable(file_);
  if (!ours) {
    const auto why = schemas::reason_of(errno);
    if (file >= 0) ::close(file);
    throw Unavailable(file_.string() + " cannot be made: " + why);
  }
  descriptor_ = file;
  return file;
}

std::int64_t DossierKeyFile::count() const {
  struct stat now{};
  return opened() < 0 || ::fstat(opened(), &now) != 0 ? 0 : now.st_size / slot;
}

std::optional<std::string> DossierKeyFile::read(std::int64_t number) const {
  if (number < 1 || number > most || opened() < 0) return std::nullopt;
  std::string bytes(slot, '\0');
  const auto read = ::pread(opened(), bytes.data(), bytes.size(), place_of(number));
  if (read < 0) throw Unavailable(file_.string() + ": " + schemas::reason_of(errno));
  const auto length = static_cast<unsigned char>(bytes[0]);
  if (read != slot || length == 0 || length > longest) return std::nullopt;
  return bytes.substr(1, length);
}

std::optional<std::string> DossierKeyFile::mark(std::int64_t number) const {
  if (auto present = DossierKeys::mark(number); present || number < 1 || number > most || opened() < 0)
    return present;
  std::string bytes(1 + mark_size, '\0');
  if (::pread(opened(), bytes.data(), bytes.size(), place_of(number)) != static_cast<ssize_t>(bytes.size()) ||
      bytes[0] != '\0' || bytes.find_first_not_of('\0') == std::string::npos)
    return std::nullopt;
  return bytes.substr(1);
}

std::int64_t DossierKeyFile::add(std::int64_t count,
                                 const std::function<std::string(std::int64_t number)>& make) {
  const int file = made();
  const Lock alone(file);
  struct stat now{};
  if (::fstat(file, &now) != 0) throw Unavailable(file_.string() + " cannot be read");
  // What was cut short half way was never given.
  const auto first = (now.st_size + slot - 1) / slot + 1;
  std::string bytes;
  for (auto number = first; number < first + count; ++number) {
    const auto record = make(number);
    if (record.empty() || record.size() > longest)
      throw std::logic_error("a record does not fit in its place");
    bytes += static_cast<char>(record.size());
    bytes += record;
    bytes.resize(static_cast<std::size_t>((number - first + 1) * slot));
  }
  for (std::size_t done = 0; done < bytes.size();) {
    const auto written =
        ::pwrite(file, bytes.data() + done, bytes.size() - done, place_of(first) + static_cast<off_t>(done));
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) throw Unavailable(file_.string() + ": " + schemas::reason_of(errno));
    done += static_cast<std::size_t>(written);
  }
  if (::fdatasync(file) != 0) throw Unavailable(file_.string() + " cannot be put on disk");
  return first;
}

void DossierKeyFile::destroy(std::span<const std::int64_t> numbers) {
  if (numbers.empty() || opened() < 0) return;
  const auto there = count();
  for (const auto number : numbers) {
    if (number < 1 || number > there) continue;
    std::string nothing(1, '\0');
    // A stand-in for one that was destroyed elsewhere has none (copy.h).
    if (const auto left = read(number) != no_record ? mark(number) : std::nullopt) nothing += *left;
    nothing.resize(slot);
    if (::pwrite(opened(), nothing.data(), nothing.size(), place_of(number)) != slot)
      throw Unavailable(file_.string() + ": " + schemas::reason_of(errno));
  }
  ++destructions_;
  if (::fdatasync(opened()) != 0) throw Unavailable(file_.string() + " cannot be put on disk");
}

}  // namespace inburgering::gateway::store
