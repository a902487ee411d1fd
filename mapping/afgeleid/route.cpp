// Rules over PIP, route and exams.
#include <algorithm>
#include <set>

#include "mapping/afgeleid/regels.h"

namespace inburgering::mapping::afgeleid {

namespace codes = canonical::codes;
using canonical::Examenonderdeel;
using canonical::Leerroute;
using schemas::Code;
using schemas::Stated;
namespace {

std::string_view text_of(const Stated<Code<codes::leerroute>>& route) {
  return route.has_value() ? route.value().text() : std::string_view();
}

/// The route of the PIP that was signed last.
const Leerroute* current(const Bekend& bekend) {
  const auto routes = bekend.all<Leerroute>();
  const auto last =
      std::ranges::max_element(routes, {}, [](const auto* each) { return each->dagtekening_pip; });
  return last == routes.end() ? nullptr : *last;
}

/// Answers what `fill` makes of what is particular to the current route, when that is of this kind.
template <class Route, class Fill>
Objecten of_current(const Bekend& bekend, std::string_view kind, Fill fill) {
  const auto* route = current(bekend);
  if (route == nullptr || text_of(route->leerroute) != kind) return {};
  auto said = keyed<Route>(route->gemeentecode, route->dagtekening_pip);
  if (!fill(said)) return {};
  return {said};
}

const Examenonderdeel* last_exam(const Bekend& bekend) {
  const auto* route = current(bekend);
  const Examenonderdeel* last = nullptr;
  for (const auto* exam : bekend.all<Examenonderdeel>())
    if (route != nullptr && exam->examendatum >= route->dagtekening_pip &&
        (last == nullptr || exam->examendatum > last->examendatum))
      last = exam;
  return last;
}

bool passed_all(const Bekend& bekend) {
  std::set<std::string_view> passed;
  for (const auto* exam : bekend.all<Examenonderdeel>())
    if (exam->resultaat.has_value() && exam->resultaat.value().text() == "Geslaagd" &&
        exam->onderdeel.is_listed())
      passed.insert(exam->onderdeel.text());
  return passed.size() == std::size(codes::examenonderdeel_rows);
}

Objecten& append(Objecten& list, Objecten more) {
  list.insert(list.end(), more.begin(), more.end());
  return list;
}

/// What DUO knows of a kind of hours, of all gemeenten together; else what the schools told.
template <class Of>
std::optional<schemas::Hours> hours(const Bekend& bekend, Of of_duo,
                                    Stated<schemas::Hours> canonical::Urenstand::* of_schools) {
  std::int64_t total = 0;
  bool told = false;
  for (const auto* uren : bekend.all<canonical::GevolgdeUren>())
    if ((uren->*of_duo).has_value()) {
      total += (uren->*of_duo).value().count();
      told = true;
    }
  if (told) return schemas::Hours::of(std::min(total, schemas::Hours::maximum));
  const auto* stand = bekend.one<canonical::Urenstand>();
  if (stand == nullptr || !(stand->*of_schools).has_value()) return std::nullopt;
  return (stand->*of_schools).value();
}

}  // namespace

Objecten eerste_pip(const Bekend& bekend) {
  const auto pips = bekend.all<canonical::PIP>();
  if (pips.empty()) return {};
  const auto first = (*std::ranges::min_element(pips, {}, &canonical::PIP::dagtekening))->dagtekening;
  Objecten list;
  for (const auto* pip : pips) {
    auto said = keyed<canonical::PIP>(pip->gemeentecode, pip->dagtekening);
    said.dagtekening_initieel = first;
    list.emplace_back(std::move(said));
  }
  return list;
}

Objecten route(const Bekend& bekend) {
  Objecten list;
  for (const auto* each : bekend.all<Leerroute>()) {
    const auto kind = text_of(each->leerroute);
    if (kind == "B1-route")
      list.emplace_back(keyed<canonical::B1Route>(each->gemeentecode, each->dagtekening_pip));
    if (kind == "Z-route")
      list.emplace_back(keyed<canonical::ZRoute>(each->gemeentecode, each->dagtekening_pip));
    if (kind == "Onderwijsroute")
      list.emplace_back(keyed<canonical::Onderwijsroute>(each->gemeentecode, each->dagtekening_pip));
  }
  return list;
}

Objecten examen_a2(const Bekend& bekend) {
  Objecten list;
  for (const auto* each : bekend.all<Leerroute>()) {
    if (!each->niveau.has_value()) continue;
    auto said = keyed<Leerroute>(each->gemeentecode, each->dagtekening_pip);
    said.examen_a2 = each->niveau.value().text() == "A2";
    list.emplace_back(std::move(said));
  }
  return list;
}

Objecten examen(const Bekend& bekend) {
  if (!passed_all(bekend)) return {};
  return {canonical::Examen{Code<codes::examenresultaat>::of("Geslaagd")}};
}

Objecten route_examen(const Bekend& bekend) {
  const auto* last = last_exam(bekend);
  if (last == nullptr) return {};
  auto list = of_current<canonical::B1Route>(bekend, "B1-route", [&](auto& said) {
    said.examendatum = last->examendatum;
    if (passed_all(bekend)) said.resultaat = Code<codes::examenresultaat>::of("Geslaagd");
    said.reden_geen_resultaat = last->reden_geen_resultaat;
    return true;
  });
  return append(list, of_current<canonical::ZRoute>(bekend, "Z-route", [&](auto& said) {
                  said.examendatum = last->examendatum;
                  said.onderdeel = last->onderdeel;
                  said.resultaat = last->resultaat;
                  said.reden_geen_resultaat = last->reden_geen_resultaat;
                  return true;
                }));
}

Objecten gratis_pogingen(const Bekend& bekend) {
  const auto tegoeden = bekend.all<canonical::GratisPogingTegoed>();
  std::int64_t total = 0;
  bool told = false;
  for (const auto* each : tegoeden)
    if (each->aantal.has_value()) {
      total += each->aantal.value();
      told = true;
    }
  const auto fill = [&](auto& said) {
    said.aantal_gratis_pogingen = total;
    return told;
  };
  auto list = of_current<canonical::B1Route>(bekend, "B1-route", fill);
  return append(list, of_current<canonical::ZRoute>(bekend, "Z-route", fill));
}

Objecten onderdeel(const Bekend& bekend) {
  Objecten list;
  const auto granted = [](const auto* decision, const Examenonderdeel& exam) {
    return decision->examenonderdeel && *decision->examenonderdeel == exam.onderdeel &&
           decision->oordeel.has_value() && decision->oordeel.value().text() == "Toekenning";
  };
  for (const auto* exam : bekend.all<Examenonderdeel>()) {
    auto said = keyed<Examenonderdeel>(exam->onderdeel, exam->niveau, exam->examendatum);
    for (const auto* each : bekend.all<canonical::Ontheffing>())
      if (granted(each, *exam)) said.ontheffing = true;
    for (const auto* each : bekend.all<canonical::Vrijstelling>())
      if (granted(each, *exam)) said.reden_vrijstelling = each->reden;
    if (!said.ontheffing.is_absent() || !said.reden_vrijstelling.is_absent())
      list.emplace_back(std::move(said));
  }
  return list;
}

Objecten route_uren(const Bekend& bekend) {
  auto list = of_current<canonical::B1Route>(bekend, "B1-route", [&](auto& said) {
    const auto uren = hours(bekend, &canonical::GevolgdeUren::uren_participatie_als_taalles,
                            &canonical::Urenstand::uren_participatie_als_taalles);
    if (uren) said.uren_participatie_als_taalles = *uren;
    return uren.has_value();
  });
  return append(list, of_current<canonical::ZRoute>(bekend, "Z-route", [&](auto& said) {
                  const auto uren = hours(bekend, &canonical::GevolgdeUren::uren_participatieactiviteiten,
                                          &canonical::Urenstand::uren_participatieactiviteiten);
                  if (uren) said.uren_participatieactiviteiten = *uren;
                  return uren.has_value();
                }));
}

Objecten onderwijsroute(const Bekend& bekend) {
  std::optional<schemas::Day> completed;
  for (const auto* each : bekend.all<canonical::Deelname>())
    if (each->soort.has_value() && each->soort.value().text() == "taalschakeltraject" &&
        each->uitkomst.has_value() && each->uitkomst.value().text() == "voltooid" &&
        each->einddatum.has_value())
      completed = completed ? std::max(*completed, each->einddatum.value()) : each->einddatum.value();
  if (!completed) return {};
  return of_current<canonical::Onderwijsroute>(bekend, "Onderwijsroute", [&](auto& said) {
    said.datum_afronding = *completed;
    return true;
  });
}

}  // namespace inburgering::mapping::afgeleid
