#include <fcntl.h>
#include <linux/magic.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <fstream>
#include <sstream>

#include "gateway/config/file_modes.h"
#include "gateway/doctor/looks.h"
#include "gateway/log/search.h"
#include "gateway/store/engine/lock.h"
#include "schemas/reason.h"
#include "schemas/value/counted.h"

namespace inburgering::gateway::doctor {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t mebibyte = std::uint64_t{1024} * 1024;
constexpr std::uint64_t gibibyte = 1024 * mebibyte;

std::string reason() { return schemas::reason_of(errno); }

fs::path nearest_folder(fs::path folder) {
  std::error_code unknown;
  while (!folder.empty() && !fs::exists(folder, unknown)) folder = folder.parent_path();
  return folder.empty() ? fs::path(".") : folder;
}

struct FileSystem {
  long magic;
  const char* name;
  Verdict verdict;
  const char* why;
};
constexpr std::array file_systems{
    FileSystem{NFS_SUPER_MAGIC, "NFS", Verdict::fout, "daarop werken de sloten van SQLite niet betrouwbaar"},
    FileSystem{0x517B, "SMB", Verdict::fout, "daarop werken de sloten van SQLite niet betrouwbaar"},
    FileSystem{static_cast<long>(0xFF534D42), "CIFS", Verdict::fout,
               "daarop werken de sloten van SQLite niet betrouwbaar"},
    FileSystem{static_cast<long>(0xFE534D42), "SMB2", Verdict::fout,
               "daarop werken de sloten van SQLite niet betrouwbaar"},
    FileSystem{FUSE_SUPER_MAGIC, "FUSE", Verdict::let_op,
               "of fsync daar echt wacht hangt af van wat erachter zit"},
    FileSystem{TMPFS_MAGIC, "tmpfs", Verdict::let_op,
               "dat is geheugen: na een herstart van de machine is alles weg"},
    FileSystem{OVERLAYFS_SUPER_MAGIC, "overlayfs", Verdict::let_op,
               "dat verdwijnt met de container: zet de opslag op een volume"},
};

Finding judge_file_system(const fs::path& folder) {
  struct statfs what{};
  if (::statfs(folder.c_str(), &what) != 0)
    return {Verdict::fout, folder.string(), "niet te bekijken: " + reason(),
            "maak deze map, voor de gebruiker van de dienst"};
  const auto known = std::ranges::find(file_systems, static_cast<long>(what.f_type), &FileSystem::magic);
  if (known == file_systems.end())
    return {Verdict::goed, folder.string(), "een bestandssysteem waarop de opslag kan staan"};
  return {known->verdict, folder.string(), std::string("staat op ") + known->name + ": " + known->why,
          "zet de opslag op een eigen schijf van deze machine (ext4, xfs), of gebruik PostgreSQL"};
}

/// A file without a name: nothing of it is left, however this ends.
Finding judge_fsync(const fs::path& folder) {
  const int made = ::open(folder.c_str(), O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600);
  if (made < 0 && (errno == EOPNOTSUPP || errno == EISDIR))
    return {Verdict::goed, folder.string(),
            "of fsync werkt is hier niet te proberen zonder een bestand achter te laten"};
  if (made < 0)
    return {Verdict::fout, folder.string(), "hier is niets te schrijven: " + reason(),
            "geef de map aan de gebruiker van de dienst, of draai doctor als die gebruiker"};
  const std::array<char, 4096> page{};
  const auto begun = std::chrono::steady_clock::now();
  const bool good =
      ::write(made, page.data(), page.size()) == static_cast<ssize_t>(page.size()) && ::fsync(made) == 0;
  const auto why = reason();
  const auto took =
      std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begun);
  ::close(made);
  if (!good)
    return {Verdict::fout, folder.string(), "schrijven met fsync mislukt: " + why,
            "maak ruimte, of kijk of de schijf stuk is (dmesg)"};
  constexpr std::chrono::milliseconds slow{200};
  const auto told = "fsync werkt, in " + std::to_string(took.count()) + " ms";
  if (took > slow)
    return {Verdict::let_op, folder.string(), told,
            "dit is traag: elk bericht wacht erop; is er iets anders druk met deze schijf?"};
  return {Verdict::goed, folder.string(), told};
}

std::uint64_t size_of(const fs::path& file) {
  std::error_code unknown;
  const auto size = fs::file_size(file, unknown);
  return unknown ? 0 : size;
}

/// Bytes a day, by what the store became since its first entry; 0 = it is too young to tell.
double growth(const House& house) {
  const auto& place = house.config().store;
  if (place.is_postgres()) return 0;
  try {
    if (!store::exists(place)) return 0;
    const auto sql = store::open(place, store::Access::read);
    if (sql->engine().version() != sql->engine().migrations().size()) return 0;
    log::Filter first;
    first.count = 1;
    const auto entries = log::after(*sql, first, 0);
    if (entries.empty()) return 0;
    const auto age =
        std::chrono::duration<double, std::ratio<86400>>(house.now().time() - entries.front().moment.time());
    return age.count() < 1 ? 0 : static_cast<double>(size_of(place.file)) / age.count();
  } catch (const std::exception&) {
    return 0;
  }
}

Finding judge_space(const House& house, const fs::path& folder) {
  struct statvfs what{};
  if (::statvfs(folder.c_str(), &what) != 0)
    return {Verdict::fout, folder.string(), reason(), "maak deze map"};
  const auto free = static_cast<std::uint64_t>(what.f_bavail) * what.f_frsize;
  const auto whole = static_cast<std::uint64_t>(what.f_blocks) * what.f_frsize;
  auto told = in_bytes(free) + " vrij van " + in_bytes(whole);
  const auto a_day = growth(house);
  const auto days = a_day > 0 ? static_cast<double>(free) / a_day : 1e9;
  if (days < 3650) told += ", vol over ongeveer " + in_days(static_cast<std::int64_t>(days));
  const std::string more = "vergroot de schijf of ruim op; kortere bewaartermijnen (retention) helpen ook";
  if (free < 64 * mebibyte || (what.f_files > 0 && what.f_favail < 100))
    return {Verdict::fout, folder.string(),
            told + (what.f_files > 0 && what.f_favail < 100 ? ", geen inodes meer" : ""), more};
  if (free < gibibyte || days < 30) return {Verdict::let_op, folder.string(), told, more};
  return {Verdict::goed, folder.string(), told};
}

/// "Max open files" of a process, as the system tells it; nothing when it may not be seen.
std::uint64_t descriptors_of(int process) {
  std::ifstream limits("/proc/" + std::to_string(process) + "/limits");
  for (std::string line; std::getline(limits, line);)
    if (line.starts_with("Max open files")) {
      std::istringstream words(line.substr(std::string_view("Max open files").size()));
      std::uint64_t soft = 0;
      if (words >> soft) return soft;
      return ~std::uint64_t{0};
    }
  return 0;
}

std::uint64_t number_in(const char* file, std::string_view key) {
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);)
    if (line.starts_with(key)) {
      std::istringstream rest(line.substr(key.size()));
      std::uint64_t number = 0;
      rest >> number;
      return number;
    }
  return 0;
}

Finding judge_descriptors(const House& house) {
  const auto running = store::RunningLock::holder(house.config().store.file);
  auto limit = running ? descriptors_of(*running) : 0;
  const bool of_gateway = limit != 0;
  if (limit == 0) {
    rlimit own{};
    ::getrlimit(RLIMIT_NOFILE, &own);
    limit = own.rlim_cur;
  }
  // Connections in, as many out, the store, and what is always open.
  constexpr std::uint64_t besides = 200;
  const auto needed = house.config().limits.door.connections + besides;
  const auto told = (limit == ~std::uint64_t{0} ? std::string("onbeperkt") : std::to_string(limit)) +
                    " bestanden tegelijk voor " + (of_gateway ? "de draaiende gateway" : "deze gebruiker") +
                    ", " + std::to_string(needed) + " nodig";
  if (limit >= needed) return {Verdict::goed, "open bestanden", told};
  return {of_gateway ? Verdict::fout : Verdict::let_op, "open bestanden", told,
          "zet LimitNOFILE in de unit (of ulimit -n) hoger, of limits.connections lager"};
}

}  // namespace

std::string in_days(std::int64_t days) { return schemas::counted(days, "dag", "dagen"); }

std::string in_bytes(std::uint64_t bytes) {
  if (bytes >= gibibyte)
    return std::to_string(bytes / gibibyte) + "," + std::to_string(bytes % gibibyte * 10 / gibibyte) + " GiB";
  return std::to_string(bytes / mebibyte) + " MiB";
}

Findings look_at_disk(House& house) {
  const auto folder = house.config().store.file.parent_path();
  std::error_code unknown;
  if (!fs::exists(folder, unknown)) {
    const auto above = nearest_folder(folder);
    const Finding coming{Verdict::goed, folder.string(), "deze map is er nog niet; serve maakt haar"};
    return {coming, judge_space(house, above), judge_fsync(above)};
  }
  auto found = Findings{judge_space(house, folder), judge_fsync(folder)};
  if (!house.config().store.is_postgres()) found.push_back(judge_file_system(folder));
  return found;
}

Findings look_at_modes(House& house) {
  Findings found;
  const auto& config = house.config();
  for (auto& fault : config::check_file_modes(config)) {
    const auto advice = fault.message.rfind("; ");
    found.push_back({config.production ? Verdict::fout : Verdict::let_op, fault.pointer,
                     fault.message.substr(0, advice),
                     advice == std::string::npos ? "" : fault.message.substr(advice + 2)});
  }
  struct stat store{};
  const auto& file = config.store.file;
  if (!config.store.is_postgres() && ::stat(file.c_str(), &store) == 0) {
    if ((store.st_mode & (S_IRWXG | S_IRWXO)) != 0)
      found.push_back({Verdict::let_op, "store.file", "anderen op deze machine mogen bij " + file.string(),
                       "chmod 600 " + file.string()});
    if (::geteuid() == 0 && store.st_uid != 0)
      found.push_back({Verdict::goed, "store.file",
                       "van gebruiker " + std::to_string(store.st_uid) + "; doctor draait als root"});
    else if (::geteuid() != store.st_uid)
      found.push_back({Verdict::let_op, "store.file", "is van een andere gebruiker dan wie doctor nu draait",
                       "draai doctor als de gebruiker van de dienst: runuser -u inburgering-gateway -- …"});
  }
  if (found.empty()) found.push_back({Verdict::goed, "bestanden", "alleen wie erbij hoort kan erbij"});
  return found;
}

Findings look_at_limits(House& house) {
  constexpr std::uint64_t kibibyte = 1024;
  const auto free = number_in("/proc/meminfo", "MemAvailable:") * kibibyte;
  Findings found{judge_descriptors(house)};
  if (free != 0 && free < 256 * mebibyte)
    found.push_back({Verdict::let_op, "geheugen", in_bytes(free) + " vrij",
                     "de gateway gebruikt tot zo'n 256 MiB: geef de machine meer"});
  else
    found.push_back({Verdict::goed, "geheugen", in_bytes(free) + " vrij"});
  std::ifstream limit("/sys/fs/cgroup/memory.max");
  std::uint64_t most = 0;
  if (limit >> most && most < 256 * mebibyte)
    found.push_back({Verdict::let_op, "geheugen", "deze container krijgt ten hoogste " + in_bytes(most),
                     "geef hem 512 MiB of meer"});
  return found;
}

}  // namespace inburgering::gateway::doctor
