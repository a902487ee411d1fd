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

/// Its length in one byte, the record, and zeros. Of one that was destroyed: zero, its mark, and zeros; of
/// one that was lost zeros alone. In a sector of a disk, so that it is written whole.
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

std::optional<std::string> DossierKeyFile::slot_of(std::int64_t number) const {
  if (number < 1 || number > most || opened() < 0) return std::nullopt;
  std::string bytes(slot, '\0');
  const auto read = ::pread(opened(), bytes.data(), bytes.size(), place_of(number));
  if (read < 0) throw Unavailable(file_.string() + ": " + schemas::reason_of(errno));
  if (read != slot) return std::nullopt;
  return bytes;
}

void DossierKeyFile::write_slot(std::int64_t number, std::string bytes) {
  bytes.resize(slot);
  if (::pwrite(opened(), bytes.data(), slot, place_of(number)) != slot)
    throw Unavailable(file_.string() + ": " + schemas::reason_of(errno));
}

std::optional<std::string> DossierKeyFile::read(std::int64_t number) const {
  const auto bytes = slot_of(number);
  if (!bytes) return std::nullopt;
  const auto length = static_cast<unsigned char>(bytes->front());
  if (length == 0 || length > longest) return std::nullopt;
  auto record = bytes->substr(1, length);
  if (record == no_record) return std::nullopt;
  return record;
}

bool DossierKeyFile::is_destroyed(std::int64_t number) const {
  const auto bytes = slot_of(number);
  // A record of which only the length was damaged is longer than a mark.
  constexpr auto behind = 1 + mark_size;
  return bytes && bytes->front() == '\0' && bytes->find_first_not_of('\0') < behind &&
         bytes->find_first_not_of('\0', behind) == std::string::npos;
}

std::optional<std::string> DossierKeyFile::mark(std::int64_t number) const {
  if (auto present = DossierKeys::mark(number)) return present;
  if (!is_destroyed(number)) return std::nullopt;
  auto left = slot_of(number).value_or("").substr(1, mark_size);
  if (left.find_first_not_of(no_mark) == std::string::npos) return std::nullopt;
  return left;
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
  for (const auto number : numbers)
    if (number >= 1 && number <= there)
      write_slot(number, '\0' + mark(number).value_or(std::string(mark_size, no_mark)));
  ++destructions_;
  if (::fdatasync(opened()) != 0) throw Unavailable(file_.string() + " cannot be put on disk");
}

void DossierKeyFile::put(std::int64_t number, std::string_view record) {
  if (opened() < 0 || number < 1 || number > count() || record.empty() || record.size() > longest)
    throw std::logic_error("a record is put back where it was");
  write_slot(number, static_cast<char>(record.size()) + std::string(record));
  ++destructions_;
  if (::fdatasync(opened()) != 0) throw Unavailable(file_.string() + " cannot be put on disk");
}

}  // namespace inburgering::gateway::store
