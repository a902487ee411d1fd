#pragma once
// An event of the newest version, told by an older one. What an older version does not have is read from its
// kept schema: nothing is listed twice. Only names that changed stand in a table beside it (namen.json).
#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace inburgering::mapping::versions {

/// A version as its schema describes it, seen from the one after it.
class Former {
 public:
  Former(boost::json::object schema, boost::json::object names);

  bool knows(std::string_view objecttype) const;
  /// An object of the next version, or a part of one: fields that this version does not have go, and codes
  /// that it does not list become {"onbekendeCode": …}. The type must be known.
  boost::json::object object(std::string_view objecttype, const boost::json::object& newer) const;
  /// What the next version calls `field`; empty when this version has nothing of the kind.
  std::string name_of(std::string_view objecttype, std::string_view field) const;

 private:
  boost::json::value value(const boost::json::value& newer, const boost::json::object& property) const;
  const boost::json::object* definition(std::string_view name) const;

  boost::json::object definitions_;
  boost::json::object fields_;  ///< type → new name → name here
  boost::json::object codes_;   ///< list → new code → code here
};

bool knows(int version, std::string_view objecttype);

/// Whether an event tells something to who knows this version: its type is there, and where it tells of a
/// change
/// (`handeling` "gewijzigd") at least one of the fields that changed.
bool tells(int version, std::string_view handeling, const boost::json::object& data);

/// The `data` of an event by this version; nothing when it tells nothing there.
std::optional<boost::json::object> step_down(int version, boost::json::object data);

/// An object by this version; nothing when its type is not there.
std::optional<boost::json::object> step_down(int version, std::string_view objecttype,
                                             boost::json::object object);

}  // namespace inburgering::mapping::versions
