#include "gateway/store/own_key.h"

#include <algorithm>
#include <optional>

#include "gateway/store/former_hashes.h"

namespace inburgering::gateway::store {
namespace {

std::string proof_of(const Keys& keys) { return keys.find_hash("inburgering-gateway store 1"); }

std::string another(const std::filesystem::path& file, const std::string& wants, const Keys& keys) {
  return "opslag " + file.string() + " is met een andere sleutel gemaakt: zij vraagt sleutel " + wants +
         ", en store.key geeft sleutel " + keys.id() +
         "; zet de sleutel terug die bij deze opslag hoort. Er is niets geopend en niets veranderd";
}

std::expected<void, std::string> is_own(Session& sql, const std::filesystem::path& file, const Keys& keys) {
  // A store of an older version, which is only looked at, has no place for it yet.
  const bool may_know = sql.one<std::string>({"own_key.is_own.read_sqlite_master",
                                              "SELECT name FROM sqlite_master WHERE name = 'store_key'"})
                            .has_value();
  const auto known = may_know ? sql.one<std::string, std::string>(
                                    {"own_key.is_own.read_store_key", "SELECT id, proof FROM store_key"})
                              : std::nullopt;
  if (known) {
    const auto& [id, proof] = *known;
    if (same_secret(proof, proof_of(keys))) return {};
    return std::unexpected(another(file, id, keys));
  }
  // A dossier stays as long as the person is kept; a body may be gone by its term. One damaged row decides
  // nothing.
  std::optional<std::string> wants;
  for (const auto& [text, place] :
       {std::pair{"SELECT id, sealed_subject FROM dossier LIMIT 10", "dossier:"},
        std::pair{"SELECT message_id, sealed FROM body WHERE sealed <> '' LIMIT 10", "body:"}})
    for (const auto& [id, sealed] : sql.all<std::string, std::string>({"own_key.is_own.x", text})) {
      try {
        keys.open(sealed, place + id);
        return {};
      } catch (const std::runtime_error&) {
        wants = Keys::key_of(sealed);
      }
    }
  if (wants) return std::unexpected(another(file, *wants, keys));
  return {};
}

}  // namespace

std::expected<void, std::string> judge_key(Session& sql, const std::filesystem::path& file,
                                           const Keys& keys) {
  if (auto own = is_own(sql, file, keys); !own) return own;
  if (has_former_hashes(sql))
    return std::unexpected(
        "opslag " + file.string() +
        " is van een vorige versie en nog niet helemaal overgenomen: start de gateway (serve), "
        "dan gaat dat verder. Tot zolang wordt hier niemand gevonden");
  return {};
}

std::expected<void, std::string> prove_key(Session& sql, const std::filesystem::path& file,
                                           const Keys& keys) {
  if (auto own = is_own(sql, file, keys); !own) return own;
  if (!sql.one<std::string>({"own_key.prove_key.read_store_key", "SELECT id FROM store_key"}))
    sql.run({"own_key.prove_key.put_store_key", "INSERT INTO store_key (id, proof) VALUES (:i, :p)"},
            keys.id(), proof_of(keys));
  return {};
}

}  // namespace inburgering::gateway::store
