#include "gateway/store/key_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <system_error>
#include <thread>
#include <utility>

#include "gateway/store/engine/database.h"
#include "gateway/store/engine/owner.h"
#include "gateway/store/engine/postgres.h"
#include "gateway/store/leases.h"
#include "schemas/on_disk.h"
#include "schemas/reason.h"
#include "schemas/small_file.h"

namespace inburgering::gateway::store {
namespace {

bool on_disk(const std::filesystem::path& what, int flags) {
  const int opened = ::open(what.c_str(), O_RDONLY | O_CLOEXEC | flags);
  const bool good = opened >= 0 && ::fsync(opened) == 0;
  if (opened >= 0) ::close(opened);
  return good;
}

std::filesystem::path folder_of(const std::filesystem::path& file) {
  return file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
}

std::unexpected<std::string> refused(const std::filesystem::path& file, const std::string& why) {
  return std::unexpected("sleutelbestand " + file.string() + ": " + why);
}

std::string last_error() { return schemas::reason_of(errno); }

/// A new file with this content for who owns `like`, on disk.
bool write_beside(const std::filesystem::path& fresh, const std::string& content, const struct stat& like) {
  ::unlink(fresh.c_str());  // of a time before, or put there by someone
  const int out = ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (out < 0) return false;
  struct stat made{};
  bool good = ::fstat(out, &made) == 0 && ((made.st_uid == like.st_uid && made.st_gid == like.st_gid) ||
                                           ::fchown(out, like.st_uid, like.st_gid) == 0);
  good = good && ::fchmod(out, like.st_mode & 07777U) == 0 &&
         ::write(out, content.data(), content.size()) == static_cast<ssize_t>(content.size()) &&
         ::fsync(out) == 0;
  return ::close(out) == 0 && good;
}

}  // namespace

bool make_durable(const std::filesystem::path& file) {
  return on_disk(file, 0) && on_disk(folder_of(file), O_DIRECTORY);
}

bool write_secret(const std::filesystem::path& file, const std::string& content) {
  const int out = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (out < 0) return false;
  const bool good = ::write(out, content.data(), content.size()) == static_cast<ssize_t>(content.size());
  return ::close(out) == 0 && good && make_durable(file);
}

std::expected<HeldKeyFile, std::string> HeldKeyFile::hold(const std::filesystem::path& file) {
  // systemd.exec(5), CREDENTIALS: what is changed there is gone with the service.
  if (const char* given = std::getenv("CREDENTIALS_DIRECTORY");
      given != nullptr && file.parent_path() == given)
    return refused(
        file,
        "het is een credential van systemd; verander haar in de bron (LoadCredential= in de unit): "
        "zet dit commando daar aan het werk met een configuratie die dat bestand noemt, en herstart "
        "de dienst");
  // What a link leads to is replaced, not the link.
  std::error_code error;
  auto real = std::filesystem::canonical(file, error);
  if (error) return refused(file, "niet te openen (" + schemas::reason_of(error) + ")");
  HeldKeyFile held(std::move(real), ::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (held.held_ < 0) return refused(file, "niet te openen (" + last_error() + ")");
  if (::flock(held.held_, LOCK_EX | LOCK_NB) != 0)
    return refused(file, "iemand anders verandert het op dit moment; probeer het zo nog eens");
  struct stat ours{};
  struct stat now{};
  if (::fstat(held.held_, &ours) != 0 || ::stat(file.c_str(), &now) != 0 || ours.st_ino != now.st_ino ||
      ours.st_dev != now.st_dev)
    return refused(file, "het is op dit moment vervangen; probeer het nog eens");
  auto content = schemas::read_small_file(file);
  if (!content) return refused(file, content.error());
  held.content_ = std::move(*content);
  if (!held.content_.empty() && held.content_.back() != '\n') held.content_ += '\n';
  return held;
}

namespace {

constexpr std::string_view keys_in_use = "sleutels";

/// Whether a node lives: its lock ended if its connection did since it began, but it goes on counting.
bool somebody_beats(Session& sql) {
  if (!sql.engine().has_table("node")) return false;  // not made yet
  const auto beats = [&] {
    std::int64_t sum = 0;
    for (const auto& node : nodes(sql)) sum += node.beats;
    return sum;
  };
  const auto before = beats();
  if (before == 0) return false;
  std::this_thread::sleep_for(2 * Leases::beat);
  return beats() != before;
}

std::string being_removed(const StorePlace& place) {
  return "van opslag " + place.name() +
         " wordt op dit moment een sleutel weggehaald; probeer het zo nog eens";
}

}  // namespace

std::expected<KeysInUse, std::string> KeysInUse::share(const StorePlace& place) {
  auto name = place.file;
  name += ".sleutels";
  if (name.has_parent_path())
    if (const auto error = schemas::make_folders(name.parent_path()))
      return std::unexpected("de map van slot " + name.string() +
                             " is niet te maken, of komt niet op de schijf: " + schemas::reason_of(error));
  const int file = ::open(name.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file >= 0) give_to_owner_of_store(file, place.file);
  if (file < 0) return std::unexpected("slot " + name.string() + " is niet te maken (" + last_error() + ")");
  KeysInUse use(file);
  if (::flock(file, LOCK_SH | LOCK_NB) != 0) return std::unexpected(being_removed(place));
  if (!place.is_postgres()) return use;
  try {
    if (const auto unfit = postgres_unfit(place.postgres); !unfit.empty())
      return std::unexpected("opslag " + place.name() + ": " + unfit);
    use.session_ = open(place);
    if (!use.session_->engine().hold(keys_in_use, Engine::Hold::shared))
      return std::unexpected(being_removed(place));
  } catch (const Unavailable& error) {
    return std::unexpected("opslag " + place.name() + ": " + error.what());
  }
  return use;
}

bool KeysInUse::alone() const {
  if (::flock(file_, LOCK_EX | LOCK_NB) != 0) return false;
  return !session_ ||
         (session_->engine().hold(keys_in_use, Engine::Hold::alone) && !somebody_beats(*session_));
}

KeysInUse::~KeysInUse() {
  if (file_ >= 0) ::close(file_);
}

HeldKeyFile::HeldKeyFile(HeldKeyFile&& other) noexcept
    : file_(std::move(other.file_)),
      held_(std::exchange(other.held_, -1)),
      content_(std::move(other.content_)) {}

HeldKeyFile::~HeldKeyFile() {
  if (held_ >= 0) ::close(held_);
}

std::expected<void, std::string> HeldKeyFile::replace(const std::string& content) const {
  struct stat like{};
  auto fresh = file_;
  fresh += ".nieuw";
  if (::fstat(held_, &like) == 0 && write_beside(fresh, content, like) &&
      ::rename(fresh.c_str(), file_.c_str()) == 0 && make_durable(file_))
    return {};
  const auto why = last_error();
  ::unlink(fresh.c_str());
  return refused(file_, "niet te vervangen (" + why + ")");
}

}  // namespace inburgering::gateway::store
