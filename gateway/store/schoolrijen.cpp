#include "gateway/store/schoolrijen.h"

#include "adapters/taalschool/resources.h"

namespace inburgering::gateway::store {

std::string place_of_schoolrij(std::string_view message_id) { return "rij:" + std::string(message_id); }

void put_schoolrij(Session& sql, const Schoolrij& rij) {
  const int withdrawn = rij.withdrawn ? 1 : 0;
  sql.run({"schoolrijen.put_schoolrij",
           "INSERT INTO schoolrij (tenant, school, resource, kenmerk, dossier, message_id, withdrawn, sealed)"
           " VALUES (:tenant, :school, :resource, :kenmerk, :dossier, :message, :withdrawn, :sealed)"
           " ON CONFLICT (tenant, school, resource, kenmerk) DO UPDATE SET dossier = excluded.dossier,"
           " message_id = excluded.message_id, withdrawn = excluded.withdrawn, sealed = excluded.sealed"},
          rij.tenant, rij.school, rij.resource, rij.kenmerk, rij.dossier, rij.message_id, withdrawn,
          Bytes{rij.sealed});
}

std::optional<Schoolrij> find_schoolrij(Session& sql, std::string_view tenant, std::string_view school,
                                        std::string_view resource, std::string_view kenmerk) {
  auto found = sql.one<std::string, std::string, int, std::string>(
      {"schoolrijen.find_schoolrij",
       "SELECT dossier, message_id, withdrawn, sealed FROM schoolrij WHERE tenant = :tenant AND school = "
       ":school AND"
       " resource = :resource AND kenmerk = :kenmerk"},
      tenant, school, resource, kenmerk);
  if (!found) return std::nullopt;
  auto& [dossier, message, withdrawn, sealed] = *found;
  return Schoolrij{std::string(tenant), std::string(school), std::string(resource), std::string(kenmerk),
                   std::move(dossier),  std::move(message),  withdrawn != 0,        std::move(sealed)};
}

std::vector<Schoolrij> list_schoolrijen(Session& sql, std::string_view tenant, std::string_view school,
                                        std::string_view resource, std::string_view before, int count) {
  // Ids of messages grow with time; no id comes behind this one.
  const std::string_view from = before.empty() ? "g" : before;
  std::vector<Schoolrij> list;
  for (auto& [kenmerk, dossier, message, withdrawn, sealed] :
       sql.all<std::string, std::string, std::string, int, std::string>(
           {"schoolrijen.list_schoolrijen",
            "SELECT kenmerk, dossier, message_id, withdrawn, sealed FROM schoolrij WHERE tenant = :tenant "
            "AND "
            "school = :school AND resource = :resource AND message_id < :before ORDER BY message_id DESC "
            "LIMIT "
            ":count"},
           tenant, school, resource, from, count))
    list.push_back({std::string(tenant), std::string(school), std::string(resource), std::move(kenmerk),
                    std::move(dossier), std::move(message), withdrawn != 0, std::move(sealed)});
  return list;
}

std::vector<Schoolrij> schoolrijen_of(Session& sql, std::string_view tenant, std::string_view dossier) {
  std::vector<Schoolrij> list;
  for (auto& [school, resource, kenmerk, message, withdrawn, sealed] :
       sql.all<std::string, std::string, std::string, std::string, int, std::string>(
           {"schoolrijen.schoolrijen_of",
            "SELECT school, resource, kenmerk, message_id, withdrawn, sealed FROM schoolrij WHERE tenant = "
            ":tenant AND dossier = :dossier ORDER BY school, resource, kenmerk"},
           tenant, dossier))
    list.push_back({std::string(tenant), std::move(school), std::move(resource), std::move(kenmerk),
                    std::string(dossier), std::move(message), withdrawn != 0, std::move(sealed)});
  return list;
}

bool has_deelname(Session& sql, std::string_view tenant, std::string_view school, std::string_view dossier,
                  std::string_view kenmerk) {
  return sql
      .one<int>(
          {"schoolrijen.has_deelname",
           "SELECT 1 FROM schoolrij WHERE tenant = :tenant AND dossier = :dossier AND school = :school AND "
           "resource = "
           ":resource AND withdrawn = 0 AND (:any = '' OR kenmerk = :kenmerk) LIMIT 1"},
          tenant, dossier, school, adapters::taalschool::resource<adapters::taalschool::Deelname>, kenmerk,
          kenmerk)
      .has_value();
}

bool is_deelname(const Schoolrij& rij, std::string_view tenant, std::string_view school,
                 std::string_view dossier, std::string_view kenmerk) {
  return rij.tenant == tenant && rij.school == school && rij.dossier == dossier &&
         rij.resource == adapters::taalschool::resource<adapters::taalschool::Deelname> &&
         (kenmerk.empty() || rij.kenmerk == kenmerk);
}

std::vector<std::string> dossiers_with_school(Session& sql, std::string_view tenant, std::string_view after,
                                              int count) {
  return sql.list<std::string>(
      {"schoolrijen.dossiers_with_school",
       "SELECT DISTINCT dossier FROM schoolrij WHERE tenant = :tenant AND dossier > :after ORDER BY dossier "
       "LIMIT :count"},
      tenant, after, count);
}

}  // namespace inburgering::gateway::store
