#include "adapters/duo/gebeurtenis.h"

#include <algorithm>

namespace inburgering::adapters::duo {
namespace {

using enum Onderwerp;
constexpr Onderwerp P[] = {plicht};
constexpr Onderwerp PE[] = {plicht, examen};
constexpr Onderwerp PV[] = {plicht, vrijstelling};
constexpr Onderwerp PO[] = {plicht, ontheffing};
constexpr Onderwerp PEV[] = {plicht, examen, vrijstelling};
constexpr Onderwerp PTE_PIP[] = {plicht, termijn, examen, pip};
constexpr Onderwerp PT_PIP_EV[] = {plicht, termijn, pip, examen, vrijstelling};
constexpr Onderwerp T[] = {termijn};
constexpr Onderwerp V[] = {vrijstelling};
constexpr Onderwerp VE[] = {vrijstelling, examen};
constexpr Onderwerp O[] = {ontheffing};
constexpr Onderwerp OE[] = {ontheffing, examen};
constexpr Onderwerp L[] = {leerbaarheid};
constexpr Onderwerp E[] = {examen};

constexpr Gebeurtenis all_gebeurtenissen[] = {
    {"SS101", "is inburgeringsplichtig", PE, false},
    {"SS102", "inburgeringstermijn gestart", T, false},
    {"SS103", "termijn ambtshalve verlengd", T, false},
    {"SS104", "termijn op aanvraag verlengd", T, false},
    {"SS106", "plicht geëindigd: diploma behaald", P, false},
    {"SS107", "plicht geëindigd: gehele vrijstelling toegekend", PV, false},
    {"SS108", "plicht geëindigd: gehele ontheffing toegekend", PO, false},
    {"SS109", "tijdelijke vrijstelling toegekend", PV, false},
    {"SS110",
     "plicht vervallen: verblijfsrecht geëindigd, langer dan een jaar uit Nederland, genaturaliseerd, "
     "AOW-leeftijd bereikt of overleden",
     P, false},
    {"SS111", "overleden", P, false},
    {"SS112", "verlenging van de termijn aangevraagd", P, true},
    {"SS113", "aanvraag verlenging afgewezen", T, false},
    {"SS114", "aanvraag gehele vrijstelling afgewezen", V, false},
    {"SS115", "aanvraag tijdelijke vrijstelling afgewezen", V, false},
    {"SS116", "aanvraag gedeeltelijke vrijstelling afgewezen", V, false},
    {"SS117", "gedeeltelijke vrijstelling toegekend", VE, false},
    {"SS118", "aanvraag ontheffing afgewezen", O, false},
    {"SS119", "gedeeltelijke ontheffing toegekend", OE, false},
    {"SS120", "gevestigd in gemeente, zonder PIP", PE, false},
    {"SS121", "gevestigd in gemeente, met PIP van vorige gemeente", PTE_PIP, false},
    {"SS122", "verhuisd naar een andere gemeente: maak het dossier van inspanningen en resultaten compleet",
     P, true},
    {"SS123", "vertrokken uit Nederland: maak het dossier van inspanningen en resultaten compleet", P, true},
    {"SS124", "doelgroep gewijzigd naar gezinsmigrant en overige migrant", P, false},
    {"SS125", "doelgroep gewijzigd naar asielstatushouder", P, false},
    {"SS126", "de termijn van tien weken voor het PIP is voorbij en er is geen leerroute", P, true},
    {"SS127", "nog geen inburgeringsaanbod ontvangen (asielstatushouder met een leerroute)", P, true},
    {"SS128", "bereikt binnen zes maanden de AOW-leeftijd", PE, false},
    {"SS129", "tijdelijke vrijstelling ingetrokken, nog geen PIP", PEV, false},
    {"SS130", "tijdelijke vrijstelling ingetrokken, PIP bekend", PT_PIP_EV, false},
    {"SS131", "leerbaarheidstoets afgenomen, resultaat bekend", L, false},
    {"SS132", "contract met een taalschool ontvangen, nog geen PIP", P, true},
    {"SS133", "contract met een taalschool op een niveau dat niet bij de leerroute past", P, true},
    {"SS135", "contract met een taalschool op een te hoog niveau voor het PIP (Z-route)", P, true},
    {"SS136", "contract voor een taalschakeltraject, terwijl de leerroute niet de onderwijsroute is", P,
     true},
    {"SS137", "aangemeld voor leerbaarheidstoets", L, false},
    {"SS139", "termijn van tien weken voor het PIP begonnen (ook na vertrek uit het COA naar de gemeente)",
     PE, false},
    {"SS140", "advies gevraagd over een ontheffing wegens bijzondere individuele omstandigheden", P, true},
    {"SS141", "het certificaat van de Z-route is op te halen in het portaal van DUO", P, true},
    {"SS142",
     "een opleiding die niet vrijstelt is beëindigd door uitschrijving: ga in gesprek en herzie het PIP", P,
     true},
    {"SS199", "examenresultaat bekend", E, false},
};
constexpr Gebeurtenis unknown{"", "onbekende gebeurtenis", {}, true};

}  // namespace

std::span<const Gebeurtenis> gebeurtenissen() { return all_gebeurtenissen; }

const Gebeurtenis& gebeurtenis(std::string_view id) {
  const auto* found = std::ranges::lower_bound(all_gebeurtenissen, id, {}, &Gebeurtenis::id);
  return found != std::end(all_gebeurtenissen) && found->id == id ? *found : unknown;
}

std::vector<std::string_view> vragen_na(const Gebeurtenis& gebeurtenis) {
  std::vector<std::string_view> names;
  for (const auto onderwerp : gebeurtenis.vraag)
    for (const auto& resource : resources())
      if (resource.onderwerp == onderwerp) names.push_back(resource.name);
  return names;
}

}  // namespace inburgering::adapters::duo
