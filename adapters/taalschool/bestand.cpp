#include "adapters/taalschool/bestand.h"

#include <algorithm>
#include <cctype>
#include <set>

#include "adapters/taalschool/resources.h"
#include "adapters/xlsx/value.h"
#include "adapters/xlsx/workbook.h"

namespace inburgering::adapters::taalschool {
namespace {

/// Header names are compared without case, spaces and marks.
std::string plain_name(std::string_view name) {
  std::string result;
  for (const char c : name)
    if (is_plain(c)) result += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return result;
}

template <class Record>
std::vector<Kolom> columns_of() {
  std::vector<Kolom> columns;
  [&]<std::size_t... I>(std::index_sequence<I...>) {
    const auto add = [&]<std::size_t index>() {
      constexpr const auto& field = std::get<index>(schemas::fields<Record>.list);
      using Member = decltype(schemas::member_type(field.member));
      constexpr auto lees = [](std::string_view cell) {
        return cel<Member>(cell, std::get<index>(schemas::fields<Record>.list).limits);
      };
      columns.push_back({field.name, !schemas::may_be_absent<Member>, +lees, raad<Member>(),
                         field.description, soort<Member>(field.limits), field.limits.codes});
    };
    (add.template operator()<I>(), ...);
  }(std::make_index_sequence<schemas::Members<Record>::count>{});
  return columns;
}

/// What stands in the cell its reader can see: how many characters that are is of no help.
std::string plain(std::string message) {
  constexpr std::string_view counted = "; er staat tekst van";
  if (const auto at = message.find(counted); at != std::string::npos)
    message.erase(at, std::min(message.find(';', at + 1), message.size()) - at);
  return message;
}

std::string listed(const std::vector<Kolom>& columns) {
  std::string text;
  for (const auto& column : columns) text += (text.empty() ? "" : ", ") + std::string(column.veld);
  return text;
}

}  // namespace

std::vector<Kolom> kolommen(std::string_view name) {
  std::vector<Kolom> columns;
  for_each_resource([&]<class Record>() {
    if (resource<Record> == name) columns = columns_of<Record>();
  });
  return columns;
}

Bevinding Bestand::finding(std::int64_t rij, int place, std::string kolom, std::string melding) const {
  const auto* sheet = std::get_if<BladReader>(&reader_);
  return {rij, std::move(kolom), std::move(melding),
          sheet == nullptr || rij == 0 ? std::string() : xlsx::place(sheet->sheet(), place, rij)};
}

std::expected<Bestand, std::vector<Bevinding>> Bestand::open(std::string_view text, std::string_view name,
                                                             std::function<void()> gets_on) {
  const auto columns = kolommen(name);
  // A title, a date of printing: what stands above the header names no two columns.
  constexpr std::size_t lines_above = 20;
  constexpr int names_enough = 2;
  // Of different columns: what explains a column may say its name twice.
  const auto is_header = [&](const Regel& line) {
    std::set<std::string> seen;
    for (const auto& cell : line.cells) seen.insert(plain_name(cell));
    return std::ranges::count_if(columns, [&](const Kolom& column) {
             return seen.contains(plain_name(column.veld));
           }) >= names_enough;
  };
  const auto opened = [&]() -> schemas::Result<Reader> {
    if (xlsx::looks_like_workbook(text))
      return BladReader::open(text, is_header, lines_above, std::move(gets_on));
    return CsvReader::open(text);
  };
  auto reader = opened();
  if (!reader) return std::unexpected(std::vector<Bevinding>{{0, "", reader.error().front().message}});
  Bestand file(std::move(*reader), columns);
  const auto find = [&](std::string_view header) -> const Kolom* {
    const auto found = std::ranges::find(file.columns_, plain_name(header),
                                         [](const Kolom& each) { return plain_name(each.veld); });
    return found == file.columns_.end() ? nullptr : &*found;
  };
  bool found = false;
  for (std::size_t tried = 0; tried < lines_above && !found && file.next_line(); ++tried)
    found = is_header(file.line_);
  if (!found)
    return std::unexpected(std::vector<Bevinding>{
        {0, "",
         "er is geen kopregel gevonden; zet boven de gegevens een regel met de namen van de kolommen: " +
             listed(file.columns_)}});
  std::vector<Bevinding> findings;
  std::vector<const Kolom*> seen;
  for (const auto& cell : file.line_.cells) {
    const auto* column = find(cell);
    const auto place = static_cast<int>(file.by_place_.size());
    file.by_place_.push_back(column);
    file.header_.push_back(cell);
    if (column == nullptr && !cell.empty())
      findings.push_back(file.finding(
          file.line_.number, place, cell,
          "deze kolom is niet bekend; verwijder haar of gebruik een van: " + listed(file.columns_)));
    if (column != nullptr && std::ranges::find(seen, column) != seen.end())
      findings.push_back(file.finding(file.line_.number, place, cell, "deze kolom staat er twee keer in"));
    if (column != nullptr) seen.push_back(column);
  }
  for (const auto& column : file.columns_)
    if (column.verplicht && std::ranges::find(seen, &column) == seen.end())
      findings.push_back(file.finding(file.line_.number, -1, std::string(column.veld),
                                      "deze kolom ontbreekt en is verplicht"));
  if (!findings.empty()) return std::unexpected(std::move(findings));
  file.under_header_ = file.reader_;
  return file;
}

void Bestand::rewind() {
  reader_ = under_header_;
  rows_ = 0;
}

bool Bestand::next(BestandRij& rij) {
  do {
    if (!next_line()) return false;
  } while (line_.is_empty());
  ++rows_;
  rij.nummer = line_.number;
  rij.inhoud.clear();
  if (line_.too_wide) rij.inhoud[overflow] = nullptr;
  for (const auto place : line_.without_value)
    if (place >= by_place_.size() || by_place_[place] == nullptr)
      rij.inhoud[overflow] = nullptr;
    else
      rij.inhoud[by_place_[place]->veld] = boost::json::object();  // of no type that any field has
  for (std::size_t place = 0; place < line_.cells.size(); ++place) {
    const auto& cell = line_.cells[place];
    if (cell.empty()) continue;
    if (place >= by_place_.size() || by_place_[place] == nullptr)
      rij.inhoud[overflow] = nullptr;  // a value under no header: told as a fault of the row
    else
      rij.inhoud[by_place_[place]->veld] = by_place_[place]->lees(cell);
  }
  return true;
}

std::vector<Bevinding> Bestand::vertaal(std::int64_t nummer, const schemas::Faults& faults) const {
  std::vector<Bevinding> findings;
  for (const auto& fault : faults) {
    const auto field = std::string_view(fault.pointer).substr(fault.pointer.empty() ? 0 : 1);
    if (field == overflow) {
      findings.push_back(finding(nummer, -1, "", "er staat een waarde in een kolom zonder naam"));
      continue;
    }
    const auto column = std::ranges::find(columns_, field, &Kolom::veld);
    const auto found = std::ranges::find_if(
        by_place_, [&](const Kolom* each) { return each != nullptr && each->veld == field; });
    const auto place = found == by_place_.end() ? -1 : static_cast<int>(found - by_place_.begin());
    auto as_written = place < 0 ? std::string(field) : header_[static_cast<std::size_t>(place)];
    const bool own_words = column != columns_.end() && !column->raad.empty() &&
                           (fault.rule == "dag" || fault.rule == "type" || fault.rule == "getal");
    const auto* sheet = std::get_if<BladReader>(&reader_);
    const auto no_value = sheet == nullptr || place < 0
                              ? std::string_view()
                              : sheet->why_no_value(nummer, static_cast<std::size_t>(place));
    findings.push_back(finding(nummer, place, std::move(as_written),
                               !no_value.empty() ? std::string(no_value)
                               : own_words       ? std::string(column->raad)
                                                 : plain(fault.message)));
  }
  return findings;
}

std::vector<Bevinding> Bestand::slot() const {
  const auto* csv = std::get_if<CsvReader>(&reader_);
  if (csv != nullptr && csv->unclosed_quote() > 0)
    return {{csv->unclosed_quote(), "",
             "hier begint een aanhalingsteken dat nergens wordt gesloten; de rest van het bestand is "
             "daardoor één "
             "cel geworden"}};
  if (rows_ == 0) return {{0, "", "het bestand heeft geen rijen onder de kopregel"}};
  return {};
}

double Bestand::fraction_read() const {
  return std::visit([](const auto& reader) { return reader.fraction_read(); }, reader_);
}

}  // namespace inburgering::adapters::taalschool
