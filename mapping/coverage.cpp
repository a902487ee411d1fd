#include "mapping/coverage.h"

namespace inburgering::mapping {
namespace {

constexpr Gap all_gaps[] = {
    {"duo:Notificatie/Notificatie.bsn",
     "zegt over wie een bericht gaat en is geen gegeven van een object: staat in elke gebeurtenis als "
     "data.bsn"},
    {"duo:*/Foutmelding.fouttekst",
     "waarom DUO een melding van de gemeente weigert: hoort bij dat bericht en staat in het "
     "uitwisselingslogboek"},
    {"ggm:Gezinsmigrant en Overige migrant",
     "heeft zelf geen gegevens; Inburgeringsplichtige.doelgroep zegt wie dit is"},
    {"ggm:GEZINSMIGRANT_EN_OVERIGE_MIGRANT_->INBURGERAAR",
     "de generalisatie is Inburgeringsplichtige.doelgroep"},
    {"ggm:ASIELSTATUSHOUDER->GEMEENTE",
     "een gemeente is geen object in een dossier; Asielstatushouder.gekoppeldeGemeente noemt haar"},
};

constexpr Retyped all_retyped[] = {
    {"MAP.DatumEindgesprekMAP", "int", "een datum; DUO levert haar als date"},
    {"MAP.Resultaat", "int",
     "een oordeel, voldoende of onvoldoende; het GGM zegt niet wat een getal zou betekenen"},
    {"PVT.Resultaat", "int", "als bij MAP.Resultaat"},
    {"B1-route.Resultaat", "int", "een uitslag; DUO levert Geslaagd, Gezakt of Geen"},
    {"Z-route.Resultaat", "int", "als bij B1-route.Resultaat"},
    {"Examenonderdeel.Resultaat", "int", "als bij B1-route.Resultaat"},
    {"Examenonderdeel.BehaaldeScore", "int", "scores van DUO hebben twee decimalen"},
    {"Inburgeraar.Doelgroep", "int", "een indeling; DUO levert haar als code"},
    {"Inburgeringsplicht.V-nummer", "int",
     "een nummer waarmee niet wordt gerekend; Vreemdeling.v-nummer is tekst"},
    {"InburgeringsAanbod.ContractId", "int", "een kenmerk van de gemeente, dat ook letters kan hebben"},
    {"InburgeringsAanbod.IndicatorAlfabetisering", "ClassificatieVoldoendeOnvoldoende",
     "de soort alfabetiseringsonderwijs; DUO kent A, AA en NVT"},
    {"Leerroute.IndicatorAlfabetisering", "ClassificatieArmTotUitstekend",
     "als bij InburgeringsAanbod.IndicatorAlfabetisering"},
    {"Leerroute.GeschatteIntensiteitB1Route", "Enum", "een aantal uren; DUO levert een getal"},
    {"Leerroute.IndicatorToestemmingExamenA2", "Enum", "een indicator: ja of nee"},
    {"Ontheffing.BeslissingOntheffing", "boolean", "DUO levert Toekenning of Afwijzing"},
    {"Introductiemodule.ModuleNaam", "Leerroute", "een naam; een leerroute is geen module"},
    {"Verlengingsgrond.Verlengingsgrondslag", "Verlengingsgrond",
     "een code uit de lijst die DUO bijhoudt en die kan groeien: objecttype Verlengingsgrondslag"},
    {"Educatie.EducatieLand", "Land", "als tekst: geen bron levert haar, dus geen tabel ligt vast"},
    {"Verblijfplaats AZC.Plaats", "Gemeente", "als tekst: geen bron levert haar, dus geen tabel ligt vast"},
};

}  // namespace

std::span<const Gap> gaps() { return all_gaps; }
std::span<const Retyped> retyped() { return all_retyped; }

}  // namespace inburgering::mapping
