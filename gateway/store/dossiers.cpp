#include "gateway/store/dossiers.h"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "adapters/transport/guard.h"
#include "gateway/store/sealed.h"

namespace inburgering::gateway::store {

std::string key_hash(const Sealing& sealing, const mapping::canonical::Object& object) {
  return sealing.keys.find_hash(boost::json::serialize(mapping::canonical::key_of(object)));
}

namespace {

namespace json = boost::json;
using mapping::Subject;
using mapping::canonical::Object;

std::string subject_text(const Subject& subject) {
  json::object object;
  if (subject.bsn) object["bsn"] = subject.bsn->digits();
  if (subject.v_nummer) object["vNummer"] = *subject.v_nummer;
  return json::serialize(object);
}

Subject subject_of(const json::object& object) {
  Subject subject;
  const auto* bsn = object.if_contains("bsn");
  if (bsn != nullptr && bsn->is_string())
    if (auto parsed = schemas::Bsn::parse(bsn->get_string())) subject.bsn = *parsed;
  const auto* number = object.if_contains("vNummer");
  if (number != nullptr && number->is_int64()) subject.v_nummer = number->get_int64();
  return subject;
}

std::string object_place(const Dossier& dossier, std::string_view type, std::string_view hash) {
  return "object:" + dossier.id + ":" + std::string(type) + ":" + std::string(hash);
}

/// Nothing when it cannot be read: what is told next of it stands in its place.
std::optional<Object> open_object(const Sealing& sealing, const Dossier& dossier, std::string_view type,
                                  std::string_view hash, std::string_view sealed) {
  const auto plain = try_open_object(sealing.keys, sealed, object_place(dossier, type, hash));
  if (!plain) return std::nullopt;
  auto object = mapping::canonical::from_json(type, *plain);
  if (object) return std::move(*object);
  adapters::transport::note_caught("opslag: onleesbaar object");
  return std::nullopt;
}

void add_number(Session& sql, const Dossier& dossier, const std::string& hash) {
  sql.run("INSERT INTO dossier_number (tenant, number_hash, dossier) VALUES (:tenant, :hash, :dossier)",
          dossier.tenant, hash, dossier.id);
}

std::string kenmerk_hash(const Keys& keys, std::string_view kenmerk) {
  return keys.find_hash("kenmerk:" + std::string(kenmerk));
}

std::optional<std::string> id_by_hash(Session& sql, std::string_view tenant, const std::string& hash) {
  return sql.one<std::string>(
      "SELECT dossier FROM dossier_number WHERE tenant = :tenant AND number_hash = :hash", tenant, hash);
}

std::optional<Dossier> find_by_hash(Session& sql, const Sealing& sealing, std::string_view tenant,
                                    const std::string& hash) {
  const auto id = id_by_hash(sql, tenant, hash);
  return id ? find_dossier(sql, sealing, tenant, *id) : std::nullopt;
}

void save_subject(Session& sql, const Sealing& sealing, const Dossier& dossier) {
  const auto sealed =
      sealing.keys.seal(subject_text(dossier.subject), "dossier:" + dossier.id, sealing.surroundings.random);
  sql.run("UPDATE dossier SET sealed_subject = :sealed WHERE tenant = :tenant AND id = :id", sealed,
          dossier.tenant, dossier.id);
}

}  // namespace

std::optional<Dossier> find_dossier(Session& sql, const Sealing& sealing, std::string_view tenant,
                                    std::string_view id) {
  Dossier dossier{std::string(id), std::string(tenant), {}, 0};
  auto found = sql.one<std::string, long long, std::string>(
      "SELECT sealed_subject, last_sequence, closed FROM dossier WHERE tenant = :tenant AND id = :id", tenant,
      id);
  if (!found) return std::nullopt;
  if (const auto subject = try_open_object(sealing.keys, std::get<0>(*found), "dossier:" + dossier.id))
    dossier.subject = subject_of(*subject);
  else
    dossier.unreadable = true;
  dossier.last_sequence = std::get<1>(*found);
  dossier.closed = std::get<2>(*found);
  return dossier;
}

std::vector<std::string> number_hashes(const Keys& keys, const Subject& subject) {
  std::vector<std::string> hashes;
  if (subject.bsn) hashes.push_back(keys.find_hash("bsn:" + subject.bsn->digits()));
  if (subject.v_nummer) hashes.push_back(keys.find_hash("vnummer:" + std::to_string(*subject.v_nummer)));
  // What is about nobody (reference lists) has one dossier a tenant.
  if (hashes.empty()) hashes.push_back(keys.find_hash("referentie"));
  return hashes;
}

std::optional<std::string> find_dossier_id(Session& sql, const Keys& keys, std::string_view tenant,
                                           const Subject& subject) {
  for (const auto& hash : number_hashes(keys, subject))
    if (auto id = id_by_hash(sql, tenant, hash)) return id;
  return std::nullopt;
}

Dossier take_dossier(Session& sql, const Sealing& sealing, std::string_view tenant, const Subject& subject) {
  const std::string owner(tenant);
  const auto hashes = number_hashes(sealing.keys, subject);
  std::optional<Dossier> found;
  std::vector<std::string> fresh;
  for (const auto& hash : hashes) {
    const auto id = id_by_hash(sql, tenant, hash);
    if (!id)
      fresh.push_back(hash);
    else if (!found)
      found = find_dossier(sql, sealing, tenant, *id);
  }
  Dossier dossier = found ? *found : Dossier{uuid7(sealing.surroundings), owner, subject, 0};
  dossier.fresh = subject.bsn && (!found || !found->subject.bsn);
  if (subject.bsn) dossier.subject.bsn = subject.bsn;
  if (subject.v_nummer) dossier.subject.v_nummer = subject.v_nummer;
  if (found && fresh.empty() && !found->unreadable) return dossier;
  if (found) {
    save_subject(sql, sealing, dossier);
    dossier.unreadable = false;
  } else {
    const auto sealed = sealing.keys.seal(subject_text(dossier.subject), "dossier:" + dossier.id,
                                          sealing.surroundings.random);
    sql.run(
        "INSERT INTO dossier (id, tenant, sealed_subject, last_sequence) VALUES (:id, :tenant, :sealed, 0)",
        dossier.id, owner, sealed);
  }
  for (const auto& hash : fresh) add_number(sql, dossier, hash);
  return dossier;
}

std::optional<Dossier> find_person(Session& sql, const Sealing& sealing, std::string_view tenant,
                                   const Subject& subject) {
  if (subject.bsn || subject.v_nummer) {
    const auto id = find_dossier_id(sql, sealing.keys, tenant, subject);
    return id ? find_dossier(sql, sealing, tenant, *id) : std::nullopt;
  }
  if (!subject.dossier.empty())
    if (auto named = find_dossier(sql, sealing, tenant, subject.dossier)) return named;
  for (const auto& kenmerk : subject.kenmerken)
    if (auto known = find_by_hash(sql, sealing, tenant, kenmerk_hash(sealing.keys, kenmerk))) return known;
  return std::nullopt;
}

void remember_kenmerken(Session& sql, const Keys& keys, const Dossier& dossier,
                        const std::vector<std::string>& kenmerken) {
  for (const auto& kenmerk : kenmerken) {
    const auto hash = kenmerk_hash(keys, kenmerk);
    sql.run(
        "INSERT INTO dossier_number (tenant, number_hash, dossier) VALUES (:tenant, :hash, :dossier)"
        " ON CONFLICT (tenant, number_hash) DO UPDATE SET dossier = excluded.dossier",
        dossier.tenant, hash, dossier.id);
  }
}

Dossier correct_bsn(Session& sql, const Sealing& sealing, Dossier dossier, const schemas::Bsn& bsn) {
  if (find_dossier_id(sql, sealing.keys, dossier.tenant, {bsn, {}})) return dossier;
  dossier.subject.bsn = bsn;
  save_subject(sql, sealing, dossier);
  add_number(sql, dossier, sealing.keys.find_hash("bsn:" + bsn.digits()));
  return dossier;
}

void move_numbers(Session& sql, const Dossier& from, const Dossier& to) {
  sql.run("UPDATE dossier_number SET dossier = :to WHERE tenant = :tenant AND dossier = :from", to.id,
          from.tenant, from.id);
}

void set_closed(Session& sql, const Dossier& dossier, const std::string& day) {
  // Of whom no dossier is kept nothing can be missed.
  sql.run("DELETE FROM asked WHERE tenant = :tenant AND dossier = :id", dossier.tenant, dossier.id);
  sql.run("UPDATE dossier SET closed = :day WHERE tenant = :tenant AND id = :id", day, dossier.tenant,
          dossier.id);
}

std::optional<Object> find_object(Session& sql, const Sealing& sealing, const Dossier& dossier,
                                  const Object& like) {
  const std::string type(mapping::canonical::objecttype(like));
  const auto hash = key_hash(sealing, like);
  const auto sealed = sql.one<std::string>(
      "SELECT sealed FROM object WHERE tenant = :tenant AND dossier = :dossier AND objecttype = :type AND "
      "key_hash = "
      ":hash",
      dossier.tenant, dossier.id, type, hash);
  if (!sealed) return std::nullopt;
  return open_object(sealing, dossier, type, hash, *sealed);
}

std::vector<Object> objects_of_type(Session& sql, const Sealing& sealing, const Dossier& dossier,
                                    std::string_view objecttype, std::string_view feed) {
  std::vector<Object> objects;
  for (const auto& [hash, sealed] :
       sql.all<std::string, std::string>("SELECT key_hash, sealed FROM object WHERE tenant = :tenant AND "
                                         "dossier = :dossier AND objecttype = :type "
                                         "AND feed = :feed",
                                         dossier.tenant, dossier.id, objecttype, feed))
    if (auto object = open_object(sealing, dossier, objecttype, hash, sealed))
      objects.push_back(std::move(*object));
  return objects;
}

std::vector<Known> all_known(Session& sql, const Sealing& sealing, const Dossier& dossier) {
  std::vector<Known> known;
  for (const auto& [type, hash, feed, sealed] : sql.all<std::string, std::string, std::string, std::string>(
           "SELECT objecttype, key_hash, feed, sealed FROM object WHERE tenant = :tenant AND dossier = "
           ":dossier ORDER BY objecttype, key_hash",
           dossier.tenant, dossier.id))
    if (auto object = open_object(sealing, dossier, type, hash, sealed))
      known.push_back({std::move(*object), feed});
  return known;
}

std::vector<Object> all_objects(Session& sql, const Sealing& sealing, const Dossier& dossier) {
  std::vector<Object> objects;
  for (auto& known : all_known(sql, sealing, dossier)) objects.push_back(std::move(known.object));
  return objects;
}

std::vector<std::string> dossiers_with(Session& sql, const Sealing& sealing, std::string_view tenant,
                                       const mapping::canonical::Contactpersoon& persoon) {
  return sql.list<std::string>(
      "SELECT dossier FROM object WHERE objecttype = 'Contactpersoon' AND tenant = :tenant AND key_hash = "
      ":hash",
      tenant, key_hash(sealing, persoon));
}

void put_object(Session& sql, const Sealing& sealing, const Dossier& dossier, std::string_view feed,
                const Object& object) {
  const std::string type(mapping::canonical::objecttype(object));
  const auto hash = key_hash(sealing, object);
  const auto sealed = sealing.keys.seal(json::serialize(mapping::canonical::to_json(object)),
                                        object_place(dossier, type, hash), sealing.surroundings.random);
  sql.run(
      "INSERT INTO object (tenant, dossier, objecttype, key_hash, feed, sealed)"
      " VALUES (:tenant, :dossier, :type, :hash, :feed, :sealed)"
      " ON CONFLICT (tenant, dossier, objecttype, key_hash) DO UPDATE SET feed = excluded.feed, sealed = "
      "excluded.sealed",
      dossier.tenant, dossier.id, type, hash, feed, sealed);
}

void remove_object(Session& sql, const Sealing& sealing, const Dossier& dossier, const Object& object) {
  sql.run(
      "DELETE FROM object WHERE tenant = :tenant AND dossier = :dossier AND objecttype = :type AND "
      "key_hash = :hash",
      dossier.tenant, dossier.id, mapping::canonical::objecttype(object), key_hash(sealing, object));
}

void set_last_sequence(Session& sql, const Dossier& dossier) {
  sql.run("UPDATE dossier SET last_sequence = :last WHERE tenant = :tenant AND id = :id",
          dossier.last_sequence, dossier.tenant, dossier.id);
}

}  // namespace inburgering::gateway::store
