#pragma once
// Dossiers: all canonical objects that the gateway last knew of one person in one tenant. Every query carries
// the tenant; data of persons is sealed to its own row.
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/store/crypto.h"
#include "gateway/store/engine/database.h"
#include "mapping/canonical/object.h"
#include "mapping/change.h"
#include "mapping/testimony.h"

namespace inburgering::gateway::store {

class Rows;
struct ObjectRow;

/// What a repository needs besides the session: the keys and where its chance comes from.
struct Sealing {
  const Keys& keys;
  Surroundings surroundings;
};

struct Dossier {
  std::string id;
  std::string tenant;
  mapping::Subject subject;
  std::int64_t last_sequence = 0;
  std::int64_t key =
      0;  ///< the number of its own key (dossier_keys.h): what is about the person is sealed under it
  std::string closed{};  ///< day on which this gemeente ended it; empty while it is kept
  /// Who it is about cannot be read: `subject` is empty. The next message about this person puts it right.
  bool unreadable = false;
  bool fresh = false;  ///< opened just now, or the person's BSN became known just now
};

/// The dossier of this person in this tenant; opened now when there is none. A number that was not known of
/// the person yet (v-nummer beside BSN) is added.
Dossier take_dossier(Rows& rows, const Sealing& sealing, std::string_view tenant,
                     const mapping::Subject& subject);
/// The dossier of someone whom this tenant knows: by BSN or v-nummer; without those by our own id or another
/// number (Subject). Nothing when there is none: it is not opened.
std::optional<Dossier> find_person(Rows& rows, const Sealing& sealing, std::string_view tenant,
                                   const mapping::Subject& subject);
/// Remembers the other numbers by which a feed knows this person.
void remember_kenmerken(Rows& rows, const Keys& keys, const Dossier& dossier,
                        const std::vector<std::string>& kenmerken);
/// The person proves to have this BSN. Where another dossier has that already, `dossier` is returned
/// unchanged.
Dossier correct_bsn(Rows& rows, const Sealing& sealing, Dossier dossier, const schemas::Bsn& bsn);
/// Ends a dossier on a day, or with an empty day opens it again.
void set_closed(Rows& rows, const Dossier& dossier, const std::string& day);
/// What stands for the numbers of a person in the rows about them, within a scope: a gemeente (OIN), or a
/// subscription with a list of persons of its own (id).
std::vector<std::string> number_hashes(const Keys& keys, std::string_view scope,
                                       const mapping::Subject& subject);
/// The id of the dossier of this person; nothing when there is none.
std::optional<std::string> find_dossier_id(Rows& rows, const Keys& keys, std::string_view tenant,
                                           const mapping::Subject& subject);
std::optional<Dossier> find_dossier(Rows& rows, const Sealing& sealing, std::string_view tenant,
                                    std::string_view id);

/// Stands for an object's natural key in the rows about it.
std::string key_hash(const Sealing& sealing, std::string_view tenant,
                     const mapping::canonical::Object& object);
/// What each feed says of the object in a row. Empty when that cannot be read: what is told next of it stands
/// in its place.
mapping::Testimony open_testimony(Rows& rows, const Sealing& sealing, const Dossier& dossier,
                                  const ObjectRow& row);
/// What each feed says of the object with the type and key of `like`; empty when it is not known.
mapping::Testimony find_testimony(Rows& rows, const Sealing& sealing, const Dossier& dossier,
                                  const mapping::canonical::Object& like);
/// What holds of it.
std::optional<mapping::canonical::Object> find_object(Rows& rows, const Sealing& sealing,
                                                      const Dossier& dossier,
                                                      const mapping::canonical::Object& like);
/// All objects of a type of which `feed` says something, as they hold.
std::vector<mapping::canonical::Object> objects_of_type(Rows& rows, const Sealing& sealing,
                                                        const Dossier& dossier, std::string_view objecttype,
                                                        std::string_view feed);
struct Known {
  mapping::canonical::Object object;
  std::string feed;  ///< who is believed first of it
};
std::vector<Known> all_known(Rows& rows, const Sealing& sealing, const Dossier& dossier);
/// What each feed says of each object.
std::vector<mapping::Testimony> all_testimonies(Rows& rows, const Sealing& sealing, const Dossier& dossier);
/// Of these types alone.
std::vector<Known> known_of_types(Rows& rows, const Sealing& sealing, const Dossier& dossier,
                                  const std::set<std::string, std::less<>>& types);
/// The whole dossier, whoever told it.
std::vector<mapping::canonical::Object> all_objects(Rows& rows, const Sealing& sealing,
                                                    const Dossier& dossier);
/// Those of some types alone: what is of no use is not opened.
/// `unreadable` rises by one for each that is there and cannot be opened.
std::vector<mapping::canonical::Object> objects_of_types(Session& sql, const Sealing& sealing,
                                                         std::string_view tenant, std::string_view dossier,
                                                         std::span<const std::string_view> types,
                                                         std::int64_t& unreadable);
/// The dossiers of a tenant that hold the contactpersoon with this number.
std::vector<std::string> dossiers_with(Rows& rows, const Sealing& sealing, std::string_view tenant,
                                       const mapping::canonical::Contactpersoon& persoon);
/// `testimony` is not empty.
void put_testimony(Rows& rows, const Sealing& sealing, const Dossier& dossier,
                   const mapping::Testimony& testimony);
void remove_object(Rows& rows, const Sealing& sealing, const Dossier& dossier,
                   const mapping::canonical::Object& object);
void set_last_sequence(Rows& rows, const Dossier& dossier);

/// Of all dossiers of a tenant, also those that were closed, `count` with an id behind `after`, by id.
struct ListedDossier {
  std::string id;
  std::string closed;  ///< as Dossier has it
  std::int64_t version = 0;
  std::int64_t last_sequence = 0;
};
std::vector<ListedDossier> list_dossiers(Session& sql, std::string_view tenant, std::string_view after,
                                         int count);
std::int64_t count_all_dossiers(Session& sql, std::string_view tenant);

/// What is only looked at, of a session.
std::optional<Dossier> find_person(Session& sql, const Sealing& sealing, std::string_view tenant,
                                   const mapping::Subject& subject);
std::optional<std::string> find_dossier_id(Session& sql, const Keys& keys, std::string_view tenant,
                                           const mapping::Subject& subject);
std::optional<Dossier> find_dossier(Session& sql, const Sealing& sealing, std::string_view tenant,
                                    std::string_view id);
std::optional<mapping::canonical::Object> find_object(Session& sql, const Sealing& sealing,
                                                      const Dossier& dossier,
                                                      const mapping::canonical::Object& like);
std::vector<Known> all_known(Session& sql, const Sealing& sealing, const Dossier& dossier);
/// `unreadable` rises by one for each object that is there and cannot be opened.
std::vector<Known> all_known(Session& sql, const Sealing& sealing, const Dossier& dossier,
                             std::int64_t& unreadable);
std::vector<mapping::Testimony> all_testimonies(Session& sql, const Sealing& sealing, const Dossier& dossier);
std::vector<mapping::canonical::Object> all_objects(Session& sql, const Sealing& sealing,
                                                    const Dossier& dossier);

}  // namespace inburgering::gateway::store
