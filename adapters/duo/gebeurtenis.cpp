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
    {"SS110", "plicht vervallen", P, false},
    {"SS111", "overleden", P, false},
    {"SS112", "attentiesignaal (gepland)", P, true},
    {"SS113", "aanvraag verlenging afgewezen", T, false},
    {"SS114", "aanvraag gehele vrijstelling afgewezen", V, false},
    {"SS115", "aanvraag tijdelijke vrijstelling afgewezen", V, false},
    {"SS116", "aanvraag gedeeltelijke vrijstelling afgewezen", V, false},
    {"SS117", "gedeeltelijke vrijstelling toegekend", VE, false},
    {"SS118", "aanvraag ontheffing afgewezen", O, false},
    {"SS119", "gedeeltelijke ontheffing toegekend", OE, false},
    {"SS120", "gevestigd in gemeente, zonder PIP", PE, false},
    {"SS121", "gevestigd in gemeente, met PIP van vorige gemeente", PTE_PIP, false},
    {"SS122", "attentiesignaal (gepland)", P, true},
    {"SS123", "attentiesignaal (gepland)", P, true},
    {"SS124", "doelgroep gewijzigd naar gezinsmigrant en overige migrant", P, false},
    {"SS125", "doelgroep gewijzigd naar asielstatushouder", P, false},
    {"SS126", "attentiesignaal (gepland)", P, true},
    {"SS127", "attentiesignaal (gepland)", P, true},
    {"SS128", "bereikt binnen zes maanden de AOW-leeftijd", PE, false},
    {"SS129", "tijdelijke vrijstelling ingetrokken, nog geen PIP", PEV, false},
    {"SS130", "tijdelijke vrijstelling ingetrokken, PIP bekend", PT_PIP_EV, false},
    {"SS131", "leerbaarheidstoets afgenomen, resultaat bekend", L, false},
    {"SS132", "attentiesignaal (gepland)", P, true},
    {"SS133", "attentiesignaal (gepland)", P, true},
    {"SS135", "attentiesignaal (gepland)", P, true},
    {"SS136", "attentiesignaal (gepland)", P, true},
    {"SS137", "aangemeld voor leerbaarheidstoets", L, false},
    {"SS139", "termijn van tien weken voor het PIP begonnen", PE, false},
    {"SS140", "attentiesignaal (gepland)", P, true},
    {"SS141", "attentiesignaal (gepland)", P, true},
    {"SS142", "attentiesignaal (gepland)", P, true},
    {"SS199", "examenresultaat bekend", E, false},
};
constexpr Gebeurtenis unknown{"", "onbekende gebeurtenis", {}, true};

}  // namespace

std::span<const Gebeurtenis> gebeurtenissen() { return all_gebeurtenissen; }

const Gebeurtenis& gebeurtenis(std::string_view id) {
  const auto* found = std::ranges::lower_bound(all_gebeurtenissen, id, {}, &Gebeurtenis::id);
  return found != std::end(all_gebeurtenissen) && found->id == id ? *found : unknown;
}

}  // namespace inburgering::adapters::duo
