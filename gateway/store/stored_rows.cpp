#include "gateway/store/stored_rows.h"

#include "gateway/store/followed.h"

namespace inburgering::gateway::store {

std::optional<std::string> StoredRows::dossier_of(std::string_view tenant, std::string_view number_hash) {
  return sql_.one<std::string>(
      {"stored_rows.dossier_of",
       "SELECT dossier FROM dossier_number WHERE tenant = :tenant AND number_hash = :hash"},
      tenant, number_hash);
}

void StoredRows::put_number(std::string_view tenant, std::string_view number_hash, std::string_view dossier) {
  sql_.run({"stored_rows.put_number",
            "INSERT INTO dossier_number (tenant, number_hash, dossier) VALUES (:tenant, :hash, :dossier)"
            " ON CONFLICT (tenant, number_hash) DO UPDATE SET dossier = excluded.dossier"},
           tenant, number_hash, dossier);
}

void StoredRows::remember_number(std::string_view tenant, std::string_view number_hash,
                                 std::string_view dossier) {
  sql_.run({"stored_rows.remember_number",
            "INSERT INTO dossier_number (tenant, number_hash, dossier) VALUES (:tenant, :hash, :dossier)"
            " ON CONFLICT (tenant, number_hash) DO UPDATE SET dossier = excluded.dossier WHERE "
            "dossier_number.dossier <> "
            "excluded.dossier"},
           tenant, number_hash, dossier);
}

void StoredRows::move_numbers(std::string_view tenant, std::string_view from, std::string_view to) {
  sql_.run({"stored_rows.move_numbers",
            "UPDATE dossier_number SET dossier = :to WHERE tenant = :tenant AND dossier = :from"},
           to, tenant, from);
}

std::optional<DossierRow> StoredRows::dossier(std::string_view tenant, std::string_view id) {
  auto row = sql_.one<std::string, std::int64_t, std::string, std::int64_t, std::int64_t, std::string>(
      {"stored_rows.dossier",
       "SELECT sealed_subject, last_sequence, closed, version, key_number, klok_op FROM dossier"
       " WHERE tenant = :tenant AND id = :id"},
      tenant, id);
  if (!row) return std::nullopt;
  auto& [sealed, last, closed, version, key, klok_op] = *row;
  return DossierRow{
      std::string(tenant), std::string(id), std::move(sealed), last, std::move(closed), version, key,
      std::move(klok_op)};
}

void StoredRows::put_dossier(const DossierRow& row) {
  sql_.run(
      {"stored_rows.put_dossier",
       "INSERT INTO dossier (id, tenant, sealed_subject, last_sequence, closed, version, key_number)"
       " VALUES (:id, :tenant, :sealed, :last, :closed, 1, :key)"
       " ON CONFLICT (tenant, id) DO UPDATE SET sealed_subject = excluded.sealed_subject, last_sequence = "
       "excluded.last_sequence, closed = excluded.closed, version = dossier.version + 1, key_number = "
       "excluded.key_number"},
      row.id, row.tenant, Bytes{row.sealed_subject}, row.last_sequence, row.closed, row.key);
}

std::optional<ObjectRow> StoredRows::object(std::string_view tenant, std::string_view dossier,
                                            std::string_view type, std::string_view key_hash) {
  // Compared with a parameter as it is, the type might be the one that contactpersoon_by_key is limited to,
  // and SQLite would make the statement ready anew for each other value to see whether it is.
  auto row = sql_.one<std::string, std::string>(
      {"stored_rows.object",
       "SELECT feed, sealed FROM object WHERE tenant = :tenant AND dossier = :dossier"
       " AND objecttype = CAST(:type AS TEXT) AND key_hash = :hash"},
      tenant, dossier, type, key_hash);
  if (!row) return std::nullopt;
  auto& [feed, sealed] = *row;
  return ObjectRow{std::string(type), std::string(key_hash), std::move(feed), std::move(sealed)};
}

std::vector<ObjectRow> StoredRows::objects(std::string_view tenant, std::string_view dossier) {
  std::vector<ObjectRow> list;
  for (auto& [type, hash, feed, sealed] : sql_.all<std::string, std::string, std::string, std::string>(
           {"stored_rows.objects",
            "SELECT objecttype, key_hash, feed, sealed FROM object WHERE tenant = :tenant AND dossier = "
            ":dossier ORDER BY objecttype, key_hash"},
           tenant, dossier))
    list.push_back({std::move(type), std::move(hash), std::move(feed), std::move(sealed)});
  return list;
}

void StoredRows::put_object(std::string_view tenant, std::string_view dossier, const ObjectRow& row) {
  sql_.run(
      {"stored_rows.put_object",
       "INSERT INTO object (tenant, dossier, objecttype, key_hash, feed, sealed)"
       " VALUES (:tenant, :dossier, :type, :hash, :feed, :sealed)"
       " ON CONFLICT (tenant, dossier, objecttype, key_hash) DO UPDATE SET feed = excluded.feed, sealed = "
       "excluded.sealed"},
      tenant, dossier, row.type, row.key_hash, row.feed, Bytes{row.sealed});
}

void StoredRows::remove_object(std::string_view tenant, std::string_view dossier, std::string_view type,
                               std::string_view key_hash) {
  sql_.run({"stored_rows.remove_object",
            "DELETE FROM object WHERE tenant = :tenant AND dossier = :dossier"
            " AND objecttype = CAST(:type AS TEXT) AND key_hash = :hash"},
           tenant, dossier, type, key_hash);
}

std::vector<std::string> StoredRows::dossiers_with(std::string_view tenant, std::string_view type,
                                                   std::string_view key_hash) {
  // The index that this looks in holds contactpersonen alone, and wants to see its condition.
  if (type != "Contactpersoon") return {};
  return sql_.list<std::string>(
      {"stored_rows.dossiers_with",
       "SELECT dossier FROM object WHERE objecttype = 'Contactpersoon' AND tenant = :tenant AND key_hash = "
       ":hash"},
      tenant, key_hash);
}

std::optional<std::string> StoredRows::statements(std::string_view tenant, std::string_view dossier,
                                                  std::string_view type, std::string_view key_hash) {
  return sql_.one<std::string>(
      {"stored_rows.statements",
       "SELECT sealed FROM statement WHERE tenant = :tenant AND dossier = :dossier AND objecttype = :type"
       " AND key_hash = :hash"},
      tenant, dossier, type, key_hash);
}

void StoredRows::put_statements(std::string_view tenant, std::string_view dossier, std::string_view type,
                                std::string_view key_hash, std::string_view sealed) {
  sql_.run({"stored_rows.put_statements",
            "INSERT INTO statement (tenant, dossier, objecttype, key_hash, sealed)"
            " VALUES (:tenant, :dossier, :type, :hash, :sealed)"
            " ON CONFLICT (tenant, dossier, objecttype, key_hash) DO UPDATE SET sealed = excluded.sealed"},
           tenant, dossier, type, key_hash, Bytes{sealed});
}

void StoredRows::forget_asked(std::string_view tenant, std::string_view dossier) {
  sql_.run({"stored_rows.forget_asked", "DELETE FROM asked WHERE tenant = :tenant AND dossier = :id"}, tenant,
           dossier);
}

bool StoredRows::is_followed(std::string_view tenant, std::string_view dossier) {
  return store::is_followed(sql_, tenant, dossier);
}

std::vector<std::string> StoredRows::followed_after(std::string_view tenant, std::string_view cursor,
                                                    int count) {
  return store::followed_after(sql_, tenant, cursor, count);
}

std::optional<ReceivedRow> StoredRows::received(std::string_view tenant, std::string_view sender_hash) {
  auto row = sql_.one<std::string, int, std::string, std::string>(
      {"stored_rows.received",
       "SELECT digest, http_status, answer, message_id FROM received WHERE tenant = :tenant AND sender_hash "
       "= "
       ":hash"},
      tenant, sender_hash);
  if (!row) return std::nullopt;
  auto& [digest, status, answer, id] = *row;
  return ReceivedRow{std::string(tenant), std::string(sender_hash),
                     std::move(digest),   status,
                     std::move(answer),   std::move(id)};
}

void StoredRows::add_received(const ReceivedRow& row) {
  sql_.run({"stored_rows.add_received",
            "INSERT INTO received (tenant, sender_hash, digest, http_status, answer, message_id)"
            " VALUES (:tenant, :hash, :digest, :status, :answer, :id)"},
           row.tenant, row.sender_hash, row.digest, row.http_status, Bytes{row.sealed_answer},
           row.message_id);
}

void StoredRows::keep_body(std::string_view tenant, std::string_view message_id, std::string_view sealed) {
  sql_.run({"stored_rows.keep_body",
            "INSERT INTO body (message_id, tenant, sealed) VALUES (:id, :tenant, :sealed)"},
           message_id, tenant, Bytes{sealed});
}

std::int64_t version_of_dossier(Session& sql, std::string_view tenant, std::string_view id) {
  return sql
      .one<std::int64_t>({"stored_rows.version_of_dossier",
                          "SELECT version FROM dossier WHERE tenant = :tenant AND id = :id"},
                         tenant, id)
      .value_or(0);
}

void raise_version(Session& sql, std::string_view tenant, std::string_view id) {
  sql.run({"stored_rows.raise_version",
           "UPDATE dossier SET version = version + 1 WHERE tenant = :tenant AND id = :id"},
          tenant, id);
}

}  // namespace inburgering::gateway::store
