// A program that is started with this before its libraries (LD_PRELOAD) has another disk below
// OTHER_DISK_ROOT: one of which every change is written down (OTHER_DISK_JOURNAL), so that a power cut at any
// moment can be played afterwards (tests/proof/disk.py); and one that fails as told (OTHER_DISK_FAULTS). The
// real engine and the real system calls stay as they are. A VFS of SQLite would see the store alone: keys,
// backups and directories go past it.
//
// SQLite's shared memory (-shm) is mapped and never synced: it is made anew after a cut, and is not written
// down.
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <climits>
#include <cstdarg>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <mutex>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace {

enum class Kind : std::uint32_t {
  made = 1,
  written,
  cut,
  renamed,
  removed,
  folder,
  sync_begun,
  synced,
  linked,
  exchanged
};

/// One change, as disk.py reads it: this, the two names, the bytes.
struct Record {
  std::uint32_t mark = 0x6b736964;  // "disk"
  Kind kind{};
  std::uint64_t inode = 0;
  std::uint64_t offset = 0;
  std::uint64_t length = 0;
  std::uint32_t first = 0;
  std::uint32_t second = 0;
};

/// What disk.py tells while the program runs, and what it is told back.
struct Faults {
  std::uint64_t calls;    ///< that could fail, until now
  std::uint64_t from;     ///< the first that fails; 0 = none
  std::uint64_t until;    ///< the first that does not any more
  std::uint64_t number;   ///< the errno; 0 = it is only slow
  std::uint64_t slow_ms;  ///< what each sync takes, from `from` until `until`
  std::uint64_t kinds;   ///< which calls: 1 write, 2 sync, 4 open to write, 8 rename, remove, folder, 16 half
                         ///< of a write is done first
  std::uint64_t failed;  ///< how often it failed
  std::uint64_t forgets;  ///< 1: a sync does nothing, and says that it did
};
constexpr std::uint64_t writes = 1;
constexpr std::uint64_t syncs = 2;
constexpr std::uint64_t opens = 4;
constexpr std::uint64_t names = 8;
constexpr std::uint64_t halves = 16;

template <class Function>
Function* next(const char* name) {
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast)
  return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

std::string setting(const char* name) {
  const char* text = std::getenv(name);
  return text == nullptr ? std::string() : std::string(text);
}

class Disk {
 public:
  Disk() : root_(setting("OTHER_DISK_ROOT")) {
    if (root_.empty()) return;
    if (const auto file = setting("OTHER_DISK_JOURNAL"); !file.empty())
      journal_ = static_cast<int>(
          syscall(SYS_openat, AT_FDCWD, file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
    if (const auto file = setting("OTHER_DISK_FAULTS"); !file.empty()) {
      const auto opened =
          static_cast<int>(syscall(SYS_openat, AT_FDCWD, file.c_str(), O_RDWR | O_CLOEXEC, 0));
      if (opened < 0) return;
      void* mapped = ::mmap(nullptr, sizeof(Faults), PROT_READ | PROT_WRITE, MAP_SHARED, opened, 0);
      if (mapped != MAP_FAILED) faults_ = static_cast<Faults*>(mapped);
      syscall(SYS_close, opened);
    }
  }

  bool looks() const { return journal_ >= 0 || faults_ != nullptr; }
  bool below(std::string_view path) const {
    return path.starts_with(root_) && (path.size() == root_.size() || path[root_.size()] == '/') &&
           !path.ends_with("-shm");
  }

  /// The file behind a descriptor when it is one of ours; its inode is 0 when it is not.
  struct stat ours(int file) const {
    struct stat found{};
    const int kept = errno;
    if (!looks() || ::fstat(file, &found) != 0 || !(S_ISREG(found.st_mode) || S_ISDIR(found.st_mode)) ||
        !below(path_of(file)))
      found.st_ino = 0;
    errno = kept;
    return found;
  }
  static std::string path_of(int file) {
    std::array<char, PATH_MAX> path{};
    const auto link = "/proc/self/fd/" + std::to_string(file);
    const auto length = ::readlink(link.c_str(), path.data(), path.size());
    return length < 0 ? std::string() : std::string(path.data(), static_cast<std::size_t>(length));
  }
  /// As it is written in the folder it stands in, without links on the way.
  static std::string real(int folder, const char* given) {
    std::string path = given;
    if (!path.starts_with('/')) path = (folder == AT_FDCWD ? current() : path_of(folder)) + "/" + path;
    const auto slash = path.rfind('/');
    std::array<char, PATH_MAX> found{};
    const auto parent = slash == 0 ? std::string("/") : path.substr(0, slash);
    const int kept = errno;
    const bool there = ::realpath(parent.c_str(), found.data()) != nullptr;
    errno = kept;
    return (there ? std::string(found.data()) : parent) + path.substr(slash);
  }
  static std::string current() {
    std::array<char, PATH_MAX> path{};
    return ::getcwd(path.data(), path.size()) == nullptr ? std::string() : std::string(path.data());
  }

  /// Whether this call fails; then errno says how. `half`: something of it is done first, as disks do.
  bool fails(std::uint64_t kind, bool* half = nullptr) const {
    if (faults_ == nullptr || (faults_->kinds & kind) == 0) return false;
    const auto call = __atomic_add_fetch(&faults_->calls, 1, __ATOMIC_SEQ_CST);
    const auto from = __atomic_load_n(&faults_->from, __ATOMIC_SEQ_CST);
    if (from == 0 || call < from || call >= faults_->until) return false;
    __atomic_add_fetch(&faults_->failed, 1, __ATOMIC_SEQ_CST);
    if (kind == syncs && faults_->slow_ms > 0) {
      const timespec wait{static_cast<time_t>(faults_->slow_ms / 1000),
                          static_cast<long>(faults_->slow_ms % 1000) * 1'000'000};
      ::nanosleep(&wait, nullptr);
    }
    if (faults_->number == 0) return false;
    if (half != nullptr) *half = (faults_->kinds & halves) != 0;
    errno = static_cast<int>(faults_->number);
    return true;
  }
  bool forgets() const { return faults_ != nullptr && faults_->forgets != 0; }

  void tell(Kind kind, std::uint64_t inode, std::uint64_t offset, const void* bytes, std::uint64_t length,
            const std::string& first = {}, const std::string& second = {}) const {
    if (journal_ < 0) return;
    Record record;
    record.kind = kind;
    record.inode = inode;
    record.offset = offset;
    record.length = length;
    record.first = static_cast<std::uint32_t>(first.size());
    record.second = static_cast<std::uint32_t>(second.size());
    const std::array<iovec, 4> parts{{{&record, sizeof record},
                                      {const_cast<char*>(first.data()), first.size()},
                                      {const_cast<char*>(second.data()), second.size()},
                                      {const_cast<void*>(bytes), bytes == nullptr ? 0 : length}}};
    const int kept = errno;
    // One call: others write here too, and what is told of one change stays together.
    syscall(SYS_writev, journal_, parts.data(), parts.size());
    errno = kept;
  }

  /// A change and its record are one: the order in the journal is the order on the disk.
  std::mutex& order() { return order_; }

 private:
  std::string root_;
  int journal_ = -1;
  Faults* faults_ = nullptr;
  std::mutex order_;
};

Disk& disk() {
  // Never destroyed: threads write until the very end.
  static auto* const one = new Disk;
  return *one;
}

std::uint64_t inode_of(const std::string& path) {
  struct stat found{};
  return ::lstat(path.c_str(), &found) == 0 ? found.st_ino : 0;
}

template <class Write>
ssize_t written(int file, const void* bytes, std::size_t size, std::int64_t place, Write&& write) {
  auto& on = disk();
  const auto ours = on.ours(file);
  if (ours.st_ino == 0) return write(size);
  bool half = false;
  if (on.fails(writes, &half)) {
    if (!half || size < 2) return -1;
    size /= 2;
  }
  const std::lock_guard lock(on.order());
  auto from = place;
  if (from < 0) {
    struct stat now{};
    ::fstat(file, &now);
    from = (::fcntl(file, F_GETFL) & O_APPEND) != 0 ? now.st_size : ::lseek(file, 0, SEEK_CUR);
  }
  const auto done = write(size);
  if (done > 0)
    on.tell(Kind::written, ours.st_ino, static_cast<std::uint64_t>(from), bytes,
            static_cast<std::uint64_t>(done));
  return done;
}

template <class Sync>
int synced(int file, Sync&& sync) {
  auto& on = disk();
  const auto ours = on.ours(file);
  if (ours.st_ino == 0) return sync();
  static std::atomic<std::uint64_t> count{0};
  // Which it is of all processes that write in this journal.
  const auto token = static_cast<std::uint64_t>(::getpid()) << 32U | ++count;
  if (!on.forgets()) on.tell(Kind::sync_begun, ours.st_ino, token, nullptr, 0);
  if (on.fails(syncs)) return -1;
  if (on.forgets()) return 0;
  const auto done = sync();
  if (done == 0) on.tell(Kind::synced, ours.st_ino, token, nullptr, 0);
  return done;
}

template <class Cut>
int cut(std::uint64_t inode, std::int64_t size, Cut&& cut_to) {
  auto& on = disk();
  if (on.fails(writes)) return -1;
  const std::lock_guard lock(on.order());
  const auto done = cut_to();
  if (done == 0) on.tell(Kind::cut, inode, static_cast<std::uint64_t>(size), nullptr, 0);
  return done;
}

template <class Open>
int opened(int folder, const char* given, int flags, Open&& open) {
  auto& on = disk();
  const bool writing = (flags & O_ACCMODE) != O_RDONLY || (flags & O_CREAT) != 0;
  if (!on.looks() || !writing || given == nullptr) return open();
  const auto path = Disk::real(folder, given);
  if (!on.below(path)) return open();
  if (on.fails(opens)) return -1;
  const std::lock_guard lock(on.order());
  const bool fresh = (flags & O_CREAT) != 0 && inode_of(path) == 0;
  const int file = open();
  if (file < 0) return file;
  const auto ours = on.ours(file);
  if (ours.st_ino == 0) return file;
  if (fresh)
    on.tell(Kind::made, ours.st_ino, 0, nullptr, 0, path);
  else if ((flags & O_TRUNC) != 0)
    on.tell(Kind::cut, ours.st_ino, 0, nullptr, 0);
  return file;
}

template <class Change>
int named(Kind kind, const std::string& first, const std::string& second, Change&& change) {
  auto& on = disk();
  if (!on.looks() || !(on.below(first) || on.below(second))) return change();
  if (on.fails(names)) return -1;
  const std::lock_guard lock(on.order());
  const auto inode = inode_of(first);
  const auto other = kind == Kind::exchanged ? inode_of(second) : 0;
  const auto done = change();
  if (done == 0)
    on.tell(kind, kind == Kind::folder ? inode_of(first) : inode, other, nullptr, 0, first, second);
  return done;
}

std::string flagged(const char* mode, int& flags) {
  const std::string_view text = mode;
  const bool plus = text.find('+') != std::string_view::npos;
  flags = text.starts_with('r')   ? (plus ? O_RDWR : O_RDONLY)
          : text.starts_with('w') ? (plus ? O_RDWR : O_WRONLY) | O_CREAT | O_TRUNC
                                  : (plus ? O_RDWR : O_WRONLY) | O_CREAT | O_APPEND;
  return std::string(text);
}

FILE* opened_stream(const char* name, const char* path, const char* mode) {
  static auto* const real_open = next<FILE*(const char*, const char*)>("fopen64");
  static_cast<void>(name);
  int flags = 0;
  flagged(mode, flags);
  FILE* made = nullptr;
  const int file = opened(AT_FDCWD, path, flags, [&] {
    made = real_open(path, mode);
    return made == nullptr ? -1 : ::fileno(made);
  });
  if (file < 0 && made != nullptr) std::fclose(made);
  return file < 0 ? nullptr : made;
}

mode_t mode_of(int flags, va_list more) {
  return (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(more, mode_t) : 0;
}

}  // namespace

extern "C" {

int open(const char* path, int flags, ...) {
  va_list more;
  va_start(more, flags);
  const auto mode = mode_of(flags, more);
  va_end(more);
  return opened(AT_FDCWD, path, flags,
                [&] { return static_cast<int>(syscall(SYS_openat, AT_FDCWD, path, flags, mode)); });
}
int open64(const char* path, int flags, ...) {
  va_list more;
  va_start(more, flags);
  const auto mode = mode_of(flags, more);
  va_end(more);
  return opened(AT_FDCWD, path, flags, [&] {
    return static_cast<int>(syscall(SYS_openat, AT_FDCWD, path, flags | O_LARGEFILE, mode));
  });
}
int openat(int folder, const char* path, int flags, ...) {
  va_list more;
  va_start(more, flags);
  const auto mode = mode_of(flags, more);
  va_end(more);
  return opened(folder, path, flags,
                [&] { return static_cast<int>(syscall(SYS_openat, folder, path, flags, mode)); });
}
int openat64(int folder, const char* path, int flags, ...) {
  va_list more;
  va_start(more, flags);
  const auto mode = mode_of(flags, more);
  va_end(more);
  return opened(folder, path, flags, [&] {
    return static_cast<int>(syscall(SYS_openat, folder, path, flags | O_LARGEFILE, mode));
  });
}
int creat(const char* path, mode_t mode) {
  constexpr int flags = O_WRONLY | O_CREAT | O_TRUNC;
  return opened(AT_FDCWD, path, flags,
                [&] { return static_cast<int>(syscall(SYS_openat, AT_FDCWD, path, flags, mode)); });
}
FILE* fopen(const char* path, const char* mode) { return opened_stream("fopen", path, mode); }
FILE* fopen64(const char* path, const char* mode) { return opened_stream("fopen64", path, mode); }

ssize_t write(int file, const void* bytes, std::size_t size) {
  return written(file, bytes, size, -1, [&](std::size_t part) {
    return static_cast<ssize_t>(syscall(SYS_write, file, bytes, part));
  });
}
ssize_t pwrite(int file, const void* bytes, std::size_t size, off_t place) {
  return written(file, bytes, size, place, [&](std::size_t part) {
    return static_cast<ssize_t>(syscall(SYS_pwrite64, file, bytes, part, place));
  });
}
ssize_t pwrite64(int file, const void* bytes, std::size_t size, off64_t place) {
  return pwrite(file, bytes, size, place);
}
ssize_t writev(int file, const iovec* parts, int count) {
  if (disk().ours(file).st_ino == 0) return static_cast<ssize_t>(syscall(SYS_writev, file, parts, count));
  std::string all;
  for (int part = 0; part < count; ++part)
    all.append(static_cast<const char*>(parts[part].iov_base), parts[part].iov_len);
  return write(file, all.data(), all.size());
}
int ftruncate(int file, off_t size) noexcept {
  const auto real = [&] { return static_cast<int>(syscall(SYS_ftruncate, file, size)); };
  const auto ours = disk().ours(file);
  return ours.st_ino == 0 ? real() : cut(ours.st_ino, size, real);
}
int ftruncate64(int file, off64_t size) noexcept { return ftruncate(file, size); }
int truncate(const char* path, off_t size) noexcept {
  const auto real = [&] { return static_cast<int>(syscall(SYS_truncate, path, size)); };
  const auto name = Disk::real(AT_FDCWD, path);
  return disk().looks() && disk().below(name) ? cut(inode_of(name), size, real) : real();
}
int truncate64(const char* path, off64_t size) noexcept { return truncate(path, size); }
int fallocate(int file, int mode, off_t place, off_t size) {
  if (disk().ours(file).st_ino == 0) return static_cast<int>(syscall(SYS_fallocate, file, mode, place, size));
  return errno = EOPNOTSUPP, -1;  // who asks does without
}
int fallocate64(int file, int mode, off64_t place, off64_t size) {
  return fallocate(file, mode, place, size);
}

// What goes from file to file within the kernel nobody sees: who asks for that is sent the long way round.
ssize_t sendfile(int out, int in, off_t* place, std::size_t size) noexcept {
  if (disk().ours(out).st_ino != 0) return errno = EINVAL, -1;
  return static_cast<ssize_t>(syscall(SYS_sendfile, out, in, place, size));
}
ssize_t sendfile64(int out, int in, off64_t* place, std::size_t size) noexcept {
  return sendfile(out, in, place, size);
}
ssize_t copy_file_range(int in, off64_t* from, int out, off64_t* place, std::size_t size, unsigned flags) {
  if (disk().ours(out).st_ino != 0) return errno = EXDEV, -1;
  return static_cast<ssize_t>(syscall(SYS_copy_file_range, in, from, out, place, size, flags));
}

int fsync(int file) {
  return synced(file, [&] { return static_cast<int>(syscall(SYS_fsync, file)); });
}
int fdatasync(int file) {
  return synced(file, [&] { return static_cast<int>(syscall(SYS_fdatasync, file)); });
}

int rename(const char* from, const char* to) noexcept {
  return named(Kind::renamed, Disk::real(AT_FDCWD, from), Disk::real(AT_FDCWD, to),
               [&] { return static_cast<int>(syscall(SYS_rename, from, to)); });
}
int renameat(int from_folder, const char* from, int to_folder, const char* to) noexcept {
  return named(Kind::renamed, Disk::real(from_folder, from), Disk::real(to_folder, to),
               [&] { return static_cast<int>(syscall(SYS_renameat2, from_folder, from, to_folder, to, 0)); });
}
int renameat2(int from_folder, const char* from, int to_folder, const char* to, unsigned flags) noexcept {
  return named((flags & RENAME_EXCHANGE) != 0 ? Kind::exchanged : Kind::renamed,
               Disk::real(from_folder, from), Disk::real(to_folder, to), [&] {
                 return static_cast<int>(syscall(SYS_renameat2, from_folder, from, to_folder, to, flags));
               });
}
int link(const char* from, const char* to) noexcept {
  return named(Kind::linked, Disk::real(AT_FDCWD, from), Disk::real(AT_FDCWD, to),
               [&] { return static_cast<int>(syscall(SYS_link, from, to)); });
}
int unlink(const char* path) noexcept {
  return named(Kind::removed, Disk::real(AT_FDCWD, path), {},
               [&] { return static_cast<int>(syscall(SYS_unlink, path)); });
}
int unlinkat(int folder, const char* path, int flags) noexcept {
  return named(Kind::removed, Disk::real(folder, path), {},
               [&] { return static_cast<int>(syscall(SYS_unlinkat, folder, path, flags)); });
}
int rmdir(const char* path) noexcept {
  return named(Kind::removed, Disk::real(AT_FDCWD, path), {},
               [&] { return static_cast<int>(syscall(SYS_rmdir, path)); });
}
int remove(const char* path) noexcept {
  struct stat found{};
  if (::lstat(path, &found) == 0 && S_ISDIR(found.st_mode)) return rmdir(path);
  return unlink(path);
}
int mkdir(const char* path, mode_t mode) noexcept {
  return named(Kind::folder, Disk::real(AT_FDCWD, path), {},
               [&] { return static_cast<int>(syscall(SYS_mkdir, path, mode)); });
}
int mkdirat(int folder, const char* path, mode_t mode) noexcept {
  return named(Kind::folder, Disk::real(folder, path), {},
               [&] { return static_cast<int>(syscall(SYS_mkdirat, folder, path, mode)); });
}

/// With OTHER_DISK_UNSYNCED the engine is told not to wait for the disk: what a proof must find.
int sqlite3_prepare_v3(sqlite3* store, const char* text, int size, unsigned flags, sqlite3_stmt** made,
                       const char** tail) {
  static auto* const real =
      next<int(sqlite3*, const char*, int, unsigned, sqlite3_stmt**, const char**)>("sqlite3_prepare_v3");
  static const bool unsynced = !setting("OTHER_DISK_UNSYNCED").empty();
  constexpr std::string_view pragma = "PRAGMA synchronous = FULL";
  if (unsynced && size == static_cast<int>(pragma.size()) && std::string_view(text, pragma.size()) == pragma)
    return real(store, "PRAGMA synchronous = OFF", -1, flags, made, tail);
  return real(store, text, size, flags, made, tail);
}
}
