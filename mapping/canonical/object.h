#pragma once
// A canonical object of any type. The list of types stands here once; what is done per type is derived from
// it.
#include <boost/json/object.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "mapping/canonical/attentiesignaal.h"
#include "mapping/canonical/examenonderdeel.h"
#include "mapping/canonical/gevolgde_uren.h"
#include "mapping/canonical/inburgeringsplichtige.h"
#include "mapping/canonical/inburgeringstermijn.h"
#include "mapping/canonical/nationaliteit.h"
#include "mapping/canonical/persoon.h"
#include "mapping/canonical/voortgangsmeting.h"
#include "schemas/fault.h"

namespace inburgering::mapping::canonical {

using Object = std::variant<Persoon, Nationaliteit, Inburgeringsplichtige, Inburgeringstermijn,
                            Examenonderdeel, Voortgangsmeting, GevolgdeUren, Attentiesignaal>;

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

boost::json::object to_json(const Object& object);
schemas::Result<Object> from_json(std::string_view objecttype, const boost::json::value& json);

/// Lays what was said over what was known; both must be of the same type. Answers the names of the fields
/// that changed by it.
std::vector<std::string> update(Object& known, const Object& said);

/// Names of the fields that hold a statement.
std::vector<std::string> stated_fields(const Object& object);

}  // namespace inburgering::mapping::canonical
