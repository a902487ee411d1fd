#include "gateway/uitvoer/bestand.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

#include "schemas/reason.h"

namespace inburgering::gateway::uitvoer {
namespace {

constexpr std::size_t at_once = 1U << 18U;
constexpr int for_the_owner = 0600;

[[noreturn]] void failed(const std::filesystem::path& file) {
  throw std::filesystem::filesystem_error("", file, {errno, std::generic_category()});
}

}  // namespace

Bestand::Bestand(std::filesystem::path file)
    : file_(std::move(file)), part_(file_.string() + ".deel"), digest_(EVP_MD_CTX_new()) {
  ::unlink(part_.c_str());
  opened_ = ::open(part_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, for_the_owner);
  if (opened_ < 0) failed(part_);
  EVP_DigestInit_ex(digest_.get(), EVP_sha256(), nullptr);
}

Bestand::~Bestand() {
  if (opened_ < 0) return;
  ::close(opened_);
  ::unlink(part_.c_str());
}

void Bestand::write(std::string_view bytes) {
  EVP_DigestUpdate(digest_.get(), bytes.data(), bytes.size());
  bytes_ += static_cast<std::int64_t>(bytes.size());
  waiting_ += bytes;
  if (waiting_.size() >= at_once) flush();
}

void Bestand::flush() {
  for (std::string_view left = waiting_; !left.empty();) {
    const auto written = ::write(opened_, left.data(), left.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) failed(part_);
    left.remove_prefix(static_cast<std::size_t>(written));
  }
  waiting_.clear();
}

Gemaakt Bestand::finish() {
  flush();
  if (::fsync(opened_) != 0) failed(part_);
  if (::close(std::exchange(opened_, -1)) != 0) failed(part_);
  if (::rename(part_.c_str(), file_.c_str()) != 0) failed(file_);
  std::array<unsigned char, EVP_MAX_MD_SIZE> hash{};
  unsigned size = 0;
  EVP_DigestFinal_ex(digest_.get(), hash.data(), &size);
  Gemaakt made{file_.filename().string(), bytes_, {}};
  constexpr std::string_view digits = "0123456789abcdef";
  for (unsigned i = 0; i < size; ++i) {
    made.sha256 += digits[hash.at(i) >> 4U];
    made.sha256 += digits[hash.at(i) & 0xFU];
  }
  return made;
}

void make_durable(const std::filesystem::path& folder) {
  const int opened = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (opened < 0) failed(folder);
  const bool good = ::fsync(opened) == 0;
  ::close(opened);
  if (!good) failed(folder);
}

std::expected<Slot, std::string> Slot::take(const std::filesystem::path& file) {
  const int opened = ::open(file.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, for_the_owner);
  if (opened < 0) return std::unexpected(file.string() + " is niet te maken: " + schemas::reason_of(errno));
  if (::flock(opened, LOCK_EX | LOCK_NB) == 0) return Slot(opened);
  ::close(opened);
  return std::unexpected("er loopt al een export naar deze map; wacht tot die klaar is");
}

Slot::~Slot() {
  if (opened_ >= 0) ::close(opened_);
}

}  // namespace inburgering::gateway::uitvoer
