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

inline constexpr CodeRow voortgang_rows[] = {
    {"achter", "achter op het plan"}, {"volgens-plan", ""}, {"voor", "voor op het plan"}};
inline constexpr CodeList voortgang{"Voortgang", "eigen lijst van de taalschool-API", voortgang_rows};

}  // namespace inburgering::mapping::canonical::codes
