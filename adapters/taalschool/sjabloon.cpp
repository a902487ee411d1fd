#include "adapters/taalschool/sjabloon.h"

#include <algorithm>

#include "adapters/taalschool/bestand.h"
#include "adapters/xlsx/value.h"
#include "adapters/xlsx/write.h"

namespace inburgering::adapters::taalschool {
namespace {

using xlsx::NewSheet;
using xlsx::Style;

constexpr std::string_view ja_nee[] = {"ja", "nee"};

std::span<const std::string_view> choices_of(const Kolom& column) {
  return column.soort == Soort::ja_nee ? std::span<const std::string_view>(ja_nee) : column.codes;
}

struct Vorm {
  Soort soort;
  Style style;
  std::string_view how;
};
constexpr Vorm vormen[] = {
    {Soort::tekst, Style::text, "tekst"},
    {Soort::nummer, Style::text, "cijfers; nullen vooraan mogen weg zijn"},
    {Soort::datum, Style::day, "een datum, als 31-12-2026"},
    {Soort::getal, Style::decimal, "een getal met hoogstens twee decimalen, als 12,5"},
    {Soort::ja_nee, Style::text, "ja of nee"},
    {Soort::keuze, Style::text, "een van: "},
};

const Vorm& vorm_of(Soort soort) { return *std::ranges::find(vormen, soort, &Vorm::soort); }

std::string how(const Kolom& column) {
  std::string text(vorm_of(column.soort).how);
  if (column.soort != Soort::keuze) return text;
  for (const auto code : column.codes) text += (code == column.codes.front() ? "" : ", ") + std::string(code);
  return text;
}

constexpr std::string_view steps[] = {
    "Vul op het eerste blad een rij in voor elke melding. Laat de kop staan zoals hij is.",
    "Gekleurde kolommen moeten altijd gevuld zijn; van de andere alleen wat u weet.",
    "Kies in een cel met een pijltje uit de lijst. Datums en getallen mag u typen zoals u gewend bent.",
    "Sla het bestand op als Excel-werkmap (.xlsx) en lever het aan; u hoeft er geen CSV van te maken.",
    "Het bestand wordt eerst helemaal nagekeken. Wat er mis is staat in het verslag met blad en cel.",
    "Hetzelfde kenmerk in een later bestand verbetert de eerdere rij; een kenmerk mag het bsn niet bevatten.",
};

}  // namespace

std::string sjabloon(std::string_view name) {
  std::string text = "\xEF\xBB\xBF";
  for (const auto& column : kolommen(name)) {
    if (text.size() > 3) text += ';';
    text += column.veld;
  }
  return text + "\r\n";
}

std::string sjabloon_xlsx(std::string_view name) {
  constexpr int column_width = 18;
  constexpr std::size_t longest_hint = 250;
  NewSheet rows{std::string(name), {}, {{}}, true, false};
  NewSheet about{"Uitleg",
                 {{26, Style::plain, {}, {}, {}},
                  {12, Style::plain, {}, {}, {}},
                  {46, Style::wrapped, {}, {}, {}},
                  {60, Style::wrapped, {}, {}, {}}},
                 {},
                 false,
                 false};
  NewSheet lists{"Keuzes", {}, {}, false, true};
  for (const auto step : steps) about.rows.push_back({{std::string(step), Style::plain}});
  about.rows.emplace_back();
  about.rows.push_back({{"Kolom", Style::heading},
                        {"Verplicht", Style::heading},
                        {"Wat het is", Style::heading},
                        {"Wat erin mag", Style::heading}});
  int list = 0;
  for (const auto& column : kolommen(name)) {
    auto hint = std::string(column.uitleg) + (column.verplicht ? " (verplicht)" : "");
    if (hint.size() > longest_hint) hint.clear();
    xlsx::ColumnShape shape{std::max(column_width, static_cast<int>(column.veld.size()) + 2),
                            vorm_of(column.soort).style,
                            {},
                            std::move(hint),
                            std::string(column.veld)};
    if (const auto choices = choices_of(column); !choices.empty()) {
      const auto place = xlsx::column_name(list);
      shape.choices = "Keuzes!$" + place + "$1:$" + place + "$" + std::to_string(choices.size());
      if (lists.rows.size() < choices.size()) lists.rows.resize(choices.size());
      for (std::size_t i = 0; i < choices.size(); ++i) {
        lists.rows[i].resize(static_cast<std::size_t>(list) + 1);
        lists.rows[i].back() = {std::string(choices[i]), Style::text};
      }
      ++list;
    }
    rows.columns.push_back(std::move(shape));
    rows.rows.front().push_back(
        {std::string(column.veld), column.verplicht ? Style::required_heading : Style::heading});
    about.rows.push_back({{std::string(column.veld), Style::plain},
                          {column.verplicht ? "ja" : "nee", Style::plain},
                          {std::string(column.uitleg), Style::wrapped},
                          {how(column), Style::wrapped}});
  }
  std::vector<NewSheet> sheets{std::move(rows), std::move(about)};
  if (list > 0) sheets.push_back(std::move(lists));
  return xlsx::write(sheets);
}

}  // namespace inburgering::adapters::taalschool
