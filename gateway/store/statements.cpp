#include "gateway/store/statements.h"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "gateway/store/rows.h"
#include "gateway/store/sealed.h"

namespace inburgering::gateway::store {
namespace {

namespace json = boost::json;

std::string place(const Dossier& dossier, const std::string& type, const std::string& hash) {
  return "statement:" + dossier.id + ":" + type + ":" + hash;
}

}  // namespace

Statements statements_of(Rows& rows, const Sealing& sealing, const Dossier& dossier,
                         const mapping::canonical::Object& like) {
  const std::string type(mapping::canonical::objecttype(like));
  const auto hash = key_hash(sealing, dossier.tenant, like);
  const auto sealed = rows.statements(dossier.tenant, dossier.id, type, hash);
  Statements statements;
  if (!sealed) return statements;
  // What cannot be read counts as not said: the next message decides.
  const auto said_of = try_open_object(sealing.keys, *sealed, place(dossier, type, hash));
  if (!said_of) return statements;
  for (const auto& member : *said_of) {
    const auto* said = member.value().if_array();
    if (said == nullptr || said->size() != 3 || !(*said)[0].is_string() || !(*said)[1].is_string() ||
        !(*said)[2].is_bool())
      continue;
    statements[member.key()] = {std::string((*said)[0].get_string()), std::string((*said)[1].get_string()),
                                (*said)[2].get_bool()};
  }
  return statements;
}

void put_statements(Rows& rows, const Sealing& sealing, const Dossier& dossier,
                    const mapping::canonical::Object& like, const Statements& statements) {
  const std::string type(mapping::canonical::objecttype(like));
  const auto hash = key_hash(sealing, dossier.tenant, like);
  json::object object;
  for (const auto& [field, said] : statements)
    object[field] = json::array{said.tijdstip, said.geldig_vanaf, said.correctie};
  const auto sealed = sealing.keys.seal(json::serialize(object), place(dossier, type, hash),
                                        sealing.surroundings.random, dossier.key);
  rows.put_statements(dossier.tenant, dossier.id, type, hash, sealed);
}

}  // namespace inburgering::gateway::store
