#pragma once
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "mapping/canonical/object.h"
#include "mapping/klokken/klok.h"

namespace inburgering::mapping::klokken {

/// An object of the dossier and who said it last.
struct Bekend {
  canonical::Object object;
  std::string feed;
};

/// All that clocks need to know of one person.
struct Situatie {
  std::vector<Bekend> objecten{};  ///< of the types that `types` names, and the Klokken that were told
  std::string gemeentecode{};
  bool gesloten = false;  ///< the gemeente no longer keeps the dossier
};

/// The types of object that these clocks look at.
std::set<std::string, std::less<>> types(const std::vector<Klokdefinitie>& klokken);

template <class T>
std::vector<const T*> alle(const Situatie& situatie) {
  std::vector<const T*> found;
  for (const auto& each : situatie.objecten)
    if (const auto* object = std::get_if<T>(&each.object)) found.push_back(object);
  return found;
}

/// Whether there is a plicht today.
struct Plicht {
  bool geldt = true;
  bool ingetrokken = false;  ///< not fulfilled or exempted, but taken back
  std::string reden{};       ///< why there is none
  std::optional<schemas::Day> sinds{};
  std::optional<schemas::Day> verandert{};  ///< the next day on which this is not so any more
};
Plicht plicht(const Situatie& situatie, schemas::Day today);

/// Whether a clock is meant for this person, by doelgroep and leerroute.
bool betreft(const Klokdefinitie& klok, const Situatie& situatie);

/// An object that an Aanwijzing points at, with its day when it has one.
struct Gevonden {
  const canonical::Object* object;
  std::optional<schemas::Day> dag;
};
/// In the order of the dossier. Where a field is named, only those in which it holds a day.
std::vector<Gevonden> gevonden(const Aanwijzing& aanwijzing, const Situatie& situatie);
/// The day that a field of an object holds.
std::optional<schemas::Day> dag_in(const canonical::Object& object, std::string_view veld);
/// What stands in the key of an object, in words.
std::string sleutel(const canonical::Object& object);
/// Its type and that: "PIP 0518 2026-03-10".
std::string in_woorden(const canonical::Object& object);

}  // namespace inburgering::mapping::klokken
