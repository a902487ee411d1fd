#pragma once
// A canonical object of any type. The list of types stands here once; what is done per type is derived from
// it.
#include <bitset>
#include <boost/json/object.hpp>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "mapping/canonical/aanwezigheid.h"
#include "mapping/canonical/asielstatushouder.h"
#include "mapping/canonical/attentiesignaal.h"
#include "mapping/canonical/brede_intake.h"
#include "mapping/canonical/contactpersoon.h"
#include "mapping/canonical/deelname.h"
#include "mapping/canonical/diplomawaardering.h"
#include "mapping/canonical/doelen.h"
#include "mapping/canonical/dossier.h"
#include "mapping/canonical/educatie.h"
#include "mapping/canonical/examen.h"
#include "mapping/canonical/gebeurtenis.h"
#include "mapping/canonical/gevolgde_uren.h"
#include "mapping/canonical/in_onderzoek.h"
#include "mapping/canonical/inburgeringsaanbod.h"
#include "mapping/canonical/inburgeringsplichtige.h"
#include "mapping/canonical/inburgeringstermijn.h"
#include "mapping/canonical/instelling.h"
#include "mapping/canonical/klok.h"
#include "mapping/canonical/knm.h"
#include "mapping/canonical/leerbaarheidstoets.h"
#include "mapping/canonical/leerroute.h"
#include "mapping/canonical/map.h"
#include "mapping/canonical/melding.h"
#include "mapping/canonical/nationaliteit.h"
#include "mapping/canonical/ontheffing.h"
#include "mapping/canonical/participatiecomponent.h"
#include "mapping/canonical/persoon.h"
#include "mapping/canonical/pip.h"
#include "mapping/canonical/pvt.h"
#include "mapping/canonical/signaal.h"
#include "mapping/canonical/startinburgering.h"
#include "mapping/canonical/tegenspraak.h"
#include "mapping/canonical/toetsresultaat.h"
#include "mapping/canonical/training.h"
#include "mapping/canonical/urenstand.h"
#include "mapping/canonical/vaardigheid.h"
#include "mapping/canonical/verlenging.h"
#include "mapping/canonical/voorbereiding.h"
#include "mapping/canonical/voortgangsmeting.h"
#include "mapping/canonical/vrijstelling.h"
#include "mapping/canonical/waarschuwing.h"
#include "mapping/canonical/werk.h"
#include "schemas/fault.h"
#include "schemas/xml/document.h"

namespace inburgering::mapping::canonical {

using Object =
    std::variant<Persoon, Nationaliteit, InOnderzoek, Dossier, Asielstatushouder, Inburgeringsplichtige,
                 Inburgeringsplichthistorie, Doelgroephistorie, Startinburgering, Inburgeringstermijn,
                 Inburgeringstermijnhistorie, AanvraagVerlenging, Verlengingsgrond, BredeIntake,
                 Leerbaarheidstoets, AanmeldingLeerbaarheidstoets, PIP, Leerroute, B1Route, ZRoute,
                 Onderwijsroute, Inburgeringsaanbod, KNM, MAP, PVT, Participatiecomponent, Deelname,
                 Voortgangsmeting, Aanwezigheid, Toetsresultaat, Signaal, Waarschuwing, Klok, Urenstand,
                 GevolgdeUren, Examen, Examenonderdeel, GratisPogingTegoed, Vrijstelling, Ontheffing,
                 VoorbereidingOpInburgering, Introductiemodule, Taalvaardigheid, ICTVaardigheid,
                 Diplomawaardering, Educatie, Training, Werk, Hoofddoel, Aandachtspunt, SubdoelAandachtspunt,
                 Ontwikkelwens, SubdoelOntwikkelwens, Contactpersoon, Gebeurtenis, Attentiesignaal, Melding,
                 Tegenspraak, Instelling, Verlengingsgrondslag>;

/// Calls `visit.operator()<T>()` for each object type.
template <class Visit>
void for_each_objecttype(Visit&& visit) {
  [&]<std::size_t... I>(std::index_sequence<I...>) {
    (visit.template operator()<std::variant_alternative_t<I, Object>>(), ...);
  }(std::make_index_sequence<std::variant_size_v<Object>>());
}

/// "Persoon", "Inburgeringsplichtige", …
std::string_view objecttype(const Object& object);
/// All object types, in the order of the variant.
std::vector<std::string_view> objecttypes();

/// The natural key inside the dossier: the key fields in table order; empty for a type of which there is one.
boost::json::object key_of(const Object& object);

/// Whether both are the same object: of one type, with one natural key.
bool same_identity(const Object& one, const Object& other);

boost::json::object to_json(const Object& object);
schemas::Result<Object> from_json(std::string_view objecttype, const boost::json::value& json);

/// The namespace of every element of canonical XML, in the newest version of the model (mapping/versions).
inline constexpr std::string_view xml_namespace = "urn:nld:inburgering:schema:v2";
/// A document whose root element is named after the object type.
std::string to_xml(const Object& object);
/// Also in the namespace of an older version, as far as the fields are still these.
schemas::Result<Object> from_xml(const schemas::xml::Element& root);
/// The same document from the object's JSON, which may be that of an older version. Nothing when the JSON is
/// none of a canonical object.
std::optional<std::string> xml_of_json(std::string_view objecttype, const boost::json::object& json,
                                       std::string_view ns);

/// Lays what was said over what was known; both must be of the same type. Answers the names of the fields
/// that changed by it.
std::vector<std::string> update(Object& known, const Object& said);

/// Fields of one object type, each by its place in the table.
inline constexpr std::size_t most_fields = 64;
using Fields = std::bitset<most_fields>;

/// By place.
std::span<const std::string_view> field_names(const Object& object);
Fields key_fields(const Object& object);
/// Those that hold a statement.
Fields stated(const Object& object);
/// Those that hold a value.
Fields valued(const Object& object);
/// Those in which two objects of one type differ.
Fields differing(const Object& one, const Object& other);
/// Makes these fields as another object of the type has them.
void take(Object& into, const Object& from, const Fields& these);
std::vector<std::string> names_of(const Object& object, const Fields& these);
/// Whom to believe of a field: the sources by rank (voorrang.h).
schemas::Precedence precedence_of(const Object& object, std::size_t field);
/// The same of the object as a whole.
schemas::Precedence precedence_of_object(const Object& object);

/// Where a feed has a field by its own standard, as the table says: of "duo" "PIP/PIP.dagtekeningPip". Empty
/// when the table names no place there.
std::string_view source_of(const Object& object, std::size_t field, std::string_view feed);

/// Whether events of this type go only to who asked for it by its name. False for what is no object type.
bool on_request(std::string_view objecttype);

/// Names of the fields that hold a statement.
std::vector<std::string> stated_fields(const Object& object);

/// Takes back what an object says of these fields: it then leaves them as they are known. Key fields stay.
void leave_out(Object& object, std::span<const std::string> fields);

/// One object that two dossiers do not have alike. `before` is null when it is new, `after` when it is gone.
struct Difference {
  const Object* before;
  const Object* after;
  std::vector<std::string> fields;  ///< names of those that differ, when both are there
};

/// What distinguishes two dossiers, in the order of `after` and then what only `before` has. Objects are
/// matched by type and key, whatever their order.
std::vector<Difference> differences(std::span<const Object> before, std::span<const Object> after);

}  // namespace inburgering::mapping::canonical
