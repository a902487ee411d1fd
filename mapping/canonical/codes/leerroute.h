#pragma once
// Code lists about routes, levels, lessons and exams.
#include "schemas/value/code.h"

namespace inburgering::mapping::canonical::codes {

using schemas::CodeList;
using schemas::CodeRow;

inline constexpr CodeRow leerroute_rows[] = {{"B1-route", "taal op niveau B1"},
                                             {"Onderwijsroute", "taalschakeltraject naar een opleiding"},
                                             {"Z-route", "zelfredzaamheidsroute"}};
inline constexpr CodeList leerroute{"Leerroutesoort", "GGM UitkomstLeerbaarheidstoets; DUO PIP Leerroute",
                                    leerroute_rows};

inline constexpr CodeRow taalniveau_rows[] = {
    {"A2", "basisgebruiker"}, {"B1", "onafhankelijk gebruiker, drempel"}, {"B2", "onafhankelijk gebruiker"}};
inline constexpr CodeList taalniveau{
    "Taalniveau", "DUO ExamenniveauWI2021, NiveauPip, ExamenniveauGedeeltelijkeVrijstelling",
    taalniveau_rows};

inline constexpr CodeRow erk_niveau_rows[] = {{"A0", "nog geen A1"},
                                              {"A0+", "halverwege A1"},
                                              {"A1", ""},
                                              {"A1+", "halverwege A2"},
                                              {"A2", ""},
                                              {"A2+", "halverwege B1"},
                                              {"B1", ""},
                                              {"B1+", "halverwege B2"},
                                              {"B2", ""}};
inline constexpr CodeList erk_niveau{"ErkNiveau", "Europees Referentiekader, met halve stappen",
                                     erk_niveau_rows};

inline constexpr CodeRow alfabetisering_rows[] = {{"A", "onderwijs voor analfabeten"},
                                                  {"AA", "onderwijs voor anders-gealfabetiseerden"},
                                                  {"NVT", "niet van toepassing"}};
inline constexpr CodeList alfabetisering{"Alfabetiseringsonderwijs", "DUO Alfabetiseringsonderwijs",
                                         alfabetisering_rows};

inline constexpr CodeRow resultaat_leerbaarheidstoets_rows[] = {
    {"B1-route haalbaar", ""}, {"B1-route niet haalbaar", ""}, {"Onbekend", ""}};
inline constexpr CodeList resultaat_leerbaarheidstoets{
    "ResultaatLeerbaarheidstoets", "DUO LeerbaarheidstoetsResultaat", resultaat_leerbaarheidstoets_rows};

inline constexpr CodeRow examenonderdeel_rows[] = {{"KNM", "kennis van de Nederlandse maatschappij"},
                                                   {"LE", "leesvaardigheid"},
                                                   {"LU", "luistervaardigheid"},
                                                   {"SC", "schrijfvaardigheid"},
                                                   {"SP", "spreekvaardigheid"}};
inline constexpr CodeList examenonderdeel{"Onderdeel", "DUO ExamenonderdeelWI2021Inburgering",
                                          examenonderdeel_rows};

inline constexpr CodeRow examenresultaat_rows[] = {
    {"Geslaagd", ""}, {"Gezakt", ""}, {"Geen", "er is geen uitslag te bepalen"}};
inline constexpr CodeList examenresultaat{"Examenresultaat", "DUO ExamenresultaatWI2021",
                                          examenresultaat_rows};

inline constexpr CodeRow reden_geen_resultaat_rows[] = {
    {"Verwijtbaar", "bijvoorbeeld fraude, of niet verschenen door eigen schuld"},
    {"Nietverwijtbaar", "bijvoorbeeld ziekte, of overmacht bij DUO"},
    {"Afgemeld", "tijdig afgemeld"},
    {"Absent", "niet verschenen"}};
inline constexpr CodeList reden_geen_resultaat{
    "RedenGeenResultaat", "DUO RedenGeenResultaatInburgeringsexamen", reden_geen_resultaat_rows};

inline constexpr CodeRow voldoende_onvoldoende_rows[] = {{"Voldoende", ""}, {"Onvoldoende", ""}};
inline constexpr CodeList voldoende_onvoldoende{"VoldoendeOnvoldoende",
                                                "GGM ClassificatieVoldoendeOnvoldoende, ParticipatieDeelname",
                                                voldoende_onvoldoende_rows};

inline constexpr CodeRow soort_uren_rows[] = {{"taalles", ""},
                                              {"knm", "kennis van de Nederlandse maatschappij"},
                                              {"participatie", ""},
                                              {"alfabetisering", ""}};
inline constexpr CodeList soort_uren{"SoortUren", "eigen lijst van de taalschool-API", soort_uren_rows};

inline constexpr CodeRow soort_deelname_rows[] = {{"taalles", ""},
                                                  {"knm", "kennis van de Nederlandse maatschappij"},
                                                  {"map", "module arbeidsmarkt en participatie"},
                                                  {"participatie", ""},
                                                  {"taalschakeltraject", "onderwijsroute"}};
inline constexpr CodeList soort_deelname{"SoortDeelname", "eigen lijst van de taalschool-API",
                                         soort_deelname_rows};

inline constexpr CodeRow uitkomst_deelname_rows[] = {{"voltooid", ""}, {"gestopt", "voortijdig beëindigd"}};
inline constexpr CodeList uitkomst_deelname{"UitkomstDeelname", "eigen lijst van de taalschool-API",
                                            uitkomst_deelname_rows};

inline constexpr CodeRow reden_gestopt_rows[] = {{"verhuizing", ""},
                                                 {"werk", ""},
                                                 {"ziekte", ""},
                                                 {"zwangerschap", ""},
                                                 {"zorg", "zorg voor kind of familie"},
                                                 {"motivatie", ""},
                                                 {"verzuim", ""},
                                                 {"overstap", "naar een andere school"},
                                                 {"andere-leerroute", ""},
                                                 {"ontheffing", ""},
                                                 {"vertrek-nederland", ""},
                                                 {"overleden", ""},
                                                 {"overig", ""}};
inline constexpr CodeList reden_gestopt{"RedenGestopt", "eigen lijst van de taalschool-API",
                                        reden_gestopt_rows};

inline constexpr CodeRow soort_toets_rows[] = {
    {"instaptoets", ""}, {"voortgangstoets", ""}, {"oefenexamen", ""}, {"eindtoets", "van de school zelf"}};
inline constexpr CodeList soort_toets{"SoortToets", "eigen lijst van de taalschool-API", soort_toets_rows};

inline constexpr CodeRow toetsonderdeel_rows[] = {{"LE", "lezen"},
                                                  {"LU", "luisteren"},
                                                  {"SC", "schrijven"},
                                                  {"SP", "spreken"},
                                                  {"KNM", "kennis van de Nederlandse maatschappij"},
                                                  {"MAP", "module arbeidsmarkt en participatie"},
                                                  {"ICT", "digitale vaardigheden"}};
inline constexpr CodeList toetsonderdeel{"Toetsonderdeel", "eigen lijst van de taalschool-API",
                                         toetsonderdeel_rows};

inline constexpr CodeRow toetsuitslag_rows[] = {{"behaald", ""}, {"niet-behaald", ""}};
inline constexpr CodeList toetsuitslag{"Toetsuitslag", "eigen lijst van de taalschool-API",
                                       toetsuitslag_rows};

inline constexpr CodeRow soort_signaal_rows[] = {{"verzuim", ""},
                                                 {"stagnatie", "geen of weinig voortgang"},
                                                 {"andere-leerroute", "de route past niet"},
                                                 {"persoonlijke-omstandigheden", ""},
                                                 {"examen", "klaar voor het examen, of juist niet"},
                                                 {"overig", ""}};
inline constexpr CodeList soort_signaal{"SoortSignaal", "eigen lijst van de taalschool-API",
                                        soort_signaal_rows};

inline constexpr CodeRow waarschuwingsregel_rows[] = {
    {"aanwezigheid", "de aanwezigheid ligt onder de grens die de gemeente stelde"},
    {"geen-voortgang", "twee metingen na elkaar zonder voortgang"},
    {"stilte", "de school liet langer niets horen dan de gemeente wil"}};
inline constexpr CodeList waarschuwingsregel{"Waarschuwingsregel", "regels van de gateway",
                                             waarschuwingsregel_rows};

inline constexpr CodeRow voortgang_rows[] = {
    {"achter", "achter op het plan"}, {"volgens-plan", ""}, {"voor", "voor op het plan"}};
inline constexpr CodeList voortgang{"Voortgang", "eigen lijst van de taalschool-API", voortgang_rows};

}  // namespace inburgering::mapping::canonical::codes
