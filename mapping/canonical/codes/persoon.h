#pragma once
// Code lists of the BRP (Logisch ontwerp BRP).
#include "schemas/value/code.h"

namespace inburgering::mapping::canonical::codes {

using schemas::CodeList;
using schemas::CodeRow;

inline constexpr CodeRow naamgebruik_rows[] = {{"E", "eigen naam"},
                                               {"N", "eigen naam na die van de partner"},
                                               {"P", "naam van de partner"},
                                               {"V", "eigen naam voor die van de partner"}};
inline constexpr CodeList naamgebruik{"Naamgebruik", "BRP, element 61.10", naamgebruik_rows};

inline constexpr CodeRow geslacht_rows[] = {{"M", "man"}, {"V", "vrouw"}, {"O", "onbekend"}};
inline constexpr CodeList geslacht{"Geslacht", "BRP, element 04.10", geslacht_rows};

inline constexpr CodeRow reden_opschorting_rows[] = {{"O", "overlijden"},
                                                     {"E", "emigratie"},
                                                     {"M", "ministerieel besluit"},
                                                     {"F", "fout"},
                                                     {"R", "niet-ingezetene (RNI)"},
                                                     {"W", "wissen"}};
inline constexpr CodeList reden_opschorting{"RedenOpschorting", "BRP, element 67.20", reden_opschorting_rows};

inline constexpr CodeRow functie_adres_rows[] = {{"W", "woonadres"}, {"B", "briefadres"}};
inline constexpr CodeList functie_adres{"FunctieAdres", "BRP, element 10.10", functie_adres_rows};

inline constexpr CodeRow bijzonder_nederlanderschap_rows[] = {{"B", "behandeld als Nederlander"},
                                                              {"V", "vastgesteld geen Nederlander"}};
inline constexpr CodeList bijzonder_nederlanderschap{"BijzonderNederlanderschap", "BRP, element 65.10",
                                                     bijzonder_nederlanderschap_rows};

inline constexpr CodeRow onderzoek_rows[] = {
    {"Persoonsgegevens", "naam, geboorte, geslacht of nummers"},
    {"Nationaliteit", "een nationaliteit"},
    {"Overlijden", "het overlijden"},
    {"Inschrijving", "de inschrijving in de gemeente"},
    {"Verblijfsplaats", "waar de persoon verblijft"},
    {"VerblijfBuitenland", "het verblijf buiten Nederland"},
    {"aanduidingVerblijfstitel", "de verblijfstitel"},
    {"aanduidingBijzonderNederlanderschap", "het bijzonder Nederlanderschap"},
    {"Gezagsverhouding", "het gezag"},
    {"Kiesrecht", "het kiesrecht"},
    {"Postadres", "het postadres"},
    {"Reisdocument", "een reisdocument"},
    {"Migratie", "komst naar of vertrek uit Nederland"}};
inline constexpr CodeList onderzoek{"GegevensInOnderzoek", "StUF-BG 3.10, NPSGroepen en NPSElementen",
                                    onderzoek_rows};

inline constexpr CodeRow dossier_einde_rows[] = {
    {"verhuisd", "een andere gemeente heeft de regie"},
    {"samengevoegd", "bleek dezelfde persoon als een ander dossier"}};
inline constexpr CodeList dossier_einde{"RedenEindeDossier", "deze gateway", dossier_einde_rows};

inline constexpr CodeRow indicatie_geheim_rows[] = {
    {"0", "geen beperking"},
    {"1", "niet zonder toestemming aan derden"},
    {"2", "niet aan kerken"},
    {"3", "niet aan vrije derden"},
    {"4", "niet zonder toestemming aan derden, en niet aan kerken"},
    {"5", "niet zonder toestemming aan derden, en niet aan vrije derden"},
    {"6", "niet aan kerken en niet aan vrije derden"},
    {"7", "niet zonder toestemming aan derden, niet aan vrije derden, en niet aan kerken"},
    // Not of the BRP: the Personen API tells only that there is a restriction.
    {"B", "beperkt; in hoeverre is niet bekend, ga uit van het strengste"}};
inline constexpr CodeList indicatie_geheim{"IndicatieGeheim", "BRP, element 70.10, en B van deze gateway",
                                           indicatie_geheim_rows};

}  // namespace inburgering::mapping::canonical::codes
