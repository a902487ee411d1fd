#include "mapping/coverage.h"

namespace inburgering::mapping {
namespace {

// Why inburgering does not need to know something of a person, or knows it from something else.
constexpr std::string_view familie = "over de familie; voor inburgering niet nodig, en dus niet gevraagd";
constexpr std::string_view aanschrijven =
    "hoe iemand wordt aangeschreven volgt uit de naam en het naamgebruik, die wel worden overgenomen";
constexpr std::string_view adellijk = "voor inburgering niet nodig";
constexpr std::string_view kiesrecht = "over kiesrecht; voor inburgering niet nodig, en dus niet gevraagd";
constexpr std::string_view gezag = "over gezag; voor inburgering niet nodig, en dus niet gevraagd";
constexpr std::string_view reisdocument = "over reisdocumenten; voor inburgering niet nodig";
constexpr std::string_view bereikbaarheid =
    "geen gegeven van de BRP: de gemeente kent dit van de persoon zelf";
constexpr std::string_view identificatie =
    "een sleutel van de BAG: het adres zelf wordt overgenomen, en niemand zoekt hier met de sleutel";
constexpr std::string_view herkomst =
    "waar het gegeven vandaan komt, niet wat het is; bij de BRP zelf te vinden";
constexpr std::string_view administratie =
    "wanneer het is vastgelegd of geldig werd, niet wat het is; de volgorde komt uit tijdstipBericht en "
    "beginGeldigheid van de persoon";
constexpr std::string_view historie = "hoe het was; een dossier houdt bij hoe het is, en wat is gemeld";
constexpr std::string_view gebouw = "over het gebouw; het adres wordt overgenomen";
constexpr std::string_view eigendom = "over bezit; voor inburgering niet nodig";
constexpr std::string_view geen_dag =
    "van het bijzonder Nederlanderschap vertelt StUF-BG geen dag en geen reden, en het model dus ook niet";
constexpr std::string_view uit_de_code = "de code wordt overgenomen, en zegt hetzelfde";

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
    {"stuf:authentiek", herkomst},
    {"stuf:*authentiek", herkomst},
    {"stuf:anp.identificatie", "de sleutel van wie niet in de BRP staat: die is niet inburgeringsplichtig"},
    {"stuf:sub.typering", "volgt uit de gemeente van inschrijving: 1999 is de RNI"},
    {"stuf:geslachtsnaamPartner", aanschrijven},
    {"stuf:voorvoegselGeslachtsnaamPartner", aanschrijven},
    {"stuf:aanhefAanschrijving", aanschrijven},
    {"stuf:voornamenAanschrijving", aanschrijven},
    {"stuf:geslachtsnaamAanschrijving", aanschrijven},
    {"stuf:adellijkeTitelPredikaat", adellijk},
    {"stuf:*brondocument", herkomst},
    {"stuf:*aanduidingStrijdigheidNietigheid", herkomst},
    {"stuf:*StUF:tijdstipRegistratie", administratie},
    {"stuf:*StUF:tijdvakRelatie", administratie},
    {"stuf:inp.verblijftIn/StUF:tijdvakGeldigheid", administratie},
    {"stuf:inp.heeftAlsNationaliteit/StUF:tijdvakGeldigheid", administratie},
    {"stuf:StUF:tijdvakGeldigheid/StUF:eindGeldigheid", administratie},
    {"stuf:inp.verblijftIn/StUF:extraElementen",
     "afgesproken tussen leveranciers; het bericht wordt bewaard"},
    {"stuf:inp.heeftAlsNationaliteit/StUF:extraElementen",
     "afgesproken tussen leveranciers; het bericht wordt bewaard"},
    {"stuf:*aoa.identificatie", identificatie},
    {"stuf:*wpl.identificatie", identificatie},
    {"stuf:*gor.identificatie", identificatie},
    {"stuf:*opr.identificatie", identificatie},
    {"stuf:*aoa.woonplaatsWaarinGelegen",
     "de woonplaats volgens de postcode; de woonplaats zelf wordt overgenomen"},
    {"stuf:inp.verblijftIn/gerelateerde/typering", gebouw},
    {"stuf:inp.verblijftIn/gerelateerde/adresAanduidingGrp/typering", gebouw},
    {"stuf:inp.verblijftIn/gerelateerde/inOnderzoek", gebouw},
    {"stuf:inp.verblijftIn/gerelateerde/aot.*", gebouw},
    {"stuf:inp.verblijftIn/gerelateerde/brt.*", gebouw},
    {"stuf:inp.verblijftIn/gerelateerde/gbo.*", gebouw},
    {"stuf:inp.verblijftIn/gerelateerde/gem.*", gebouw},
    {"stuf:inp.verblijftIn/gerelateerde/wyk.*", gebouw},
    {"stuf:inp.verblijftIn/gerelateerde/vbo.*", gebouw},
    {"stuf:inp.verblijftIn/gerelateerde/ogo.bouwjaar", gebouw},
    {"stuf:inp.verblijftIn/gerelateerde/gebruiksdoel", gebouw},
    {"stuf:inp.verblijftIn/gerelateerde/type", gebouw},
    {"stuf:inp.verblijftIn/gerelateerde/vlakGeometrie", gebouw},
    {"stuf:inp.verblijftIn/gerelateerde/ingangsdatumObject", gebouw},
    {"stuf:inp.verblijftIn/gerelateerde/einddatumObject", gebouw},
    {"stuf:*num.identificatie", identificatie},
    {"stuf:*oao.identificatie", identificatie},
    {"stuf:inp.verblijftIn/gerelateerde/identificatie", identificatie},
    {"stuf:inp.verblijftIn/gerelateerde/StUF:tijdvakGeldigheid", administratie},
    {"stuf:inp.verblijftIn/gerelateerde/StUF:extraElementen", gebouw},
    {"stuf:sub.verblijfBuitenland/lnd.landnaam", uit_de_code},
    {"stuf:inp.heeftAlsNationaliteit/gerelateerde/omschrijving", uit_de_code},
    {"stuf:sub.correspondentieAdres", bereikbaarheid},
    {"stuf:sub.telefoonnummer", bereikbaarheid},
    {"stuf:sub.faxnummer", bereikbaarheid},
    {"stuf:sub.emailadres", bereikbaarheid},
    {"stuf:sub.url", bereikbaarheid},
    {"stuf:sub.rekeningnummerBankGiro", bereikbaarheid},
    {"stuf:acd.code", bereikbaarheid},
    {"stuf:inp.burgerlijkeStaat", familie},
    {"stuf:inp.signaleringReisdocument", reisdocument},
    {"stuf:inp.buitenlandsReisdocument", reisdocument},
    {"stuf:ing.isHouderVan", reisdocument},
    {"stuf:ing.isBijgeschrevenOp", reisdocument},
    {"stuf:ing.aanduidingEuropeesKiesrecht", kiesrecht},
    {"stuf:ing.aanduidingUitgeslotenKiesrecht", kiesrecht},
    {"stuf:ing.indicatieGezagMinderjarige", gezag},
    {"stuf:ing.indicatieCurateleRegister", gezag},
    {"stuf:ing.indicatieBlokkering",
     "de persoonslijst verhuist naar een andere gemeente; de verhuizing zelf wordt gemeld"},
    {"stuf:inp.heeftAlsEchtgenootPartner", familie},
    {"stuf:inp.heeftAlsKinderen", familie},
    {"stuf:inp.heeftAlsOuders", familie},
    {"stuf:*historieMaterieel", historie},
    {"stuf:*historieFormeel", historie},
    {"stuf:*historieFormeelRelatie", historie},
    {"stuf:rps.isEigenaarVan", eigendom},
    {"personen:adressering", aanschrijven},
    {"personen:naam.volledigeNaam", aanschrijven},
    {"personen:naam.adellijkeTitelPredicaat", adellijk},
    {"personen:datumEersteInschrijvingGBA",
     "de inschrijving in de gemeente en de vestiging in Nederland worden overgenomen"},
    {"personen:uitsluitingKiesrecht", kiesrecht},
    {"personen:europeesKiesrecht", kiesrecht},
    {"personen:gezag", gezag},
    {"personen:indicatieCurateleRegister", gezag},
    {"personen:indicatieGezagMinderjarige", gezag},
    {"personen:leeftijd", "volgt uit de geboortedatum"},
    {"personen:nationaliteiten(BehandeldAlsNederlander).redenOpname", geen_dag},
    {"personen:nationaliteiten(BehandeldAlsNederlander).datumIngangGeldigheid", geen_dag},
    {"personen:nationaliteiten(VastgesteldNietNederlander).redenOpname", geen_dag},
    {"personen:nationaliteiten(VastgesteldNietNederlander).datumIngangGeldigheid", geen_dag},
    {"personen:kinderen", familie},
    {"personen:ouders", familie},
    {"personen:partners", familie},
    {"personen:rni", herkomst},
    {"personen:verificatie", herkomst},
    {"personen:verblijfplaats(*).datumIngangGeldigheid", administratie},
    {"personen:verblijfplaats(Adres).adresseerbaarObjectIdentificatie", identificatie},
    {"personen:verblijfplaats(Adres).nummeraanduidingIdentificatie", identificatie},
    {"personen:verblijfplaats(Adres).verblijfadres.aanduidingBijHuisnummer",
     "bij of tegenover een huisnummer: StUF-BG 3.10 kent het niet, en wordt niet gevraagd"},
    {"personen:immigratie.vanuitVerblijfplaatsOnbekend",
     "volgt uit het land vanwaar iemand kwam en de datum van vestiging"},
    {"personen:immigratie.indicatieVestigingVanuitBuitenland",
     "volgt uit het land vanwaar iemand kwam en de datum van vestiging"},
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
