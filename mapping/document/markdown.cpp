#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

#include "mapping/afgeleid/regels.h"
#include "mapping/coverage.h"
#include "mapping/document/kinds.h"
#include "mapping/document/model.h"
#include "mapping/document/sources.h"
#include "mapping/document/walk.h"

namespace inburgering::mapping::document {
namespace {

constexpr std::string_view introduction = R"(# Canoniek model Inburgering

Gemaakt uit de veldtabellen in mapping/canonical met `inburgering-gateway model markdown`; wijzig die, niet deze
pagina. Dezelfde tabellen geven schemas/canonical/inburgering.schema.json (JSON Schema 2020-12) en
schemas/canonical/inburgering.xsd (XML Schema 1.0). Een eigen document nakijken en omzetten kan met
`inburgering-gateway model convert`.

## Wat een afnemer ontvangt

Eén bericht is één wijziging van één object over één persoon: een CloudEvent 1.0 (`POST`,
`Content-Type: application/cloudevents+json`). Antwoord 2xx als het bericht veilig is opgeslagen; bij ieder ander
antwoord komt het opnieuw, en de volgende berichten over die persoon wachten daarop.

```json
{
  "specversion": "1.0",
  "id": "019a5f0e-3b1c-7000-8000-5f0c0a8b2e11",
  "source": "urn:nld:oin:00000099000000001000:systeem:inburgering-gateway",
  "type": "nl.inburgering.leerroute.gewijzigd",
  "subject": "019a5f0d-0d1c-7000-8000-1c2d3e4f5a6b",
  "time": "2026-11-02T09:30:15.123Z",
  "datacontenttype": "application/json",
  "dataschema": "urn:nld:inburgering:schema:Leerroute:v2",
  "sequence": "17",
  "traceparent": "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
  "data": {
    "bsn": "999990639",
    "gemeente": "0518",
    "objecttype": "Leerroute",
    "sleutel": {"gemeentecode": "0518", "dagtekeningPip": "2026-03-01"},
    "object": {"gemeentecode": "0518", "dagtekeningPip": "2026-03-01", "leerroute": "Z-route", "niveau": null},
    "gewijzigd": ["leerroute", "niveau"],
    "bron": {"feed": "duo", "bericht": "c0a8012e-5a1d-4c8e-9b57-0f2f3a4b5c6d"}
  }
}
```

| gegeven | betekenis |
|---|---|
| `id` | blijft gelijk als hetzelfde bericht nog eens komt: wie het al heeft, kan het laten vallen |
| `type` | eindigt op `vastgelegd` (het object is nieuw), `gewijzigd` of `beeindigd` (het object geldt niet meer) |
| `subject` | het dossier: een pseudoniem van de persoon bij deze gemeente |
| `sequence` | telt per dossier, zonder gaten: ontbreekt er een nummer, dan is een bericht nog niet binnen |
| `data.bsn`, `data.vNummer` | over wie het gaat: minstens één van beide |
| `data.gemeente` | gemeentecode van de gemeente die de regie voert |
| `data.sleutel` | de sleutelvelden van het object, genoeg om het eigen record te vinden |
| `data.object` | het hele object zoals het nu bekend is, niet alleen wat veranderde |
| `data.gewijzigd` | namen van de velden die door dit bericht anders werden |
| `data.bron` | van welke bron, met diens eigen kenmerk en zo mogelijk het moment daar |

Binnen een versie van het model kunnen objecttypen, velden en codes erbij komen; namen en betekenissen van bestaande
veranderen niet. Een ontvanger laat dus liggen wat hij niet kent. Vorige versies zijn nog een tijd te krijgen:
[versies](afnemers.md#versies).

## Hoe een gegeven er staat

Een veld dat niet verplicht is, kent vier toestanden. Dat zijn ook de vier van `Ja`, `Nee`, `Onbekend` en `Leeg` in
het GGM: `true`, `false`, onbekend en geen waarde.

| wat de bron zegt | JSON | XML |
|---|---|---|
| niets: wat bekend was, blijft | het veld ontbreekt | het element ontbreekt |
| er is geen waarde | `null` | `<veld xsi:nil="true" reden="geenWaarde"/>` |
| er is een waarde, maar niemand hier kent haar | `{"onbekend": true}` | `<veld xsi:nil="true" reden="waardeOnbekend"/>` |
| een waarde | de waarde | `<veld>de waarde</veld>` |

| soort | hoe zij er staat |
|---|---|
| dag | `"2026-11-02"` |
| dag, mogelijk onvolledig | `"1990-01-31"`, `"1990-01"` of `"1990"` |
| moment | `"2026-11-02T09:30:15.123Z"`, altijd UTC |
| uren | geheel getal |
| score, bedrag | tekst met een punt en precies twee decimalen, zodat niets wordt afgerond: `"63.50"` |
| code | een code uit de lijst; een code die de bron erbij heeft bedacht staat er zoals zij kwam: `{"onbekendeCode": "Q"}`, in XML `<veld xsi:nil="true" reden="onbekendeCode" code="Q"/>` |

In XML heet het element van een object naar zijn objecttype, in de naamruimte `urn:nld:inburgering:schema:v2`; elk
veld is een element, in willekeurige volgorde. Tekens die XML niet kan bevatten worden daar U+FFFD.

*Geleverd door* zegt wie een veld kan vullen: DUO, de BRP, een taalschool, de gemeente (met een registratie door haar eigen
systeem: docs/afnemers.md) of de gateway zelf. *Afgeleid* is wat uit het andere volgt,
naar de regel die erbij staat (hieronder). *Naar DUO* is wat de gemeente aan DUO meldt; zodra DUO dat heeft aangenomen
staat het ook hier.
)";

struct Feed {
  std::string_view prefix;
  std::string_view name;
};
constexpr std::array feeds{
    Feed{"duo", "DUO"},           Feed{"brp", "BRP"},         Feed{"taalschool", "taalschool"},
    Feed{"gemeente", "gemeente"}, Feed{"gateway", "gateway"}, Feed{"naar-duo:", "naar DUO"}};

void append(std::string& list, std::string_view item) {
  if (!item.empty()) (list += list.empty() ? "" : ", ") += item;
}

std::string row(std::initializer_list<std::string_view> cells) {
  std::string line = "|";
  for (const auto cell : cells) ((line += ' ') += cell) += cell.empty() ? "|" : " |";
  return line + "\n";
}

std::string sentence(std::string_view text) {
  std::string made(text);
  made[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(made[0])));
  return made + '.';
}

std::string ggm_of(std::string_view source) {
  std::string list;
  for (const auto part : sources_of(source)) append(list, behind("ggm:", part));
  return list;
}

std::string feeds_of(std::string_view source) {
  std::string list;
  for (const auto& feed : feeds)
    for (const auto part : sources_of(source))
      if (part.starts_with(feed.prefix)) {
        append(list, feed.name);
        break;
      }
  for (const auto part : sources_of(source))
    if (const auto regel = behind("afgeleid:", part); !regel.empty())
      append(list, "afgeleid: [" + std::string(regel) + "](#afgeleid)");
  return list;
}

std::string relation_text(const schemas::Relation& relation) {
  std::string text = "- Hoort bij " + link(relation.to) + " (" + std::string(relation.role) + ")";
  std::string fields;
  for (const auto& via : relation.via)
    if (!via.own.empty())
      append(fields, "`" + std::string(via.own) + "`" +
                         (via.own == via.theirs ? "" : " = `" + std::string(via.theirs) + "`"));
  return text + (fields.empty() ? " in hetzelfde dossier.\n" : " over " + fields + ".\n");
}

std::string order_text(schemas::Precedence order) {
  std::string list;
  for (const auto feed : order) (list += list.empty() ? "" : " > ") += feed;
  return list;
}

/// Whom to believe, where that is another than usually.
template <class T>
std::string precedence_text() {
  std::string text;
  const auto& about = schemas::fields<T>.about;
  if (!about.precedence.empty()) text = "- Voorrang: " + order_text(about.precedence) + ".\n";
  schemas::for_each_field<T>([&](const auto& field) {
    if (!field.precedence.empty())
      text += "- Voorrang van `" + std::string(field.name) + "`: " + order_text(field.precedence) + ".\n";
  });
  return text;
}

template <class T>
std::string chapter(bool is_part) {
  const auto& about = schemas::fields<T>.about;
  std::string keys;
  std::string rows;
  schemas::for_each_field<T>([&]<class Field>(const Field& field) {
    const auto name = "`" + std::string(field.name) + "`";
    if (field.is_key) append(keys, name);
    rows += row({name, Kind<MemberOf<Field>>::name(field.limits),
                 schemas::may_be_absent<MemberOf<Field>> ? "" : "ja", field.description, ggm_of(field.source),
                 feeds_of(field.source)});
  });
  std::string text = "\n## " + std::string(about.name) + "\n\n" + sentence(about.text) + "\n\n";
  if (is_part)
    text += "- Onderdeel van een ander objecttype.\n";
  else
    text += keys.empty() ? "- Eén per dossier.\n" : "- Sleutel binnen het dossier: " + keys + ".\n";
  for (const auto& relation : about.relations)
    if (!relation.to.empty()) text += relation_text(relation);
  text += precedence_text<T>();
  if (about.on_request) text += "- Gaat alleen naar wie dit objecttype in zijn abonnement noemt.\n";
  return text +
         "\n| veld | soort | verplicht | betekenis | GGM | geleverd door |\n|---|---|---|---|---|---|\n" +
         rows;
}

std::string code_lists() {
  std::string text = "\n# Codelijsten\n\nDe code is het woord van de standaard zelf, ongewijzigd.\n";
  for_each_code_list([&](const CodeList& list) {
    text += "\n### " + std::string(list.name) + "\n\nBron: " + std::string(list.source) +
            ".\n\n| code | betekenis |\n|---|---|\n";
    for (const auto& each : list.rows) text += row({"`" + std::string(each.code) + "`", each.label});
  });
  return text;
}

std::string rules() {
  std::string text =
      "\n# Afgeleid\n\nWat de gateway zelf vaststelt uit wat anderen vertelden, naar regels die alleen "
      "zeggen wat "
      "er zonder gissen uit volgt. Het staat er met `bron.feed` `gateway`.\n\n| regel | waaruit "
      "|\n|---|---|\n";
  for (const auto* each :
       {rule("gateway", "urenstand"), rule("gateway", "waarschuwing"), rule("gateway", "klok")})
    text += row({each->name, each->text});
  for (const auto& regel : afgeleid::regels()) text += row({regel.rule->name, regel.rule->text});
  return text;
}

std::string differences_from_sources() {
  std::string text =
      "\n# Anders dan de bronnen\n\nWat in een bron staat en hier geen eigen veld heeft:\n\n| bron | waarom "
      "|\n"
      "|---|---|\n";
  for (const auto& gap : gaps()) text += row({gap.source, gap.reason});
  text +=
      "\nGegevens van het GGM die hier een ander soort hebben:\n\n| gegeven | daar | waarom "
      "|\n|---|---|---|\n";
  for (const auto& each : retyped()) text += row({each.attribute, each.type_there, each.reason});
  return text;
}

}  // namespace

std::string link(std::string_view chapter) {
  std::string anchor;
  for (const char c : chapter) anchor += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return "[" + std::string(chapter) + "](#" + anchor + ")";
}

std::string markdown() {
  std::string page(introduction);
  page +=
      "\n## Twee bronnen, één veld\n\nSpreken twee bronnen over één veld, dan geldt wat de eerste van deze "
      "rij zegt: " +
      order_text(canonical::voorrang::gewoon) +
      ".\n`gateway` is wat de gateway zelf afleidt, `gemeente` wat de gemeente registreert. Waar een andere "
      "rij geldt\n"
      "staat zij bij het objecttype of het veld. Wat niet geldt blijft bewaard, komt in de plaats als de "
      "eerste niets\n"
      "meer zegt, en is te ontvangen als " +
      link("Tegenspraak") + ".\n";
  page += "\n# Objecttypen\n\n";
  canonical::for_each_objecttype([&]<class T>() {
    const std::string name(schemas::fields<T>.name);
    page += "- " + link(name) + ": " + std::string(schemas::fields<T>.about.text) + "\n";
  });
  const auto types = canonical::objecttypes();
  for_each_type([&]<class T>() {
    page += chapter<T>(std::ranges::find(types, schemas::fields<T>.name) == types.end());
  });
  return page + code_lists() + rules() + differences_from_sources();
}

}  // namespace inburgering::mapping::document
