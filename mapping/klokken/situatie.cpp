#include "mapping/klokken/situatie.h"

#include <algorithm>
#include <array>

namespace inburgering::mapping::klokken {
namespace {

namespace json = boost::json;
using schemas::Day;

std::string text_of(const json::value& value) {
  if (value.is_string()) return std::string(value.get_string());
  if (value.is_bool()) return value.get_bool() ? "true" : "false";
  if (value.is_int64()) return std::to_string(value.get_int64());
  return {};
}

/// A day as such, or the Dutch day of a moment.
std::optional<Day> day_of(const json::value* value) {
  if (value == nullptr || !value->is_string()) return std::nullopt;
  const std::string_view text = value->get_string();
  if (const auto day = Day::parse(text)) return *day;
  if (const auto moment = schemas::Moment::parse(text)) return schemas::day_in_the_netherlands(*moment);
  return std::nullopt;
}

/// What notifications alone tell of the plicht: the kinds that begin or resume it, and those that end it.
constexpr std::array<std::string_view, 5> begins{"SS101", "SS129", "SS130", "SS139", "SS102"};
constexpr std::array<std::string_view, 5> ends{"SS106", "SS107", "SS108", "SS110", "SS111"};

/// The notification that ended the plicht, when no later one began it. Of two of one moment the one that
/// begins it counts: a warning too many costs less than one too few.
const canonical::Gebeurtenis* ended_by(const Situatie& situatie) {
  const canonical::Gebeurtenis* end = nullptr;
  std::optional<schemas::Moment> begun;
  for (const auto* each : alle<canonical::Gebeurtenis>(situatie)) {
    const auto moment = each->registratie_datum_tijd;
    if (std::ranges::find(begins, each->gebeurtenis_id) != begins.end())
      begun = begun ? std::max(*begun, moment) : moment;
    if (std::ranges::find(ends, each->gebeurtenis_id) != ends.end() &&
        (end == nullptr || end->registratie_datum_tijd < moment))
      end = each;
  }
  return end != nullptr && (!begun || *begun < end->registratie_datum_tijd) ? end : nullptr;
}

Plicht none(std::string reden, bool ingetrokken) { return {false, ingetrokken, std::move(reden), {}, {}}; }

/// Reasons for which there is nothing left to do, unlike a plicht that should not have been there.
bool is_done(std::string_view reden) {
  constexpr std::array<std::string_view, 4> done{"Inburgeringsplicht voldaan", "Volledige vrijstelling",
                                                 "Volledige ontheffing", "Tijdelijke vrijstelling"};
  return std::ranges::find(done, reden) != done.end();
}

template <class T>
bool granted_as_a_whole(const Situatie& situatie) {
  return std::ranges::any_of(alle<T>(situatie), [](const T* each) {
    return each->omvang.text() == "Geheel" && each->oordeel.has_value() &&
           each->oordeel.value().text() == "Toekenning";
  });
}

}  // namespace

std::set<std::string, std::less<>> types(const std::vector<Klokdefinitie>& klokken) {
  // What starts without being pointed at, whom it concerns, and what the plicht is read from.
  std::set<std::string, std::less<>> names{"Klok",
                                           "Gebeurtenis",
                                           "Inburgeringsplichtige",
                                           "Inburgeringstermijn",
                                           "AanvraagVerlenging",
                                           "Verlengingsgrond",
                                           "PIP",
                                           "Leerroute",
                                           "Vrijstelling",
                                           "Ontheffing"};
  for (const auto& klok : klokken) {
    if (!klok.van.objecttype.empty()) names.insert(klok.van.objecttype);
    for (const auto& each : klok.stopt) names.insert(each.objecttype);
    if (klok.begin == Klokdefinitie::Begin::stille_school)
      names.insert({"Deelname", "Aanwezigheid", "Voortgangsmeting", "Toetsresultaat"});
  }
  return names;
}

Plicht plicht(const Situatie& situatie, Day today) {
  const auto known = alle<canonical::Inburgeringsplichtige>(situatie);
  const auto* stand = known.empty() ? nullptr : known.front();
  const auto* end = ended_by(situatie);
  // DUO's own answer of a later day knows better than the notification.
  if (end != nullptr && stand != nullptr && stand->datum_gewijzigd.has_value() &&
      stand->datum_gewijzigd.value() > schemas::day_in_the_netherlands(end->registratie_datum_tijd))
    end = nullptr;
  const bool withdrawn = end != nullptr && (end->gebeurtenis_id == "SS110" || end->gebeurtenis_id == "SS111");
  if (stand != nullptr && stand->indicator_inburgeringsplicht.has_value() &&
      !stand->indicator_inburgeringsplicht.value()) {
    const auto reden = stand->reden_geen_inburgeringsplicht.has_value()
                           ? std::string(stand->reden_geen_inburgeringsplicht.value().text())
                           : std::string();
    return none(reden.empty() ? "geen inburgeringsplicht" : reden, reden.empty() ? true : !is_done(reden));
  }
  if (stand != nullptr && stand->datum_eind.has_value() && stand->datum_eind.value() < today)
    return none("de plicht eindigde op " + stand->datum_eind.value().text(), false);
  if (end != nullptr) return none("gebeurtenis " + end->gebeurtenis_id + " van DUO", withdrawn);
  if (granted_as_a_whole<canonical::Vrijstelling>(situatie)) return none("Volledige vrijstelling", false);
  if (granted_as_a_whole<canonical::Ontheffing>(situatie)) return none("Volledige ontheffing", false);
  Plicht found;
  if (stand != nullptr && stand->datum_start.has_value()) found.sinds = stand->datum_start.value();
  if (stand != nullptr && stand->datum_eind.has_value())
    found.verandert = dag_erna(stand->datum_eind.value());
  return found;
}

bool betreft(const Klokdefinitie& klok, const Situatie& situatie) {
  if (!klok.doelgroep.empty()) {
    const auto known = alle<canonical::Inburgeringsplichtige>(situatie);
    if (known.empty() || !known.front()->doelgroep.has_value() ||
        std::ranges::find(klok.doelgroep, known.front()->doelgroep.value().text()) == klok.doelgroep.end())
      return false;
  }
  if (klok.leerroute.empty()) return true;
  const canonical::Leerroute* now = nullptr;
  for (const auto* each : alle<canonical::Leerroute>(situatie))
    if (now == nullptr || now->dagtekening_pip < each->dagtekening_pip) now = each;
  return now == nullptr || !now->leerroute.has_value() ||
         std::ranges::find(klok.leerroute, now->leerroute.value().text()) != klok.leerroute.end();
}

std::optional<Day> dag_in(const canonical::Object& object, std::string_view veld) {
  return day_of(canonical::to_json(object).if_contains(veld));
}

std::vector<Gevonden> gevonden(const Aanwijzing& aanwijzing, const Situatie& situatie) {
  std::vector<Gevonden> found;
  for (const auto& each : situatie.objecten) {
    if (canonical::objecttype(each.object) != aanwijzing.objecttype) continue;
    const auto fields = canonical::to_json(each.object);
    const bool fits = std::ranges::all_of(aanwijzing.waarbij, [&](const Aanwijzing::Veld& veld) {
      const auto* value = fields.if_contains(veld.naam);
      if (value == nullptr) return false;
      const auto text = text_of(*value);
      return std::ranges::any_of(veld.waarden, [&](const std::string& wanted) {
        return text == (wanted == eigen_gemeente ? situatie.gemeentecode : wanted);
      });
    });
    if (!fits) continue;
    const auto day = aanwijzing.veld.empty() ? std::nullopt : day_of(fields.if_contains(aanwijzing.veld));
    if (day || aanwijzing.veld.empty()) found.push_back({&each.object, day});
  }
  return found;
}

std::string sleutel(const canonical::Object& object) {
  std::string words;
  for (const auto& [name, value] : canonical::key_of(object))
    if (const auto text = text_of(value); !text.empty()) words += (words.empty() ? "" : " ") + text;
  return words;
}

std::string in_woorden(const canonical::Object& object) {
  const auto key = sleutel(object);
  return std::string(canonical::objecttype(object)) + (key.empty() ? "" : " " + key);
}

}  // namespace inburgering::mapping::klokken
