#include "gateway/store/followed.h"

namespace inburgering::gateway::store {

void note_followed(Session& sql, std::string_view tenant, std::string_view dossier, Milliseconds since) {
  sql.run({"followed.note_followed",
           "INSERT INTO followed (tenant, dossier, since) VALUES (:tenant, :dossier, :since)"
           " ON CONFLICT (tenant, dossier) DO NOTHING"},
          tenant, dossier, since);
}

void forget_followed(Session& sql, std::string_view tenant, std::string_view dossier) {
  sql.run({"followed.forget_followed", "DELETE FROM followed WHERE tenant = :tenant AND dossier = :dossier"},
          tenant, dossier);
}

bool is_followed(Session& sql, std::string_view tenant, std::string_view dossier) {
  return sql
      .one<int>(
          {"followed.is_followed", "SELECT 1 FROM followed WHERE tenant = :tenant AND dossier = :dossier"},
          tenant, dossier)
      .has_value();
}

std::vector<std::string> followed_after(Session& sql, std::string_view tenant, std::string_view cursor,
                                        int count) {
  return sql.list<std::string>(
      {"followed.followed_after",
       "SELECT dossier FROM followed WHERE tenant = :tenant AND dossier > :after ORDER BY dossier LIMIT "
       ":count"},
      tenant, cursor, count);
}

std::optional<Milliseconds> first_followed(Session& sql, std::string_view tenant) {
  return sql
      .one<std::optional<Milliseconds>>(
          {"followed.first_followed", "SELECT MIN(since) FROM followed WHERE tenant = :tenant"}, tenant)
      .value_or(std::nullopt);
}

}  // namespace inburgering::gateway::store
