#pragma once
// The versions of the canonical model in which events are told. The newest is the model as its field tables
// stand; of each older one the schema is kept in schemas/canonical/versies, and step_down.h tells events by
// it.
//
// A version is a number that subscriptions name, and a number with a minor: fields, types and codes that come
// by raise the minor, what goes or comes to mean something else raises the version. tests/structure compares
// the model with what is kept.
#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "schemas/value/day.h"

namespace inburgering::mapping::versions {

struct Version {
  int number;
  std::string_view model;       ///< with its minor, and the name of its folder of kept schemas
  std::string_view since;       ///< day of the first release with it
  std::string_view told_until;  ///< at least; empty for the newest
};

/// Oldest first. Two stand beside each other for a year at least: told_until is no sooner than a year after
/// the next began.
inline constexpr std::array all{
    Version{1, "1.0", "2026-11-29", "2027-12-01"},
    Version{2, "2.0", "2026-12-01", ""},
};
inline constexpr int oldest = all.front().number;
inline constexpr int newest = all.back().number;

/// Null when this gateway does not tell by it.
const Version* find(int number);
/// The day from which a version is not the newest any more.
std::optional<schemas::Day> old_since(const Version& version);
std::optional<schemas::Day> told_until(const Version& version);

/// "urn:nld:inburgering:schema:Leerroute:v2"
std::string dataschema(std::string_view objecttype, int number);
/// The namespace of canonical XML: "urn:nld:inburgering:schema:v2"
std::string xml_namespace(int number);

/// What is kept of an older version.
struct Kept {
  std::string_view json_schema;
  std::string_view xsd;
  std::string_view names;  ///< what the next version names otherwise
};
/// Nothing of the newest: that is made from the field tables (mapping/document).
std::optional<Kept> kept(int number);

}  // namespace inburgering::mapping::versions
