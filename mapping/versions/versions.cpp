#include "mapping/versions/versions.h"

#include <algorithm>

namespace inburgering::mapping::versions {
namespace {

std::optional<schemas::Day> day(std::string_view text) {
  const auto parsed = schemas::Day::parse(text);
  return parsed ? std::optional(*parsed) : std::nullopt;
}

}  // namespace

const Version* find(int number) {
  const auto found = std::ranges::find(all, number, &Version::number);
  return found == all.end() ? nullptr : &*found;
}

std::optional<schemas::Day> old_since(const Version& version) {
  const auto next = std::ranges::find(all, version.number + 1, &Version::number);
  return next == all.end() ? std::nullopt : day(next->since);
}

std::optional<schemas::Day> told_until(const Version& version) { return day(version.told_until); }

std::string dataschema(std::string_view objecttype, int number) {
  return "urn:nld:inburgering:schema:" + std::string(objecttype) + ":v" + std::to_string(number);
}

std::string xml_namespace(int number) { return "urn:nld:inburgering:schema:v" + std::to_string(number); }

}  // namespace inburgering::mapping::versions
