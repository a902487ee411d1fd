#include "gateway/store/dossiers.h"

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "adapters/transport/guard.h"
#include "gateway/store/sealed.h"
#include "gateway/store/stored_rows.h"

namespace inburgering::gateway::store {

std::string key_hash(const Sealing& sealing, std::string_view tenant,
                     const mapping::canonical::Object& object) {
  return sealing.keys.find_hash(tenant, boost::json::serialize(mapping::canonical::key_of(object)));
}

namespace {

namespace json = boost::json;
using mapping::Subject;
using mapping::Testimony;
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

DossierRow row_of(const Sealing& sealing, const Dossier& dossier) {
  return {dossier.tenant,
          dossier.id,
          sealing.keys.seal(subject_text(dossier.subject), "dossier:" + dossier.id,
                            sealing.surroundings.random, dossier.key),
          dossier.last_sequence,
          dossier.closed,
          0,
          dossier.key};
}

/// Writes what changed in a dossier's own row, who it is about left as it is sealed there.
template <class Change>
void change_row(Rows& rows, const Dossier& dossier, Change&& change) {
  auto row = rows.dossier(dossier.tenant, dossier.id);
  if (!row) return;
  change(*row);
  rows.put_dossier(*row);
}

std::string kenmerk_hash(const Keys& keys, std::string_view tenant, std::string_view kenmerk) {
  return keys.find_hash(tenant, "kenmerk:" + std::string(kenmerk));
}

}  // namespace

Testimony open_testimony(Rows& rows, const Sealing& sealing, const Dossier& dossier, const ObjectRow& row) {
  const auto place = object_place(dossier, row.type, row.key_hash);
  auto* opened = rows.opened();
  if (opened != nullptr)
    if (const auto* known = opened->find(dossier.id, place, row.sealed)) return *known;
  auto plain = try_open_object(sealing.keys, row.sealed, place);
  if (!plain) return {};
  auto testimony = mapping::testimony_from_json(row.type, std::move(*plain), row.feed);
  if (!testimony) {
    adapters::transport::note_caught("opslag: onleesbaar object");
    return {};
  }
  if (opened != nullptr) opened->keep(dossier.id, place, row.sealed, *testimony);
  return std::move(*testimony);
}

std::optional<Dossier> find_dossier(Rows& rows, const Sealing& sealing, std::string_view tenant,
                                    std::string_view id) {
  auto row = rows.dossier(tenant, id);
  if (!row) return std::nullopt;
  Dossier dossier{std::move(row->id), std::move(row->tenant), {}, row->last_sequence,
                  row->key,           std::move(row->closed)};
  if (const auto subject = try_open_object(sealing.keys, row->sealed_subject, "dossier:" + dossier.id))
    dossier.subject = subject_of(*subject);
  else
    dossier.unreadable = true;
  return dossier;
}

std::vector<std::string> number_hashes(const Keys& keys, std::string_view scope, const Subject& subject) {
  std::vector<std::string> hashes;
  if (subject.bsn) hashes.push_back(keys.find_hash(scope, "bsn:" + subject.bsn->digits()));
  if (subject.v_nummer)
    hashes.push_back(keys.find_hash(scope, "vnummer:" + std::to_string(*subject.v_nummer)));
  // What is about nobody (reference lists) has one dossier a tenant.
  if (hashes.empty()) hashes.push_back(keys.find_hash(scope, "referentie"));
  return hashes;
}

std::optional<std::string> find_dossier_id(Rows& rows, const Keys& keys, std::string_view tenant,
                                           const Subject& subject) {
  for (const auto& hash : number_hashes(keys, tenant, subject))
    if (auto id = rows.dossier_of(tenant, hash)) return id;
  return std::nullopt;
}

Dossier take_dossier(Rows& rows, const Sealing& sealing, std::string_view tenant, const Subject& subject) {
  std::optional<Dossier> found;
  std::vector<std::string> fresh;
  for (const auto& hash : number_hashes(sealing.keys, tenant, subject)) {
    const auto id = rows.dossier_of(tenant, hash);
    if (!id)
      fresh.push_back(hash);
    else if (!found)
      found = find_dossier(rows, sealing, tenant, *id);
  }
  Dossier dossier = found ? *found : Dossier{uuid7(sealing.surroundings), std::string(tenant), subject};
  // What cannot be read may be so because its key was lost. What comes now goes under another; each value
  // says under which it stands, so that what was sealed before opens again once the key is put back.
  if (found && found->unreadable && sealing.keys.is_lost(found->key))
    adapters::transport::note_caught("opslag: de sleutel van een dossier ontbreekt, zie store check");
  if (!found || found->unreadable) dossier.key = sealing.keys.new_dossier_key(sealing.surroundings.random);
  dossier.fresh = subject.bsn && (!found || !found->subject.bsn);
  if (subject.bsn) dossier.subject.bsn = subject.bsn;
  if (subject.v_nummer) dossier.subject.v_nummer = subject.v_nummer;
  if (found && fresh.empty() && !found->unreadable) return dossier;
  rows.put_dossier(row_of(sealing, dossier));
  dossier.unreadable = false;
  for (const auto& hash : fresh) rows.put_number(dossier.tenant, hash, dossier.id);
  return dossier;
}

std::optional<Dossier> find_person(Rows& rows, const Sealing& sealing, std::string_view tenant,
                                   const Subject& subject) {
  if (subject.bsn || subject.v_nummer) {
    const auto id = find_dossier_id(rows, sealing.keys, tenant, subject);
    return id ? find_dossier(rows, sealing, tenant, *id) : std::nullopt;
  }
  if (!subject.dossier.empty())
    if (auto named = find_dossier(rows, sealing, tenant, subject.dossier)) return named;
  for (const auto& kenmerk : subject.kenmerken)
    if (const auto id = rows.dossier_of(tenant, kenmerk_hash(sealing.keys, tenant, kenmerk)))
      if (auto known = find_dossier(rows, sealing, tenant, *id)) return known;
  return std::nullopt;
}

void remember_kenmerken(Rows& rows, const Keys& keys, const Dossier& dossier,
                        const std::vector<std::string>& kenmerken) {
  for (const auto& kenmerk : kenmerken)
    rows.remember_number(dossier.tenant, kenmerk_hash(keys, dossier.tenant, kenmerk), dossier.id);
}

Dossier correct_bsn(Rows& rows, const Sealing& sealing, Dossier dossier, const schemas::Bsn& bsn) {
  const auto other = find_dossier_id(rows, sealing.keys, dossier.tenant, {bsn, {}});
  if (other && *other != dossier.id) return dossier;
  dossier.subject.bsn = bsn;
  rows.put_dossier(row_of(sealing, dossier));
  rows.put_number(dossier.tenant, number_hashes(sealing.keys, dossier.tenant, {bsn, {}}).front(), dossier.id);
  return dossier;
}

void set_closed(Rows& rows, const Dossier& dossier, const std::string& day) {
  rows.forget_asked(dossier.tenant, dossier.id);
  change_row(rows, dossier, [&](DossierRow& row) { row.closed = day; });
}

Testimony find_testimony(Rows& rows, const Sealing& sealing, const Dossier& dossier, const Object& like) {
  const auto row = rows.object(dossier.tenant, dossier.id, mapping::canonical::objecttype(like),
                               key_hash(sealing, dossier.tenant, like));
  return row ? open_testimony(rows, sealing, dossier, *row) : Testimony();
}

std::optional<Object> find_object(Rows& rows, const Sealing& sealing, const Dossier& dossier,
                                  const Object& like) {
  const auto testimony = find_testimony(rows, sealing, dossier, like);
  return testimony.empty() ? std::nullopt : std::optional(testimony.object());
}

std::vector<Testimony> all_testimonies(Rows& rows, const Sealing& sealing, const Dossier& dossier) {
  std::vector<Testimony> all;
  for (const auto& row : rows.objects(dossier.tenant, dossier.id))
    if (auto testimony = open_testimony(rows, sealing, dossier, row); !testimony.empty())
      all.push_back(std::move(testimony));
  return all;
}

std::vector<Object> objects_of_type(Rows& rows, const Sealing& sealing, const Dossier& dossier,
                                    std::string_view objecttype, std::string_view feed) {
  std::vector<Object> objects;
  for (const auto& row : rows.objects(dossier.tenant, dossier.id))
    if (row.type == objecttype)
      if (const auto testimony = open_testimony(rows, sealing, dossier, row);
          testimony.voice_of(feed) != nullptr)
        objects.push_back(testimony.object());
  return objects;
}

std::vector<Known> all_known(Rows& rows, const Sealing& sealing, const Dossier& dossier) {
  std::vector<Known> known;
  for (const auto& testimony : all_testimonies(rows, sealing, dossier))
    known.push_back({testimony.object(), std::string(testimony.leading().feed())});
  return known;
}

std::vector<Known> known_of_types(Rows& rows, const Sealing& sealing, const Dossier& dossier,
                                  const std::set<std::string, std::less<>>& types) {
  std::vector<Known> known;
  for (const auto& row : rows.objects(dossier.tenant, dossier.id))
    if (types.contains(row.type))
      if (const auto testimony = open_testimony(rows, sealing, dossier, row); !testimony.empty())
        known.push_back({testimony.object(), std::string(testimony.leading().feed())});
  return known;
}

std::vector<Object> all_objects(Rows& rows, const Sealing& sealing, const Dossier& dossier) {
  std::vector<Object> objects;
  for (auto& known : all_known(rows, sealing, dossier)) objects.push_back(std::move(known.object));
  return objects;
}

std::vector<std::string> dossiers_with(Rows& rows, const Sealing& sealing, std::string_view tenant,
                                       const mapping::canonical::Contactpersoon& persoon) {
  return rows.dossiers_with(tenant, mapping::canonical::objecttype(persoon),
                            key_hash(sealing, tenant, persoon));
}

void put_testimony(Rows& rows, const Sealing& sealing, const Dossier& dossier, const Testimony& testimony) {
  const auto& leading = testimony.leading();
  const std::string type(mapping::canonical::objecttype(leading.said));
  const auto hash = key_hash(sealing, dossier.tenant, leading.said);
  const auto place = object_place(dossier, type, hash);
  auto sealed = sealing.keys.seal(json::serialize(mapping::to_json(testimony)), place,
                                  sealing.surroundings.random, dossier.key);
  if (auto* opened = rows.opened()) opened->keep(dossier.id, place, sealed, testimony);
  rows.put_object(dossier.tenant, dossier.id, {type, hash, std::string(leading.feed()), std::move(sealed)});
}

void remove_object(Rows& rows, const Sealing& sealing, const Dossier& dossier, const Object& object) {
  rows.remove_object(dossier.tenant, dossier.id, mapping::canonical::objecttype(object),
                     key_hash(sealing, dossier.tenant, object));
}

void set_last_sequence(Rows& rows, const Dossier& dossier) {
  change_row(rows, dossier, [&](DossierRow& row) { row.last_sequence = dossier.last_sequence; });
}

std::optional<Dossier> find_person(Session& sql, const Sealing& sealing, std::string_view tenant,
                                   const Subject& subject) {
  StoredRows rows(sql);
  return find_person(rows, sealing, tenant, subject);
}

std::optional<std::string> find_dossier_id(Session& sql, const Keys& keys, std::string_view tenant,
                                           const Subject& subject) {
  StoredRows rows(sql);
  return find_dossier_id(rows, keys, tenant, subject);
}

std::optional<Dossier> find_dossier(Session& sql, const Sealing& sealing, std::string_view tenant,
                                    std::string_view id) {
  StoredRows rows(sql);
  return find_dossier(rows, sealing, tenant, id);
}

std::optional<Object> find_object(Session& sql, const Sealing& sealing, const Dossier& dossier,
                                  const Object& like) {
  StoredRows rows(sql);
  return find_object(rows, sealing, dossier, like);
}

std::vector<Known> all_known(Session& sql, const Sealing& sealing, const Dossier& dossier) {
  StoredRows rows(sql);
  return all_known(rows, sealing, dossier);
}

std::vector<Known> all_known(Session& sql, const Sealing& sealing, const Dossier& dossier,
                             std::int64_t& unreadable) {
  StoredRows rows(sql);
  std::vector<Known> known;
  for (const auto& row : rows.objects(dossier.tenant, dossier.id))
    if (const auto testimony = open_testimony(rows, sealing, dossier, row); !testimony.empty())
      known.push_back({testimony.object(), std::string(testimony.leading().feed())});
    else
      ++unreadable;
  return known;
}

std::vector<Testimony> all_testimonies(Session& sql, const Sealing& sealing, const Dossier& dossier) {
  StoredRows rows(sql);
  return all_testimonies(rows, sealing, dossier);
}

std::vector<Object> all_objects(Session& sql, const Sealing& sealing, const Dossier& dossier) {
  StoredRows rows(sql);
  return all_objects(rows, sealing, dossier);
}

std::vector<Object> objects_of_types(Session& sql, const Sealing& sealing, std::string_view tenant,
                                     std::string_view dossier, std::span<const std::string_view> types,
                                     std::int64_t& unreadable) {
  StoredRows rows(sql);
  const Dossier whose{std::string(dossier), std::string(tenant), {}};
  std::vector<Object> objects;
  for (const auto& row : rows.objects(tenant, dossier))
    if (std::ranges::find(types, std::string_view(row.type)) != types.end()) {
      if (const auto testimony = open_testimony(rows, sealing, whose, row); !testimony.empty())
        objects.push_back(testimony.object());
      else
        ++unreadable;
    }
  return objects;
}

std::vector<ListedDossier> list_dossiers(Session& sql, std::string_view tenant, std::string_view after,
                                         int count) {
  std::vector<ListedDossier> list;
  for (auto& [id, closed, version, last] : sql.all<std::string, std::string, std::int64_t, std::int64_t>(
           {"dossiers.list",
            "SELECT id, closed, version, last_sequence FROM dossier WHERE tenant = :tenant AND id > :after "
            "ORDER "
            "BY id LIMIT :count"},
           tenant, after, count))
    list.push_back({std::move(id), std::move(closed), version, last});
  return list;
}

std::int64_t count_all_dossiers(Session& sql, std::string_view tenant) {
  return sql
      .one<std::int64_t>({"dossiers.count", "SELECT COUNT(*) FROM dossier WHERE tenant = :tenant"}, tenant)
      .value_or(0);
}

}  // namespace inburgering::gateway::store
