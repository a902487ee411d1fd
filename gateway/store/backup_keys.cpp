#include "gateway/store/backup_keys.h"

#include <algorithm>
#include <system_error>
#include <vector>

#include "gateway/store/archive.h"
#include "gateway/store/copy.h"
#include "gateway/store/dossier_key_file.h"
#include "gateway/store/key_file.h"
#include "gateway/store/reseal.h"

namespace inburgering::gateway::store {
namespace {

constexpr std::string_view suffix = ".dossiersleutels";

/// Named after the store's own key: stores of before with that same key are told apart by the keys in it.
std::string name_of_keys(const Keys& keys) {
  constexpr std::size_t short_enough = 8;
  return "gateway-" + keys.find_hash("inburgering-gateway back-up").substr(0, short_enough);
}

std::filesystem::path with_suffix(const std::filesystem::path& file) {
  return file.string() + std::string(suffix);
}

/// Under a name of its own, without what was left there.
std::filesystem::path fresh_at(const std::filesystem::path& file) {
  std::filesystem::path fresh = file.string() + ".onaf";
  std::error_code ignored;
  std::filesystem::remove(with_suffix(fresh), ignored);
  return fresh;
}

void take_place(const std::filesystem::path& fresh, const std::filesystem::path& file) {
  std::filesystem::rename(with_suffix(fresh), with_suffix(file));
  if (!make_durable(with_suffix(file)))
    throw BadArchive(with_suffix(file).string() + " komt niet op de schijf");
}

}  // namespace

void keep_those_of_another(const StorePlace& from, const Keys& keys, const std::filesystem::path& folder) {
  const DossierKeyFile former(folder / name_of_keys(keys));
  if (goes_on(former, *dossier_keys(from))) return;
  throw BadArchive(
      "in " + former.file().string() +
      " staan de sleutels van dossiers van een andere opslag, of nieuwere dan deze opslag heeft, of in een "
      "van beide is er een beschadigd (store check zegt of dat hier is): de back-ups die daarnaast liggen "
      "zijn alleen daarmee te lezen. Neem voor deze opslag een andere map. Begon de gateway "
      "opnieuw omdat de opslag weg was, zet dan die back-up terug: store restore --from … --vervang. Er is "
      "geen back-up gemaakt, en in de map is niets veranderd");
}

std::filesystem::path unfinished_keys(const std::filesystem::path& folder, const Keys& keys) {
  return with_suffix((folder / name_of_keys(keys)).string() + ".onaf");
}

std::filesystem::path back_up_keys(const StorePlace& from, const Keys& keys,
                                   const std::filesystem::path& folder, Session& copy) {
  const auto present = dossier_keys(from);
  const auto file = folder / name_of_keys(keys);
  const auto fresh = fresh_at(file);
  copy_dossier_keys(from, fresh);
  DossierKeyFile former(file);
  std::vector<std::int64_t> gone;
  for (std::int64_t number = 1; number <= former.count(); ++number)
    if (former.read(number) && present->is_destroyed(number)) gone.push_back(number);
  former.destroy(gone);
  if (const auto lost = lost_since(former, *present); !lost.empty()) {
    const auto used = dossier_keys_in_use(copy);
    DossierKeyFile made(fresh);
    for (const auto number : lost)
      if (used.contains(number)) made.put(number, *former.read(number));
  }
  take_place(fresh, file);
  return with_suffix(file);
}

bool put_dossier_keys(const std::filesystem::path& from, const std::filesystem::path& store_file,
                      const std::function<bool(std::int64_t)>& needs) {
  if (!from.string().ends_with(suffix))
    throw BadArchive(from.string() + " is geen bestand met dossiersleutels");
  const std::filesystem::path given = from.string().substr(0, from.string().size() - suffix.size());
  DossierKeyFile of_backup(given);
  DossierKeyFile present(store_file);
  const bool of_one = goes_on(of_backup, present) || goes_on(present, of_backup);
  const bool present_is_newer = of_one && present.count() >= of_backup.count();
  // Destroyed in one of the two is destroyed; those of another store say nothing about these.
  std::vector<std::int64_t> gone;
  const auto both = of_one ? std::min(present.count(), of_backup.count()) : 0;
  for (std::int64_t number = 1; number <= both; ++number)
    if (of_backup.is_destroyed(number) || present.is_destroyed(number) ||
        (!present.read(number) && of_backup.read(number) && !needs(number)))
      gone.push_back(number);
  if (present_is_newer) {
    for (const auto number : lost_since(of_backup, present)) present.put(number, *of_backup.read(number));
    present.destroy(gone);
    return true;
  }
  const auto fresh = fresh_at(store_file);
  copy_dossier_keys(given, fresh);
  DossierKeyFile made(fresh);
  if (of_one)
    for (const auto number : lost_since(present, of_backup)) made.put(number, *present.read(number));
  made.destroy(gone);
  take_place(fresh, store_file);
  return of_one;
}

}  // namespace inburgering::gateway::store
