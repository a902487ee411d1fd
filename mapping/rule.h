#pragma once
// The rules by which a message becomes objects, by name and version: the one registry. Each field that is
// kept knows the rule that set it. A rule gets the next version when the same input would give something
// else; a row stays, also when the rule is no more.
#include <optional>
#include <string>
#include <string_view>

namespace inburgering::mapping {

struct Rule {
  std::string_view feed;
  std::string_view name;
  int version;
  std::string_view text;  ///< what it reads, in one line (Dutch)
  /// Letters that stand for it where it is kept with each object; no other rule ever has them. Empty: it
  /// stands there with its whole name.
  std::string_view sign{};
};

inline constexpr Rule rules[] = {
    {"duo", "notificatie", 1, "notificatie van DUO: de gebeurtenis zelf, en het v-nummer dat erbij staat",
     "n"},
    {"duo", "inburgeringsplicht", 1, "antwoord van DUO: de inburgeringsplicht en haar begin", "ip"},
    {"duo", "inburgeringsplicht-historie", 1, "antwoord van DUO: eerdere standen van de plicht", "ih"},
    {"duo", "doelgroep", 1, "antwoord van DUO: de doelgroep", "dg"},
    {"duo", "doelgroep-historie", 1, "antwoord van DUO: eerdere doelgroepen", "dh"},
    {"duo", "inburgeringstermijn", 1, "antwoord van DUO: de termijn en haar aanvang", "it"},
    {"duo", "inburgeringstermijn-historie", 1, "antwoord van DUO: eerdere termijnen", "th"},
    {"duo", "pip", 1, "antwoord van DUO: het PIP en de leerroute daarin", "pi"},
    {"duo", "examenresultaten", 1, "antwoord van DUO: examenonderdelen, en KNM uit het laatste daarvan",
     "ex"},
    {"duo", "gratispogingen", 1, "antwoord van DUO: gratis examenpogingen", "gp"},
    {"duo", "leerbaarheidstoets", 1, "antwoord van DUO: de leerbaarheidstoets", "lt"},
    {"duo", "examennummer", 1, "antwoord van DUO: het examennummer van de leerbaarheidstoets", "en"},
    {"duo", "vrijstellingen", 1, "antwoord van DUO: vrijstellingen", "vr"},
    {"duo", "ontheffingen", 1, "antwoord van DUO: ontheffingen", "on"},
    {"duo", "uren", 1, "antwoord van DUO: gevolgde uren", "ur"},
    {"duo", "map", 1, "antwoord van DUO: het eindgesprek MAP", "ma"},
    {"duo", "pvt", 1, "antwoord van DUO: de ondertekening van het PVT", "pv"},
    {"duo", "instellingen", 1, "antwoord van DUO: cursusinstellingen", "is"},
    {"duo", "verlengingsgronden", 1, "antwoord van DUO: verlengingsgronden", "vg"},
    {"duo", "melding", 1, "melding van de gemeente die DUO aannam: wat zij meldde", "me"},
    {"duo", "meldingstatus", 1, "wat er van een melding aan DUO werd", "ms"},
    {"brp", "kennisgeving", 1, "kennisgeving of synchronisatie van de BRP (StUF-BG)", "bk"},
    {"brp", "antwoord", 1, "antwoord van de BRP (StUF-BG npsLa01)", "ba"},
    {"brp", "persoon", 2, "antwoord van de Personen API van de BRP", "bp"},
    {"brp", "samenvoeging", 1, "het vorige BSN, waar de BRP een ander noemt", "bs"},
    {"taalschool", "deelnames", 1, "rij van een taalschool: een deelname, en wat die van aanbod en KNM zegt",
     "sd"},
    {"taalschool", "voortgangsmetingen", 1, "rij van een taalschool: een voortgangsmeting en vaardigheden",
     "sv"},
    {"taalschool", "aanwezigheid", 1, "rij van een taalschool: aanwezigheid over een periode", "sa"},
    {"taalschool", "toetsresultaten", 1, "rij van een taalschool: een toets", "st"},
    {"taalschool", "afronding", 1, "rij van een taalschool: hoe een deelname eindigde", "sf"},
    {"taalschool", "signalen", 1, "rij van een taalschool: een signaal", "ss"},
    {"taalschool", "vaardigheden", 1, "rij van een taalschool: haar oordeel over vaardigheden", "sq"},
    {"taalschool", "activiteiten", 1, "rij van een taalschool: een activiteit", "sx"},
    {"gemeente", "registratie", 1, "registratie door het systeem van de gemeente", "gr"},
    {"gateway", "regie", 1, "de gemeente aan wie DUO over de plicht antwoordt voert de regie", "ra"},
    {"gateway", "leerbaarheid", 1, "de laatste leerbaarheidstoets zegt of de B1-route haalbaar is", "rb"},
    {"gateway", "asielrechten", 2, "wie asielrechten kreeg of behield wordt als asielstatushouder behandeld",
     "rc"},
    {"gateway", "verlenging", 1,
     "een aanvraag om verlenging en haar beoordeling, uit wat DUO meldde dat er gebeurde", "rd"},
    {"gateway", "eerste-pip", 1, "de vroegste dagtekening van de bekende PIP's", "re"},
    {"gateway", "route", 1, "een PIP met deze leerroute", "rf"},
    {"gateway", "examen-a2", 1, "het niveau van het PIP is A2", "rg"},
    {"gateway", "examen", 1, "alle vijf examenonderdelen zijn behaald", "rh"},
    {"gateway", "route-examen", 1, "het laatste examen sinds het geldende PIP", "ri"},
    {"gateway", "gratis-pogingen", 1, "het tegoed van alle onderdelen bij elkaar", "rj"},
    {"gateway", "onderdeel", 1, "een toegekende ontheffing of vrijstelling voor dit onderdeel", "rk"},
    {"gateway", "route-uren", 1, "de uren die DUO kent, en anders die van de taalscholen", "rl"},
    {"gateway", "intake-uren", 1, "de uren voor het eerste PIP, bij DUO en bij taalscholen", "rm"},
    {"gateway", "knm", 1, "deelnames en uren KNM bij taalscholen", "rn"},
    {"gateway", "participatie-uren", 1, "uren participatie bij een taalschool met één deelname daaraan",
     "ro"},
    {"gateway", "onderwijsroute", 1, "een voltooid taalschakeltraject", "rp"},
    {"gateway", "taalles", 1, "deelnames en aanwezigheid bij taallessen", "rq"},
    {"gateway", "toets", 1, "de score van de laatste toets, in hele punten", "rr"},
    {"gateway", "urenstand", 1, "uren van alle taalscholen bij elkaar, zoals DUO ze wil", "gu"},
    {"gateway", "waarschuwing", 1, "waarschuwing naar de regels van de gemeente", "gw"},
    {"gateway", "klok", 2, "een termijn van de wet of van de gemeente, naar de dag en wat er bekend is",
     "gk"},
    {"gateway", "dossier", 1, "dat de gateway een dossier opent, heropent of sluit", "gd"},
    {"gateway", "tegenspraak", 1, "dat twee bronnen over één veld iets anders zeggen", "gt"},
};

/// Null when it is not registered.
constexpr const Rule* find_rule(std::string_view feed, std::string_view name) {
  for (const auto& each : rules)
    if (each.feed == feed && each.name == name) return &each;
  return nullptr;
}

/// One that is known when this is compiled; what is not registered does not compile.
consteval const Rule* rule(std::string_view feed, std::string_view name) {
  const auto* found = find_rule(feed, name);
  return found != nullptr ? found : throw "this rule is not registered";
}

/// "duo.pip@1"
std::string to_text(const Rule& rule);

/// What `to_text` wrote, also of a rule or version that is no more.
struct RuleName {
  std::string feed;
  std::string name;
  int version = 0;
};
std::optional<RuleName> parse_rule(std::string_view text);

}  // namespace inburgering::mapping
