#include "gateway/store/followed.h"

namespace inburgering::gateway::store {

using soci::into;
using soci::use;

void note_followed(Session& sql, std::string_view tenant, std::string_view dossier, Milliseconds since) {
  const std::string owner(tenant);
  const std::string id(dossier);
  const long long from = since;
  sql << "INSERT INTO followed (tenant, dossier, since) VALUES (:tenant, :dossier, :since)"
         " ON CONFLICT (tenant, dossier) DO NOTHING",
      use(owner), use(id), use(from);
}

void forget_followed(Session& sql, std::string_view tenant, std::string_view dossier) {
  const std::string owner(tenant);
  const std::string id(dossier);
  sql << "DELETE FROM followed WHERE tenant = :tenant AND dossier = :dossier", use(owner), use(id);
}

bool is_followed(Session& sql, std::string_view tenant, std::string_view dossier) {
  const std::string owner(tenant);
  const std::string id(dossier);
  int found = 0;
  sql << "SELECT 1 FROM followed WHERE tenant = :tenant AND dossier = :dossier", use(owner), use(id),
      into(found);
  return sql.got_data();
}

std::vector<std::string> followed_after(Session& sql, std::string_view tenant, std::string_view cursor,
                                        int count) {
  const std::string owner(tenant);
  const std::string after(cursor);
  std::vector<std::string> found;
  const soci::rowset<std::string> rows =
      (sql.prepare << "SELECT dossier FROM followed WHERE tenant = :tenant AND dossier > :after ORDER BY "
                      "dossier LIMIT :count",
       use(owner), use(after), use(count));
  for (const auto& id : rows) found.push_back(id);
  return found;
}

std::optional<Milliseconds> first_followed(Session& sql, std::string_view tenant) {
  const std::string owner(tenant);
  long long since = 0;
  soci::indicator state = soci::i_null;
  sql << "SELECT MIN(since) FROM followed WHERE tenant = :tenant", use(owner), into(since, state);
  if (state != soci::i_ok) return std::nullopt;
  return since;
}

}  // namespace inburgering::gateway::store
