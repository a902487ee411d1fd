#include "gateway/cli/backup.h"

#include <iostream>

#include "gateway/cli/progress.h"
#include "gateway/log/chain.h"
#include "gateway/store/former_hashes.h"
#include "gateway/store/own_key.h"
#include "schemas/value/counted.h"

namespace inburgering::gateway::cli {
namespace {

constexpr std::uintmax_t mib = 1 << 20;

std::string in_mib(std::uintmax_t bytes) { return std::to_string((bytes + mib - 1) / mib) + " MiB"; }

std::uintmax_t size_of(const std::filesystem::path& file) {
  std::error_code absent;
  const auto size = std::filesystem::file_size(file, absent);
  return absent ? 0 : size;
}

}  // namespace

std::expected<store::MadeBackup, std::string> make_backup(const config::Config& config,
                                                          const store::Sealing& sealing,
                                                          const std::filesystem::path& to,
                                                          const std::filesystem::path& since,
                                                          bool with_keys) {
  const auto signer = log::Signer::read(config.log.own);
  if (!signer) return std::unexpected("log.signing: " + signer.error());
  Progress progress;
  store::BackupWish wish{to, since, INBURGERING_VERSION, with_keys, {}, {}};
  wish.look = [&](store::Session& sql, store::Manifest& manifest) {
    if (!sql.engine().has_table("log")) return;
    const auto head = log::signed_head(sql, *signer, sealing.surroundings.clock.now());
    if (!head) return;
    manifest.log_seq = head->seq;
    manifest.log_hash = head->hash;
    manifest.checkpoint = log::to_line(*head);
    manifest.signer = signer->certificate();
  };
  wish.progress = [&](std::int64_t done, std::int64_t of, std::string_view what) {
    progress.tell(static_cast<double>(done) / static_cast<double>(std::max<std::int64_t>(1, of)),
                  std::to_string(done) + " van " + std::to_string(of) + " " + std::string(what),
                  done == of && what == "verzegeld");
  };
  try {
    return store::back_up(config.store, sealing, wish);
  } catch (const std::exception& error) {
    return std::unexpected(error.what());
  }
}

std::expected<void, std::string> backup_before_migration(const config::Config& config,
                                                         const store::Sealing& sealing, bool wanted) {
  if (!store::exists(config.store)) return {};
  const auto sql = store::open(config.store, store::Access::read);
  const auto version = sql->engine().version();
  const auto wants = sql->engine().migrations().size();
  if (auto newer = store::made_by_newer(*sql); !newer.empty()) return std::unexpected(std::move(newer));
  if (version == 0 || version >= wants || !wanted) return {};
  if (config.store.is_postgres())
    return std::unexpected("de database is van een oudere versie (stap " + std::to_string(version) +
                           ", deze versie vraagt " + std::to_string(wants) +
                           ") en wordt bij de start bijgewerkt; terug kan daarna niet. Maak eerst een "
                           "back-up van de database (docs/beheer.md, "
                           "Een nieuwe versie), en start dan met serve --zonder-backup, of zet "
                           "store.backup_voor_migratie op nee");
  // Sealed under another key nobody could open it; and nothing is to be brought over under that.
  if (auto own = sealing.keys; !store::has_former_hashes(*sql))
    if (auto judged = store::judge_key(*sql, config.store, own); !judged) return judged;
  const auto& file = config.store.file;
  const auto to = file.parent_path() /
                  (file.filename().string() + ".voor-stap-" + std::to_string(version + 1) + ".back-up");
  // In the place of one from an earlier try, or from an earlier time at this version: a try that is repeated
  // by who supervises must not fill the disk. It is there until the new one is whole. The copy of its pages,
  // and the sealed archive made of that.
  const auto needed = 2 * (size_of(file) + size_of(file.string() + "-wal")) + 16 * mib;
  std::error_code unknown;
  const auto space = std::filesystem::space(file.parent_path(), unknown);
  if (!unknown && space.available < needed)
    return std::unexpected(
        "vóór het bijwerken van de opslag wordt een back-up gemaakt in " + to.string() + ", en daarvoor is " +
        in_mib(needed) + " nodig en " + in_mib(space.available) +
        " vrij. Maak ruimte; of maak zelf een back-up op een andere schijf met de versie die u had, en "
        "start met serve --zonder-backup. Er is niets veranderd");
  std::cerr << "de opslag is van een oudere versie: eerst een back-up naar " << to.string() << '\n';
  // Without the keys of dossiers: those that stand beside the store open it, and a person who is forgotten
  // after this is dark in it too.
  const auto made = make_backup(config, sealing, to, {}, false);
  if (!made)
    return std::unexpected("de back-up vóór het bijwerken van de opslag lukte niet: " + made.error() +
                           ". Los dit op, of start met serve --zonder-backup als u zelf een back-up hebt");
  std::cerr << "back-up gemaakt; terug naar de vorige versie gaat met store restore --from " << to.string()
            << " --vervang van die versie, met de dossiersleutels die er staan. Verwijder haar als alles "
               "goed loopt\n";
  return {};
}

std::string coming_migration(const config::Config& config) {
  if (!store::exists(config.store)) return {};
  const auto sql = store::open(config.store, store::Access::read);
  const auto version = sql->engine().version();
  const auto wants = sql->engine().migrations().size();
  if (version == 0 || version >= wants) return {};
  std::string text = "De opslag is van een oudere versie: bij de start komt daar bij: " +
                     schemas::counted(wants - version, "stap", "stappen") + " (" +
                     std::to_string(version + 1) + " tot en met " + std::to_string(wants) +
                     "), alle in één transactie; terug kan daarna niet.\n";
  if (config.store.is_postgres())
    return text + "  Maak eerst een back-up van de database; serve vraagt daarom (--zonder-backup).\n";
  const auto size = size_of(config.store.file) + size_of(config.store.file.string() + "-wal");
  // Measured (docs/performance.md): 23 steps over 70 MiB took 15 s on a busy machine, which lies between the
  // two.
  constexpr std::uintmax_t bytes_a_second = 50 * mib;
  text += "  De opslag is " + in_mib(size) + "; reken op " +
          duration(static_cast<double>(size / bytes_a_second + 1)) + " tot " +
          duration(static_cast<double>((wants - version) * size / bytes_a_second + 2)) +
          ", waarin niets wordt "
          "aangenomen, en op " +
          in_mib(size + 16 * mib) + " ruimte tijdens het bijwerken.\n";
  if (config.backup_before_migration)
    text += "  Eerst maakt serve een back-up in " + config.store.file.parent_path().string() + ": nog eens " +
            in_mib(2 * size + 16 * mib) + ".\n";
  return text;
}

}  // namespace inburgering::gateway::cli
