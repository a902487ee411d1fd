#pragma once
// What a gemeente registers itself, by its own system: which object types and fields are its own to tell, and
// what a registration means. Whose a field is stands with the field (schemas::Field::source).
#include <boost/json/object.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "mapping/change.h"
#include "mapping/testimony.h"

namespace inburgering::mapping::gemeente {

/// The feed of what a gemeente registers.
inline constexpr auto feed = canonical::voorrang::gemeente;

/// The object types of which it may register at least one field, in the order of the model.
std::vector<std::string_view> objecttypes();
bool registers(std::string_view objecttype);

/// Reads a registration: `sleutel` holds the key fields as the address names them, `object` the object in
/// canonical JSON, which may leave them out. A field that nobody else can tell and that is left out has no
/// value; any other that is left out stays as it is known. All faults at once, those of the object behind
/// "/object" and those of the address behind "/sleutel".
schemas::Result<canonical::Object> read(std::string_view objecttype, const boost::json::object& sleutel,
                                        const boost::json::value& object);
/// The object of which only the key is told.
schemas::Result<canonical::Object> read_sleutel(std::string_view objecttype,
                                                const boost::json::object& sleutel);

/// The gemeente that registers.
struct Gemeente {
  std::string_view gemeentecode;
  std::string_view oin;
};
/// What a gemeente may not say: a field that is another's, something in the name of another, or of a PIP that
/// is yet to be signed.
schemas::Faults check(const canonical::Object& object, const Gemeente& by, schemas::Day today);

/// Whether the gemeente can begin such an object. Where the key is another's to tell (an exam of DUO) it only
/// adds to what that other told.
bool begins(const canonical::Object& object);
/// Of a voice about an object: that of a gemeente which only adds.
bool only_adds(const Voice& voice);

/// What a registration means, read again from what is kept of it: {"objecttype", "sleutel", "object", …};
/// without "object" it ended.
schemas::Result<Translation> reread(std::string_view body);

}  // namespace inburgering::mapping::gemeente
