#pragma once
// Code lists about education, work and skills.
#include "schemas/value/code.h"

namespace inburgering::mapping::canonical::codes {

using schemas::CodeList;
using schemas::CodeRow;

inline constexpr CodeRow arm_tot_uitstekend_rows[] = {
    {"Arm", ""}, {"Middelmatig", ""}, {"Voldoende", ""}, {"Goed", ""}, {"Uitstekend", ""}};
inline constexpr CodeList arm_tot_uitstekend{"ArmTotUitstekend", "GGM ClassificatieArmTotUitstekend",
                                             arm_tot_uitstekend_rows};

inline constexpr CodeRow presentie_taalles_rows[] = {
    {"Nooit aanwezig", ""}, {"Wel/niet aanwezig", ""}, {"Altijd aanwezig", ""}};
inline constexpr CodeList presentie_taalles{"PresentieTaalles", "GGM PresentieTaalles",
                                            presentie_taalles_rows};

inline constexpr CodeRow opleidingsniveau_rows[] = {
    {"Niet van toepassing", ""},       {"Geen basisopleiding", ""}, {"Basisniveau", ""},
    {"LBO/MAVO-niveau", ""},           {"MBO/HAVO/VWO-niveau", ""}, {"HBO-niveau", ""},
    {"Wetenschappelijk onderwijs", ""}};
inline constexpr CodeList opleidingsniveau{"Opleidingsniveau", "GGM Opleidingsniveau", opleidingsniveau_rows};

inline constexpr CodeRow niveau_opleiding_rows[] = {
    {"Basisonderwijs", ""}, {"VMBO / MBO-1", ""},   {"MBO", ""},
    {"HAVO / VWO", ""},     {"HBO / Bachelor", ""}, {"WO / Master", ""}};
inline constexpr CodeList niveau_opleiding{"NiveauOpleiding", "GGM CodeNiveauOpleiding",
                                           niveau_opleiding_rows};

inline constexpr CodeRow soort_werk_rows[] = {
    {"Aanpakken", ""}, {"Helpen", ""}, {"Maken", ""}, {"Verkopen", ""}, {"Vervoeren", ""}};
inline constexpr CodeList soort_werk{"SoortWerk", "GGM SoortWerk", soort_werk_rows};

inline constexpr CodeRow beroep_rows[] = {
    {"Agricultural / Cattle breeding / Animal care / Nature conservation",
     "landbouw, veeteelt, dierverzorging, natuurbeheer"},
    {"Production / Crafts", "productie, ambacht"},
    {"Building industry", "bouw"},
    {"Technology / Engineering", "techniek"},
    {"IT / ICT / Software development/ Internet", "ICT"},
    {"Design / Architecture / Graphical", "ontwerp, architectuur, grafisch"},
    {"Financial administratieve / Accounting", "financiële administratie"},
    {"Administratieve / Secretariat", "administratie, secretariaat"},
    {"Consulting / Staff / Policy", "advies, staf, beleid"},
    {"Business services / Retail trade", "zakelijke dienstverlening, detailhandel"},
    {"Health care / Medical / Nursing / Paramedical", "gezondheidszorg"},
    {"Catering / Tourism", "horeca, toerisme"},
    {"Legal", "juridisch"},
    {"Customer service / Call centre / Reception", "klantenservice, receptie"},
    {"Marketing / Advertisement / Public relations / Communication", "marketing, reclame, voorlichting"},
    {"Education / Training", "onderwijs, training"},
    {"Research / Science / Laboratory", "onderzoek, wetenschap, laboratorium"},
    {"Personnel matters / Human resources / Employment-finding", "personeel en arbeidsbemiddeling"},
    {"Personal health car", "persoonlijke verzorging"},
    {"Editior / Journalism", "redactie, journalistiek"},
    {"Sales / Commercial", "verkoop, commercie"},
    {"Cleaning / Housekeeing / Clean up", "schoonmaak, huishouding"},
    {"Sport / Relaxation", "sport, ontspanning"},
    {"Security / Defence / Auxiliary service", "beveiliging, defensie, ondersteuning"},
    {"Culture / Arts / Creative", "cultuur, kunst, creatief"},
    {"Government service / Government", "overheid"}};
inline constexpr CodeList beroep{"Beroepsgroep", "GGM SETU job category", beroep_rows};

}  // namespace inburgering::mapping::canonical::codes
