#include "mapping/uitvoer/tabellen.h"

#include <algorithm>
#include <array>

#include "mapping/document/walk.h"

namespace inburgering::mapping::uitvoer {
namespace {

namespace json = boost::json;
using document::MemberOf;
using document::ValueOf;

constexpr std::string_view zonder_waarde = "_zonderWaarde";
constexpr std::string_view onbekend = "_onbekend";
constexpr std::string_view onbekende_code = "_onbekendeCode";

template <class Value>
constexpr Soort soort_of() {
  if constexpr (std::is_same_v<Value, bool>)
    return Soort::ja_nee;
  else if constexpr (std::is_same_v<Value, std::int64_t> || std::is_same_v<Value, schemas::Hours>)
    return Soort::geheel;
  else if constexpr (std::is_same_v<Value, schemas::Day>)
    return Soort::dag;
  else if constexpr (std::is_same_v<Value, schemas::Moment>)
    return Soort::moment;
  else if constexpr (requires(Value value) { value.hundredths(); })
    return Soort::decimaal;
  else
    return Soort::tekst;
}

template <class Value>
constexpr std::string_view code_list_of() {
  if constexpr (schemas::is_code<Value>)
    return document::list_of(static_cast<const Value*>(nullptr)).name;
  else
    return {};
}

template <class T>
void add_columns(Tabel& table) {
  schemas::for_each_field<T>([&]<class Field>(const Field& field) {
    using Value = ValueOf<Field>;
    static_assert(!schemas::is_list<Value>, "a list would be a table of its own");
    if constexpr (schemas::Described<Value>)
      schemas::for_each_field<Value>([&]<class Part>(const Part& part) {
        static_assert(!schemas::Described<ValueOf<Part>>, "a part of a part would need a name of three");
        table.kolommen.push_back({std::string(field.name) + "_" + std::string(part.name),
                                  soort_of<ValueOf<Part>>(), false, false,
                                  std::string(field.description) + ": " + std::string(part.description),
                                  code_list_of<ValueOf<Part>>(), field.name, part.name});
      });
    else
      table.kolommen.push_back({std::string(field.name),
                                soort_of<Value>(),
                                !schemas::may_be_absent<MemberOf<Field>>,
                                field.is_key,
                                std::string(field.description),
                                code_list_of<Value>(),
                                field.name,
                                {}});
  });
}

template <class T>
Tabel table_of() {
  Tabel table{schemas::fields<T>.name, schemas::fields<T>.about.text, {}};
  const auto about = [&](std::string_view name, bool needed, std::string_view what) {
    table.kolommen.push_back({std::string(name), Soort::tekst, needed, false, std::string(what)});
  };
  about("_dossier", true, "het dossier: een pseudoniem van de persoon bij deze gemeente");
  about("_persoon", false, "burgerservicenummer, of het pseudoniem dat ervoor in de plaats staat");
  about("_vNummer", false, "vreemdelingennummer; leeg als er een pseudoniem is gevraagd");
  about("_gemeente", true, "gemeentecode van de gemeente die de regie voert");
  about("_bron", true, "wie het object het laatst vertelde");
  add_columns<T>(table);
  about(zonder_waarde, false, "kolommen waarvan de bron zegt dat er geen waarde is");
  about(onbekend, false, "kolommen waarvan er een waarde is die niemand hier kent");
  about(onbekende_code, false, "kolommen met een code die niet in de lijst staat");
  return table;
}

bool names_a_person(std::string_view type, std::string_view field) {
  return std::ranges::any_of(herleidbare_velden(),
                             [&](const auto& each) { return each.objecttype == type && each.veld == field; });
}

/// How what is said of one column goes into a row.
struct Said {
  std::vector<std::string> without_value, unknown, unlisted;
};

Cel cell_of(const Kolom& column, const json::value& value, Said& said) {
  if (value.is_null()) return said.without_value.push_back(column.naam), Cel();
  if (const auto* marker = value.if_object()) {
    if (const auto* code = marker->if_contains("onbekendeCode"); code != nullptr && code->is_string()) {
      said.unlisted.push_back(column.naam);
      return std::string(code->get_string());
    }
    return said.unknown.push_back(column.naam), Cel();
  }
  if (value.is_bool()) return value.get_bool();
  if (value.is_int64()) return value.get_int64();
  if (!value.is_string()) return {};
  const std::string text(value.get_string());
  switch (column.soort) {
    case Soort::dag:
      if (const auto day = schemas::Day::parse(text))
        return std::int64_t{std::chrono::sys_days(day->date()).time_since_epoch().count()};
      return {};
    case Soort::moment:
      if (const auto moment = schemas::Moment::parse(text))
        return std::int64_t{moment->time().time_since_epoch().count()};
      return {};
    case Soort::decimaal: {
      constexpr int most_digits = 6;
      const auto number = schemas::TwoDecimals<most_digits>::parse(text);
      return number ? Cel(number->hundredths()) : Cel();
    }
    default:
      return text;
  }
}

std::string listed(const std::vector<std::string>& names) {
  std::string text;
  for (const auto& name : names) text += (text.empty() ? "" : " ") + name;
  return text;
}

Cel or_nothing(std::string text) { return text.empty() ? Cel() : Cel(std::move(text)); }

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + '"';
}

std::string text_of(Soort soort, const Cel& cell) {
  if (const auto* text = std::get_if<std::string>(&cell)) return quoted(*text);
  if (const auto* truth = std::get_if<bool>(&cell)) return *truth ? "true" : "false";
  const auto* number = std::get_if<std::int64_t>(&cell);
  if (number == nullptr) return {};
  switch (soort) {
    case Soort::dag:
      return schemas::Day(std::chrono::year_month_day(std::chrono::sys_days(std::chrono::days(*number))))
          .text();
    case Soort::moment:
      return schemas::Moment(schemas::Moment::Time(std::chrono::milliseconds(*number))).text();
    case Soort::decimaal:
      return schemas::Amount::of_hundredths(*number)->text();
    default:
      return std::to_string(*number);
  }
}

constexpr std::string_view line_end = "\r\n";

std::string line(std::initializer_list<std::string_view> texts) {
  std::string row;
  for (const auto text : texts) row += (row.empty() ? "" : ";") + quoted(text);
  return row + std::string(line_end);
}

}  // namespace

std::string_view to_text(Soort soort) {
  switch (soort) {
    case Soort::tekst:
      return "tekst";
    case Soort::geheel:
      return "geheel getal";
    case Soort::ja_nee:
      return "true of false";
    case Soort::dag:
      return "dag";
    case Soort::moment:
      return "moment (UTC)";
    case Soort::decimaal:
      return "getal met twee decimalen";
  }
  return {};
}

std::span<const Herleidbaar> herleidbare_velden() {
  static constexpr std::array all{
      Herleidbaar{"Persoon", "aNummer"},
      Herleidbaar{"Persoon", "vorigBurgerservicenummer"},
      Herleidbaar{"Persoon", "vNummer"},
      Herleidbaar{"Persoon", "sociaalReferent"},
      Herleidbaar{"Persoon", "geslachtsnaam"},
      Herleidbaar{"Persoon", "voorvoegselGeslachtsnaam"},
      Herleidbaar{"Persoon", "voorletters"},
      Herleidbaar{"Persoon", "voornamen"},
      Herleidbaar{"Persoon", "verblijfsadres"},
      Herleidbaar{"Persoon", "verblijfBuitenland"},
      Herleidbaar{"Asielstatushouder", "telefoonnummerVerblijfAzc"},
      Herleidbaar{"Asielstatushouder", "emailadresVerblijfAzc"},
      Herleidbaar{"Asielstatushouder", "verblijfplaatsAzc"},
  };
  return all;
}

std::span<const Tabel> tabellen() {
  static const auto all = [] {
    std::vector<Tabel> made;
    canonical::for_each_objecttype([&]<class T>() { made.push_back(table_of<T>()); });
    return made;
  }();
  return all;
}

std::vector<Cel> rij(const Tabel& tabel, const json::object& object, const Van& van) {
  std::vector<Cel> cells{van.dossier, or_nothing(van.persoon), or_nothing(van.v_nummer), van.gemeente,
                         van.bron};
  Said said;
  for (const auto& column : tabel.kolommen) {
    if (column.veld.empty()) continue;
    const auto* value = object.if_contains(column.veld);
    if (value != nullptr && !van.herleidbaar && names_a_person(tabel.naam, column.veld)) value = nullptr;
    // A part that is no object is said to have no value, or not to be known, in each of its columns.
    if (value != nullptr && !column.deel.empty() && value->is_object() &&
        !value->get_object().contains("onbekend"))
      value = value->get_object().if_contains(column.deel);
    cells.push_back(value == nullptr ? Cel() : cell_of(column, *value, said));
  }
  for (const auto* names : {&said.without_value, &said.unknown, &said.unlisted})
    cells.push_back(or_nothing(listed(*names)));
  return cells;
}

std::string csv_kop(const Tabel& tabel) {
  std::string row;
  for (const auto& column : tabel.kolommen) row += (row.empty() ? "" : ";") + quoted(column.naam);
  return row + std::string(line_end);
}

std::string csv_rij(const Tabel& tabel, const std::vector<Cel>& cellen) {
  std::string row;
  for (std::size_t i = 0; i < cellen.size(); ++i)
    row += (i == 0 ? "" : ";") + text_of(tabel.kolommen[i].soort, cellen[i]);
  return row + std::string(line_end);
}

std::string woordenboek() {
  std::string text = line({"tabel", "kolom", "soort", "verplicht", "sleutel", "betekenis", "codelijst"});
  for (const auto& table : tabellen())
    for (const auto& column : table.kolommen)
      text += line({table.naam, column.naam, to_text(column.soort), column.verplicht ? "ja" : "nee",
                    column.sleutel ? "ja" : "nee", column.betekenis, column.codelijst});
  return text;
}

std::string codelijsten() {
  std::string text = line({"codelijst", "code", "betekenis", "bron"});
  document::for_each_code_list([&](const schemas::CodeList& list) {
    for (const auto& row : list.rows) text += line({list.name, row.code, row.label, list.source});
  });
  return text;
}

}  // namespace inburgering::mapping::uitvoer
