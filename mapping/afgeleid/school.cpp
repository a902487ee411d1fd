// Rules over what taalscholen told: hours, lessons and tests.
#include <algorithm>
#include <map>

#include "mapping/afgeleid/regels.h"

namespace inburgering::mapping::afgeleid {

namespace codes = canonical::codes;
using canonical::Aanwezigheid;
using canonical::Deelname;
using schemas::Code;
using schemas::Day;
using schemas::DecimalHours;
using schemas::Hours;
using schemas::Stated;
namespace {

template <class Object>
bool is_of_kind(const Object& object, std::string_view kind) {
  return object.soort.has_value() && object.soort.value().text() == kind;
}

/// Hundredths of hours, added up before they are cut off to whole ones.
struct Sum {
  std::int64_t hundredths = 0;
  bool told = false;
  void add(const Stated<DecimalHours>& hours) {
    if (!hours.has_value()) return;
    hundredths += hours.value().hundredths();
    told = true;
  }
  void put(Stated<Hours>& into) const {
    if (told) into = Hours::of(std::min(hundredths / 100, Hours::maximum)).value_or(Hours());
  }
};

/// First and last day of the deelnames of a kind.
struct Lessons {
  bool any = false;
  bool running = false;
  std::optional<Day> first;
  std::optional<Day> last;
};
Lessons lessons(const Bekend& bekend, std::string_view kind) {
  Lessons found;
  for (const auto* each : bekend.all<Deelname>()) {
    if (!is_of_kind(*each, kind)) continue;
    found.any = true;
    found.running = found.running || !each->einddatum.has_value();
    if (each->startdatum.has_value())
      found.first = found.first ? std::min(*found.first, each->startdatum.value()) : each->startdatum.value();
    if (each->einddatum.has_value())
      found.last = found.last ? std::max(*found.last, each->einddatum.value()) : each->einddatum.value();
  }
  return found;
}

std::optional<Day> first_pip(const Bekend& bekend) {
  std::optional<Day> first;
  for (const auto* pip : bekend.all<canonical::PIP>())
    first = first ? std::min(*first, pip->dagtekening) : pip->dagtekening;
  return first;
}

/// Whole points of a score: the GGM counts in those.
std::int64_t points(const schemas::Score& score) { return score.hundredths() / 100; }

}  // namespace

Objecten intake_uren(const Bekend& bekend) {
  auto said = keyed<canonical::BredeIntake>(bekend.gemeentecode());
  bool told = false;
  for (const auto* uren : bekend.all<canonical::GevolgdeUren>())
    if (uren->gemeentecode == bekend.gemeentecode() && uren->uren_taalles_en_knm_brede_intake.has_value()) {
      said.uren_taalles_en_knm = uren->uren_taalles_en_knm_brede_intake;
      if (uren->bekend_tot.has_value()) said.peildatum = uren->bekend_tot;
      told = true;
    }
  const auto* stand = bekend.one<canonical::Urenstand>();
  if (!told && stand != nullptr && stand->uren_taalles_en_knm_brede_intake.has_value() &&
      stand->uren_taalles_en_knm_brede_intake.value() > Hours()) {
    said.uren_taalles_en_knm = stand->uren_taalles_en_knm_brede_intake;
    said.peildatum = stand->bekend_tot;
    told = true;
  }
  const auto pip = first_pip(bekend);
  Sum excused;
  Sum unexcused;
  Sum literacy;
  for (const auto* each : bekend.all<Aanwezigheid>()) {
    if (is_of_kind(*each, "participatie") || !each->periode_tot.has_value() ||
        (pip && each->periode_tot.value() >= *pip))
      continue;
    excused.add(each->uren_geoorloofd_verzuim);
    unexcused.add(each->uren_ongeoorloofd_verzuim);
    if (is_of_kind(*each, "alfabetisering")) literacy.add(each->uren_gevolgd);
  }
  excused.put(said.uren_geoorloofd_verzuim);
  unexcused.put(said.uren_ongeoorloofd_verzuim);
  literacy.put(said.uren_alfabetiseringsonderwijs);
  if (!told && !excused.told && !unexcused.told && !literacy.told) return {};
  return {said};
}

Objecten knm(const Bekend& bekend) {
  canonical::KNM said;
  const auto followed = lessons(bekend, "knm");
  if (followed.first) said.startdatum = *followed.first;
  if (followed.last && !followed.running) said.einddatum = *followed.last;
  Sum hours;
  for (const auto* each : bekend.all<Aanwezigheid>())
    if (is_of_kind(*each, "knm")) hours.add(each->uren_gevolgd);
  hours.put(said.uren_gevolgd);
  if (!followed.any && !hours.told) return {};
  return {said};
}

Objecten participatie_uren(const Bekend& bekend) {
  // Of a deelname; of an activity that a school tells by itself it tells the hours too.
  std::map<std::string, std::vector<const canonical::Participatiecomponent*>> by_school;
  for (const auto* each : bekend.all<canonical::Participatiecomponent>())
    for (const auto* deelname : bekend.all<Deelname>())
      if (deelname->instelling == each->instelling && deelname->kenmerk == each->kenmerk)
        by_school[each->instelling].push_back(each);
  Objecten list;
  for (const auto& [school, components] : by_school) {
    // Attendance does not say at which of several it was.
    if (components.size() != 1) continue;
    Sum hours;
    for (const auto* each : bekend.all<Aanwezigheid>())
      if (each->instelling == school && is_of_kind(*each, "participatie")) hours.add(each->uren_gevolgd);
    if (!hours.told) continue;
    auto said =
        keyed<canonical::Participatiecomponent>(components.front()->instelling, components.front()->kenmerk);
    hours.put(said.uren_gevolgd);
    list.emplace_back(std::move(said));
  }
  return list;
}

Objecten taalles(const Bekend& bekend) {
  const auto followed = lessons(bekend, "taalles");
  Sum present;
  Sum missed;
  for (const auto* each : bekend.all<Aanwezigheid>()) {
    if (!is_of_kind(*each, "taalles")) continue;
    present.add(each->uren_gevolgd);
    missed.add(each->uren_geoorloofd_verzuim);
    missed.add(each->uren_ongeoorloofd_verzuim);
  }
  canonical::Taalvaardigheid said;
  if (followed.any) said.taalles_activiteit = followed.running;
  if (followed.first) said.start_taalles_activiteit = *followed.first;
  if (followed.last && !followed.running) said.einde_taalles_activiteit = *followed.last;
  if (present.hundredths + missed.hundredths > 0)
    said.presentie_taalles =
        Code<codes::presentie_taalles>::of(missed.hundredths == 0    ? "Altijd aanwezig"
                                           : present.hundredths == 0 ? "Nooit aanwezig"
                                                                     : "Wel/niet aanwezig");
  if (said == canonical::Taalvaardigheid()) return {};
  return {said};
}

Objecten toets(const Bekend& bekend) {
  canonical::Taalvaardigheid said;
  const canonical::Leerbaarheidstoets* learnability = nullptr;
  for (const auto* each : bekend.all<canonical::Leerbaarheidstoets>())
    if (each->behaalde_score.has_value() &&
        (learnability == nullptr || each->datum_afname > learnability->datum_afname))
      learnability = each;
  if (learnability != nullptr)
    said.resultaat_toets_taalleerbaarheid = points(learnability->behaalde_score.value());
  const canonical::Toetsresultaat* speaking = nullptr;
  for (const auto* each : bekend.all<canonical::Toetsresultaat>())
    if (each->onderdeel.has_value() && each->onderdeel.value().text() == "SP" && each->score.has_value() &&
        each->toetsdatum.has_value() &&
        (speaking == nullptr || each->toetsdatum.value() > speaking->toetsdatum.value()))
      speaking = each;
  if (speaking != nullptr) said.resultaat_toets_spreekvaardigheid = points(speaking->score.value());
  if (said == canonical::Taalvaardigheid()) return {};
  return {said};
}

}  // namespace inburgering::mapping::afgeleid
