#pragma once
// Code lists about goals and their steps.
#include "schemas/value/code.h"

namespace inburgering::mapping::canonical::codes {

using schemas::CodeList;
using schemas::CodeRow;

inline constexpr CodeRow doel_rows[] = {{"Betaald Werken", ""},
                                        {"Ondernemen", ""},
                                        {"Opleiding met studiefinanciering", ""},
                                        {"Betaal werken naar vermogen", "betaald werken naar vermogen"},
                                        {"Werkfit worden", ""},
                                        {"Maatschappelijk fit worden", ""}};
inline constexpr CodeList doel{"Doel", "GGM Doel", doel_rows};

inline constexpr CodeRow aandachtspunt_rows[] = {{"Financien", "financiën"},
                                                 {"Verslaving", ""},
                                                 {"Zorgtaken", ""},
                                                 {"Justitie", ""},
                                                 {"Taal", ""},
                                                 {"Digitale vaardigheden", ""},
                                                 {"Lichaamelijke gezondheid", "lichamelijke gezondheid"},
                                                 {"Psychische gezondheid", ""},
                                                 {"Woonsituatie", ""}};
inline constexpr CodeList aandachtspunt{"Aandachtspuntsoort", "GGM Aandachtspunt", aandachtspunt_rows};

inline constexpr CodeRow ontwikkelwens_rows[] = {{"Betaald werken", ""},
                                                 {"Betaald werken naar vermogen", ""},
                                                 {"Betaald werken met een opleiding", ""},
                                                 {"Werknemersvaardigheden ontwikkelen", ""},
                                                 {"Werkervaring opdoen", ""},
                                                 {"Taalvaardigheden opdoen", ""},
                                                 {"Ondernemen", ""},
                                                 {"Opleiding volgen", ""},
                                                 {"Vrijwilligerswerk", ""},
                                                 {"Passende dagbesteding hebben", ""}};
inline constexpr CodeList ontwikkelwens{"Ontwikkelwenssoort", "GGM Ontwikkelwens", ontwikkelwens_rows};

inline constexpr CodeRow subdoel_aandachtspunt_rows[] = {
    {"ik kan omgaan met computer, smartphone en tablet en kan zelfstandig mailen en zoeken op internet",
     "bij digitale vaardigheden"},
    {"ik heb voldoende digitale vaardigheden om een stap te zetten richting de arbeidsmarkt",
     "bij digitale vaardigheden"},
    {"ik heb een netwerk waarmee ik sociale contacten heb", "bij eenzaamheid"},
    {"ik heb vertrouwen in mijzelf", "bij eenzaamheid, lichamelijke gezondheid, psychische gezondheid"},
    {"ik heb overzicht over mijn financiele situatie en het lukt mij om rond te komen", "bij financiën"},
    {"ik ben gestart met de hulp voor mijn schulden", "bij financiën"},
    {"ik heb geen financiele belemmeringen om aan het werk te gaan", "bij financiën"},
    {"ik heb hulp bij het regelen van mijn financien", "bij financiën"},
    {"ik weet wat mijn mogelijkheden zijn met mijn justitiele verleden", "bij justitie"},
    {"ik heb mijn penitentair programma succesvol afgerond", "bij justitie"},
    {"ik heb hulp gevraagd voor mijn lichamelijke klachten", "bij lichamelijke gezondheid"},
    {"ik ben onder behandeling voor mijn lichamelijke klachten", "bij lichamelijke gezondheid"},
    {"ik weet wat mijn mogelijkheden zijn ondanks mijn lichamelijke klachten", "bij lichamelijke gezondheid"},
    {"ik heb een beoordeling arbeidsvermogen aangevraagd bij het UWV",
     "bij lichamelijke gezondheid, psychische gezondheid"},
    {"ik heb hulp gevraagd voor mijn psychische klachten", "bij psychische gezondheid"},
    {"ik ben onder behandeling voor mijn psychische klachten", "bij psychische gezondheid"},
    {"ik weet wat mijn mogelijkkheden zijn ondanks de psychische klachten", "bij psychische gezondheid"},
    {"ik weet wat mijn Nederlands taalniveau is", "bij taal"},
    {"ik beheers de Nederlandse taal voldoende om een volgende stap te kunnen zetten", "bij taal"},
    {"ik beheers de Nederlandse taal op het voor mij hoogst haalbare niveau", "bij taal"},
    {"ik heb hulp gevraagd voor mijn verslavingsproblematiek", "bij verslaving"},
    {"ik ben onder behandeling voor mijn verslavingsproblematiek", "bij verslaving"},
    {"ik weet wat mijn mogelijkheden zijn ondanks de verslavingsproblematiek", "bij verslaving"},
    {"Ik heb vertrouwen in mijzelf", "bij verslaving"},
    {"ik heb hulp gevraagd om mijn woonsituatie te verbeteren", "bij woonsituatie"},
    {"ik heb ervoor gezorgd dat mijn woonsituatie verbeterd", "bij woonsituatie"},
    {"ik heb kinderopvang voor mijn kinderen", "bij zorgtaken"},
    {"ik kan mijn zorgtaken (mantelzorg) overdragen aan anderen", "bij zorgtaken"},
    {"ik weet hoe ik mijn zorgtaken kan combineren met een baan, opleiding of andere activiteit",
     "bij zorgtaken"},
    {"ik weet of ik (vanuit PGB) betaald kan krijgen voor mijn werkzaamheden als mantelzorger",
     "bij zorgtaken"},
    {"ik krijg betaald voor mijn werkzaamheden als mantelzorger (vanuit PGB)", "bij zorgtaken"}};
inline constexpr CodeList subdoel_aandachtspunt{
    "SubdoelBijAandachtspunt", "GGM, de lijsten Subdoel bij een aandachtspunt", subdoel_aandachtspunt_rows};

inline constexpr CodeRow subdoel_ontwikkelwens_rows[] = {
    {"ik weet welke opleiding past bij mijn mogelijkheden",
     "bij betaald werken met een opleiding, opleiding volgen"},
    {"ik ben gestart met een BBL opleiding (werken en leren)", "bij betaald werken met een opleiding"},
    {"ik volg een opleiding naast mijn parttime betaalde baan", "bij betaald werken met een opleiding"},
    {"ik weet welk werk bij mijn past", "bij betaald werken naar vermogen"},
    {"ik weet hoeveel uur ik kan werken", "bij betaald werken naar vermogen"},
    {"ik heb werk gevonden waarmee ik uit de bijstand ga", "bij betaald werken naar vermogen"},
    {"ik ben gestart met werken en behoud mijn werk succesvol", "bij betaald werken naar vermogen"},
    {"ik heb urenuitbreiding gekregen", "bij betaald werken naar vermogen"},
    {"ik weet wat mijn kwaliteiten zijn",
     "bij betaald werken naar vermogen, werknemersvaardigheden ontwikkelen"},
    {"ik weet of ik in aanmerking kom om te ondernemen vanuit bijstand", "bij ondernemen"},
    {"ik heb een ondernemingsplan geschreven", "bij ondernemen"},
    {"ik heb mijn BBZ aanvraag ingediend", "bij ondernemen"},
    {"Mijn BBZ aanvraag is toegekend", "bij ondernemen"},
    {"ik ben gestart met een opleiding", "bij opleiding volgen"},
    {"ik ben gestart met een passende dagbesteding", "bij passende dagbesteding hebben"},
    {"ik beheers de nederlandse taal voldoende om aan het werk te gaan of te ondernemen",
     "bij taalvaardigheden opdoen"},
    {"ik ben gestart met vrijwilligerswerk", "bij vrijwilligerswerk doen"},
    {"ik heb werkervaring opgedaan in een functie", "bij werkervaring opdoen"},
    {"ik weet hoeveel uren ik kan werken", "bij werkervaring opdoen, werknemersvaardigheden ontwikkelen"},
    {"ik heb opgebouwd in het aantal uren wat ik kan werken",
     "bij werkervaring opdoen, werknemersvaardigheden ontwikkelen"},
    {"ik weet wat mijn kwaltiteiten zijn", "bij werkervaring opdoen"},
    {"ik weet wat er van mijn verwacht wordt als werknemer", "bij werknemersvaardigheden ontwikkelen"},
    {"ik heb een werkritme", "bij werknemersvaardigheden ontwikkelen"}};
inline constexpr CodeList subdoel_ontwikkelwens{
    "SubdoelBijOntwikkelwens", "GGM, de lijsten Subdoel bij een ontwikkelwens", subdoel_ontwikkelwens_rows};

}  // namespace inburgering::mapping::canonical::codes
