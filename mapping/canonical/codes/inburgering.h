#pragma once
// Code lists about the plicht, its term and what ends it.
#include "schemas/value/code.h"

namespace inburgering::mapping::canonical::codes {

using schemas::CodeList;
using schemas::CodeRow;

inline constexpr CodeRow doelgroep_rows[] = {{"Asielstatushouder", ""},
                                             {"Gezinsmigrant en overige migrant", ""}};
inline constexpr CodeList doelgroep{"Doelgroep", "DUO Doelgroepindeling", doelgroep_rows};

inline constexpr CodeRow gedetailleerde_doelgroep_rows[] = {{"Asielstatushouder", ""},
                                                            {"Geestelijk bedienaar", ""},
                                                            {"Gezinshereniger", ""},
                                                            {"Gezinshereniger met Asielstatushouder", ""},
                                                            {"Gezinsvormer", ""},
                                                            {"Gezinsvormer met Asielstatushouder", ""},
                                                            {"Overig", ""},
                                                            {"Nieuwkomers", ""},
                                                            {"Gezinsmigranten", ""},
                                                            {"Internationale studenten (blijvers)", ""},
                                                            {"Arbeidsmigranten met vestigingsintentie", ""},
                                                            {"Oudkomers", ""},
                                                            {"Expats en kennismigranten", ""},
                                                            {"EU-burgers", ""},
                                                            {"Kwetsbare nieuwkomers", ""}};
inline constexpr CodeList gedetailleerde_doelgroep{
    "GedetailleerdeDoelgroep", "DUO GedetailleerdeDoelgroep; GGM Doelgroep", gedetailleerde_doelgroep_rows};

inline constexpr CodeRow asielrechten_wijziging_verblijfsdoel_rows[] = {
    {"Asielrechten toegekend", ""},
    {"Behoud asielrechten", ""},
    {"Op verzoek behoud rechten van gezins- en overige migrant", ""},
    {"Op verzoek rechten van gezins- en overige migrant toegekend", ""}};
inline constexpr CodeList asielrechten_wijziging_verblijfsdoel{"AsielrechtenWijzigingVerblijfsdoel",
                                                               "DUO AsielrechtenWijzigingVerblijfsdoel",
                                                               asielrechten_wijziging_verblijfsdoel_rows};

// GGM writes AsielStatushouder here; it is the one that DUO names in Doelgroep, and has one spelling.
inline constexpr CodeRow wordt_behandeld_als_rows[] = {{"Asielstatushouder", "asielstatushouder"},
                                                       {"GezinsMigrant", "gezinsmigrant"},
                                                       {"OverigeMigrant", "overige migrant"}};
inline constexpr CodeList wordt_behandeld_als{"WordtBehandeldAls", "GGM WordtBehandeldAls",
                                              wordt_behandeld_als_rows};

inline constexpr CodeRow reden_geen_inburgeringsplicht_rows[] = {
    {"Volledige ontheffing", ""},
    {"Volledige vrijstelling", ""},
    {"Inburgeringsplicht voldaan", ""},
    {"Verblijfsdoel gewijzigd", ""},
    {"Vertrek uit Nederland langer dan een jaar", ""},
    {"Overlijden", ""},
    {"Overig", ""},
    {"Tijdelijke vrijstelling", ""}};
inline constexpr CodeList reden_geen_inburgeringsplicht{
    "RedenGeenInburgeringsplicht", "DUO RedenGeenInburgeringsplicht", reden_geen_inburgeringsplicht_rows};

inline constexpr CodeRow beoordeling_aanvraag_verlenging_rows[] = {{"Toegestaan", ""},
                                                                   {"NietToegestaan", "niet toegestaan"}};
inline constexpr CodeList beoordeling_aanvraag_verlenging{"BeoordelingAanvraagVerlenging",
                                                          "GGM BeoordelingAanvraagVerlenging",
                                                          beoordeling_aanvraag_verlenging_rows};

inline constexpr CodeRow omvang_rows[] = {{"Geheel", "van de hele plicht"},
                                          {"Tijdelijk", "van de hele plicht, voor een periode"},
                                          {"Gedeeltelijk", "van een onderdeel"}};
inline constexpr CodeList omvang{"Omvang", "de onderdelen van DUO Ontheffing en Vrijstelling", omvang_rows};

inline constexpr CodeRow oordeel_rows[] = {{"Toekenning", "toegekend"}, {"Afwijzing", "afgewezen"}};
inline constexpr CodeList oordeel{"Oordeel", "DUO AanvraagOordeel", oordeel_rows};

inline constexpr CodeRow ontheffingsgrond_rows[] = {{"BIO", "bijzondere individuele omstandigheden"},
                                                    {"MED", "medisch"}};
inline constexpr CodeList ontheffingsgrond{"Ontheffingsgrond", "DUO OntheffingsgrondInburgering",
                                           ontheffingsgrond_rows};

inline constexpr CodeRow reden_vrijstelling_rows[] = {
    {"AVI", "aantoonbaar voldoende ingeburgerd"},
    {"DIP", "vrijstellend diploma in het register van DUO"},
    {"DOC", "vrijstellend document, door DUO beoordeeld"},
    {"GED", "gedeeltelijke vrijstelling wegens een behaald taalniveau"},
    {"INB", "inburgeringsdiploma onder de Wi2013"},
    {"INS", "tijdelijk, op bewijs van inschrijving"},
    {"OPL", "tijdelijk en ambtshalve, wegens een vervolgopleiding"}};
inline constexpr CodeList reden_vrijstelling{"RedenVrijstelling", "DUO RedenVrijstellingInburgeringsplicht",
                                             reden_vrijstelling_rows};

inline constexpr CodeRow eindoordeel_vrijstelling_rows[] = {
    {"Zwangerschap", ""}, {"Fysieke reden", ""}, {"Heeft competentie", ""}, {"Overig", ""}};
inline constexpr CodeList eindoordeel_vrijstelling{"EindoordeelVrijstelling", "GGM EindoordeelVrijstelling",
                                                   eindoordeel_vrijstelling_rows};

inline constexpr CodeRow handeling_rows[] = {{"vastleggen", ""}, {"verwijderen", ""}};
inline constexpr CodeList handeling{"Handeling", "deze gateway", handeling_rows};

inline constexpr CodeRow meldingstatus_rows[] = {
    {"aanvaard", "DUO heeft de melding vastgelegd"},
    {"geweigerd", "DUO heeft de melding geweigerd; zie de toelichting"},
    {"onzeker", "onbekend is of DUO de melding heeft; een beheerder beslist"},
    {"ingetrokken", "een beheerder heeft de melding afgesloten"}};
inline constexpr CodeList meldingstatus{"Meldingstatus", "deze gateway", meldingstatus_rows};

inline constexpr CodeRow klokstand_rows[] = {{"loopt", "er is nog geen waarschuwing nodig"},
                                             {"nadert", "de laatste dag komt in zicht"},
                                             {"verstreken", "de laatste dag is voorbij"},
                                             {"gestopt", "er is gedaan wat moest, of het hoeft niet meer"},
                                             {"ingetrokken", "wat de klok startte geldt niet meer"}};
inline constexpr CodeList klokstand{"Klokstand", "deze gateway", klokstand_rows};

}  // namespace inburgering::mapping::canonical::codes
