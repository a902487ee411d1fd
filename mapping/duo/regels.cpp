#include "mapping/duo/regels.h"

#include <algorithm>
#include <optional>

namespace inburgering::mapping::duo {
namespace {

using canonical::Inburgeringsaanbod;
using canonical::Leerroute;
using canonical::MAP;
using canonical::PIP;
using canonical::PVT;
using canonical::ZRoute;
using schemas::Day;

// What the rules ask of a report and of what is known. Nothing is known: nothing is broken.

template <class T>
std::optional<T> value(const Stated<T>& stated) {
  return stated.has_value() ? std::optional(stated.value()) : std::nullopt;
}

/// Whether a code was stated and is this one.
template <class Code>
bool is(const Stated<Code>& code, std::string_view text) {
  return code.has_value() && code.value().text() == text;
}

bool before(const std::optional<Day>& one, const std::optional<Day>& other) {
  return one && other && *one < *other;
}

bool deletes(const Geval& geval, std::string_view name) {
  return geval.melding.operatie->name == name && geval.melding.operatie->method == "DELETE";
}

std::optional<Day> dagtekening(const Geval& geval) {
  const auto* pip = geval.melding.find<PIP>();
  return pip != nullptr ? std::optional(pip->dagtekening) : std::nullopt;
}

/// The PIP that holds: the last one known.
const PIP* current_pip(const Bekend& bekend) {
  const PIP* last = nullptr;
  for (const auto& object : bekend.objects)
    if (const auto* pip = std::get_if<PIP>(&object);
        pip != nullptr && (last == nullptr || last->dagtekening < pip->dagtekening))
      last = pip;
  return last;
}

std::optional<Day> current_dagtekening(const Geval& geval) {
  const auto* pip = current_pip(geval.bekend);
  return pip != nullptr ? std::optional(pip->dagtekening) : std::nullopt;
}

const Leerroute* current_leerroute(const Bekend& bekend) {
  const auto* pip = current_pip(bekend);
  if (pip == nullptr) return nullptr;
  for (const auto& object : bekend.objects)
    if (const auto* route = std::get_if<Leerroute>(&object);
        route != nullptr && route->dagtekening_pip == pip->dagtekening)
      return route;
  return nullptr;
}

std::optional<Day> start_plicht(const Geval& geval) {
  const auto* plicht = geval.bekend.find<canonical::Inburgeringsplichtige>();
  return plicht != nullptr ? value(plicht->datum_start) : std::nullopt;
}

bool known_not_asiel(const Geval& geval) {
  const auto* plicht = geval.bekend.find<canonical::Inburgeringsplichtige>();
  return plicht != nullptr && plicht->doelgroep.has_value() && !is(plicht->doelgroep, "Asielstatushouder");
}

/// The term that holds: the last one known.
struct Termijn {
  std::optional<Day> start, einde;
};
Termijn termijn(const Geval& geval) {
  Termijn last;
  for (const auto& object : geval.bekend.objects)
    if (const auto* each = std::get_if<canonical::Inburgeringstermijn>(&object);
        each != nullptr && (!last.start || *last.start < each->datum_aanvang))
      last = {each->datum_aanvang, value(each->datum_einde)};
  return last;
}

std::optional<Day> afronding_zroute(const Geval& geval) {
  for (const auto& object : geval.bekend.objects)
    if (const auto* route = std::get_if<ZRoute>(&object);
        route != nullptr && route->datum_afronding.has_value())
      return route->datum_afronding.value();
  return std::nullopt;
}

/// A MAP or a PVT: its day, and whether being late is held against the person.
struct Afronding {
  std::optional<Day> dag;
  std::optional<bool> verwijtbaar;
};
std::optional<Afronding> afronding(const Melding& melding) {
  if (const auto* map = melding.find<MAP>())
    return Afronding{value(map->datum_eindgesprek), value(map->verwijtbaar)};
  if (const auto* pvt = melding.find<PVT>())
    return Afronding{value(pvt->datum_ondertekening), value(pvt->verwijtbaar_niet_voldaan)};
  return std::nullopt;
}

bool about_map_pvt_zroute(const Geval& geval) {
  return afronding(geval.melding) || geval.melding.find<ZRoute>() != nullptr;
}

/// The day that a MAP, a PVT or a Z-route states.
std::optional<Day> day_of(const Geval& geval) {
  if (const auto* route = geval.melding.find<ZRoute>()) return value(route->datum_afronding);
  const auto done = afronding(geval.melding);
  return done ? done->dag : std::nullopt;
}

Day months_before(Day day, int months) {
  auto date = day.date() - std::chrono::months(months);
  if (!date.ok()) date = date.year() / date.month() / std::chrono::last;
  return Day(date);
}

bool niveau_with_route(const Geval& geval, std::string_view niveau, std::string_view route) {
  const auto* leerroute = geval.melding.find<Leerroute>();
  return leerroute != nullptr && is(leerroute->niveau, niveau) && is(leerroute->leerroute, route);
}

// The rules.

bool pip_voor_plicht(const Geval& geval) { return before(dagtekening(geval), start_plicht(geval)); }

bool pip_voor_vorig(const Geval& geval) {
  const auto* pip = current_pip(geval.bekend);
  if (pip == nullptr) return false;
  return before(dagtekening(geval), pip->dagtekening) ||
         before(dagtekening(geval), value(pip->dagtekening_initieel));
}

bool pip_voor_vestiging(const Geval& geval) {
  const auto* start = geval.bekend.find<canonical::Startinburgering>();
  const auto signed_on = dagtekening(geval);
  if (start == nullptr || !start->datum_inschrijving_gemeente.has_value() || !signed_on) return false;
  // An incomplete date is compared for as far as it is known.
  const auto& settled = start->datum_inschrijving_gemeente.value().text();
  return signed_on->text().substr(0, settled.size()) < settled;
}

bool pip_a2_onderwijsroute(const Geval& geval) { return niveau_with_route(geval, "A2", "Onderwijsroute"); }
bool pip_b1_zroute(const Geval& geval) { return niveau_with_route(geval, "B1", "Z-route"); }

bool pip_a2_eerste(const Geval& geval) {
  // That there is no PIP is known only when DUO said so.
  return niveau_with_route(geval, "A2", "B1-route") && current_pip(geval.bekend) == nullptr &&
         geval.bekend.beantwoord.contains("pip");
}

bool pip_intensiteit(const Geval& geval) {
  const auto* leerroute = geval.melding.find<Leerroute>();
  return leerroute != nullptr && leerroute->geschatte_intensiteit_b1_route.has_value() &&
         (!is(leerroute->leerroute, "B1-route") || known_not_asiel(geval));
}

bool pip_verwijderen_termijn(const Geval& geval) {
  return deletes(geval, "pip") && termijn(geval).start.has_value();
}

bool pip_verwijderen_uren(const Geval& geval) {
  if (!deletes(geval, "pip")) return false;
  const auto* uren = geval.bekend.find<canonical::GevolgdeUren>();
  return uren != nullptr && uren->uren_participatie_als_taalles.has_value() &&
         uren->uren_participatie_als_taalles.value().count() > 0;
}

bool pip_verwijderen_ander(const Geval& geval) {
  const auto* pip = current_pip(geval.bekend);
  return deletes(geval, "pip") && pip != nullptr && pip->gemeentecode != geval.melding.gemeente;
}

bool aanbod_asiel(const Geval& geval) {
  return geval.melding.find<Inburgeringsaanbod>() != nullptr && known_not_asiel(geval);
}

bool aanbod_zonder_pip(const Geval& geval) {
  return geval.melding.find<Inburgeringsaanbod>() != nullptr && current_pip(geval.bekend) == nullptr &&
         geval.bekend.beantwoord.contains("pip");
}

const canonical::Instelling* instelling_of(const Geval& geval, const Inburgeringsaanbod& aanbod) {
  for (const auto& object : geval.bekend.instellingen)
    if (const auto* each = std::get_if<canonical::Instelling>(&object);
        each != nullptr && each->instellingsnummer == aanbod.instellingsnummer)
      return each;
  return nullptr;
}

bool aanbod_instelling(const Geval& geval) {
  const auto* aanbod = geval.melding.find<Inburgeringsaanbod>();
  return aanbod != nullptr && !geval.bekend.instellingen.empty() && instelling_of(geval, *aanbod) == nullptr;
}

bool aanbod_keurmerk(const Geval& geval) {
  const auto* aanbod = geval.melding.find<Inburgeringsaanbod>();
  const auto* instelling = aanbod != nullptr ? instelling_of(geval, *aanbod) : nullptr;
  const auto* route = current_leerroute(geval.bekend);
  if (instelling == nullptr || route == nullptr) return false;
  const auto& mark = is(route->leerroute, "Onderwijsroute") ? instelling->indicatie_tst_keurmerk
                                                            : instelling->indicatie_bow_keurmerk;
  return mark.has_value() && !mark.value();
}

bool aanbod_voor_pip(const Geval& geval) {
  const auto* aanbod = geval.melding.find<Inburgeringsaanbod>();
  if (aanbod == nullptr) return false;
  const auto pip = current_dagtekening(geval);
  return before(value(aanbod->datum_inburgeringsaanbod), pip) ||
         before(value(aanbod->verwachte_startdatum_opleiding), pip) ||
         before(value(aanbod->verwachte_einddatum_opleiding), pip);
}

bool aanbod_volgorde(const Geval& geval) {
  const auto* aanbod = geval.melding.find<Inburgeringsaanbod>();
  return aanbod != nullptr &&
         (before(value(aanbod->verwachte_startdatum_opleiding), value(aanbod->datum_inburgeringsaanbod)) ||
          before(value(aanbod->verwachte_einddatum_opleiding),
                 value(aanbod->verwachte_startdatum_opleiding)));
}

bool aanbod_termijn(const Geval& geval) {
  const auto* aanbod = geval.melding.find<Inburgeringsaanbod>();
  if (aanbod == nullptr) return false;
  const auto known = termijn(geval);
  const auto outside = [&](const std::optional<Day>& day) {
    return before(day, known.start) || before(known.einde, day);
  };
  return outside(value(aanbod->verwachte_startdatum_opleiding)) ||
         outside(value(aanbod->verwachte_einddatum_opleiding));
}

bool afronding_eigen_pip(const Geval& geval) {
  const auto* pip = current_pip(geval.bekend);
  return about_map_pvt_zroute(geval) && pip != nullptr && pip->gemeentecode != geval.melding.gemeente;
}

bool afronding_voor_termijn(const Geval& geval) { return before(day_of(geval), termijn(geval).start); }
bool afronding_toekomst(const Geval& geval) { return before(geval.vandaag, day_of(geval)); }

bool afronding_na_zroute(const Geval& geval) {
  const auto done = afronding(geval.melding);
  return done && before(afronding_zroute(geval), done->dag);
}

bool afronding_voldaan(const Geval& geval) {
  const auto* plicht = geval.bekend.find<canonical::Inburgeringsplichtige>();
  return afronding(geval.melding) && afronding_zroute(geval) && plicht != nullptr &&
         is(plicht->reden_geen_inburgeringsplicht, "Inburgeringsplicht voldaan");
}

bool afronding_intrekken(const Geval& geval) {
  const auto done = afronding(geval.melding);
  return done && !done->dag && !done->verwijtbaar && afronding_zroute(geval);
}

bool verwijtbaar_op_tijd(const Geval& geval) {
  const auto done = afronding(geval.melding);
  return done && done->verwijtbaar && before(done->dag, termijn(geval).einde);
}

bool verwijtbaar_nee(const Geval& geval) {
  const auto done = afronding(geval.melding);
  const auto einde = termijn(geval).einde;
  constexpr int months = 2;
  return done && done->verwijtbaar == false && einde && geval.vandaag < months_before(*einde, months);
}

bool verwijtbaar_ja(const Geval& geval) {
  const auto done = afronding(geval.melding);
  const auto einde = termijn(geval).einde;
  return done && done->verwijtbaar == true && einde && !(*einde < geval.vandaag);
}

constexpr Regel all_regels[] = {
    {"pip-voor-plicht", "/PIP/dagtekening", "de dagtekening ligt voor het begin van de inburgeringsplicht",
     pip_voor_plicht},
    {"pip-voor-vorig-pip", "/PIP/dagtekening",
     "de dagtekening ligt voor die van het huidige of het eerste PIP", pip_voor_vorig},
    {"pip-voor-vestiging", "/PIP/dagtekening", "de dagtekening ligt voor de vestiging in de gemeente",
     pip_voor_vestiging},
    {"pip-niveau-onderwijsroute", "/Leerroute/niveau", "niveau A2 kan niet bij de onderwijsroute",
     pip_a2_onderwijsroute},
    {"pip-niveau-zroute", "/Leerroute/niveau", "niveau B1 kan niet bij de Z-route", pip_b1_zroute},
    {"pip-niveau-eerste-pip", "/Leerroute/niveau", "niveau A2 kan bij de B1-route niet in het eerste PIP",
     pip_a2_eerste},
    {"pip-intensiteit", "/Leerroute/geschatteIntensiteitB1Route",
     "de geschatte intensiteit hoort alleen bij de B1-route van een asielstatushouder", pip_intensiteit},
    {"pip-verwijderen-termijn", "", "een PIP kan niet meer weg als er een inburgeringstermijn is vastgesteld",
     pip_verwijderen_termijn},
    {"pip-verwijderen-uren", "", "een PIP kan niet meer weg als er uren taalles zijn geregistreerd",
     pip_verwijderen_uren},
    {"pip-verwijderen-gemeente", "", "het huidige PIP is van een andere gemeente", pip_verwijderen_ander},
    {"aanbod-doelgroep", "/Inburgeringsaanbod", "een inburgeringsaanbod is alleen voor een asielstatushouder",
     aanbod_asiel},
    {"aanbod-zonder-pip", "/Inburgeringsaanbod", "er is nog geen PIP; meld dat eerst", aanbod_zonder_pip},
    {"aanbod-instelling", "/Inburgeringsaanbod/instellingsnummer",
     "deze instelling staat niet in de lijst van DUO", aanbod_instelling},
    {"aanbod-keurmerk", "/Inburgeringsaanbod/instellingsnummer",
     "deze instelling mist het keurmerk: Blik op Werk, of TST bij de onderwijsroute", aanbod_keurmerk},
    {"aanbod-voor-pip", "/Inburgeringsaanbod", "een datum ligt voor de dagtekening van het PIP",
     aanbod_voor_pip},
    {"aanbod-volgorde", "/Inburgeringsaanbod",
     "de opleiding begint voor het aanbod, of eindigt voordat zij begint", aanbod_volgorde},
    {"aanbod-termijn", "/Inburgeringsaanbod",
     "begin en einde van de opleiding moeten binnen de inburgeringstermijn liggen", aanbod_termijn},
    {"afronding-eigen-pip", "", "het huidige PIP is van een andere gemeente; alleen die meldt dit",
     afronding_eigen_pip},
    {"afronding-voor-termijn", "", "de datum ligt voor het begin van de inburgeringstermijn",
     afronding_voor_termijn},
    {"afronding-toekomst", "", "de datum ligt in de toekomst", afronding_toekomst},
    {"afronding-na-zroute", "", "de datum ligt na de afronding van de Z-route", afronding_na_zroute},
    {"afronding-voldaan", "", "aan de plicht is met de Z-route al voldaan", afronding_voldaan},
    {"afronding-intrekken", "", "intrekken kan niet meer: de Z-route is afgerond", afronding_intrekken},
    {"verwijtbaar-op-tijd", "",
     "verwijtbaar hoort er niet bij als de datum voor het einde van de termijn ligt", verwijtbaar_op_tijd},
    {"verwijtbaar-nee", "", "niet verwijtbaar kan pas als de termijn binnen twee maanden eindigt",
     verwijtbaar_nee},
    {"verwijtbaar-ja", "", "verwijtbaar kan pas als de termijn is overschreden", verwijtbaar_ja},
};

}  // namespace

std::span<const Regel> regels() { return all_regels; }

schemas::Faults toets(const Geval& geval) {
  schemas::Faults faults;
  for (const auto& regel : all_regels)
    if (regel.geschonden(geval))
      faults.push_back({std::string(regel.pointer), std::string(regel.name), std::string(regel.text)});
  return faults;
}

}  // namespace inburgering::mapping::duo
